"""Forms about people."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from spreadwell.domain.missions.models import Mission
from spreadwell.domain.networks.models import Network
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import ImplementationSite

from ..formkit import DayField, PageForm

PASSWORD_HINT = "At least 10 characters; three words that only you would put together are good."


class FirstAdministratorForm(PageForm):
    """Who opens this store."""

    unchecked = {"name": "The name of whoever opens the store."}

    name = forms.CharField(label="Your name", max_length=120)
    email = forms.EmailField(label="Your e-mail address")
    password = forms.CharField(
        label="Choose a password",
        help_text=PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )


class AddPersonForm(PageForm):
    """Somebody new."""

    unchecked = {"name": "The name of a colleague, which is what is asked for."}

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="E-mail address")
    title = forms.CharField(label="What they do", max_length=160, required=False)
    password = forms.CharField(
        label="First password",
        help_text=f"They can change it. {PASSWORD_HINT}",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )


class GiveRoleForm(PageForm):
    """A role, and where it is held."""

    role = forms.ChoiceField(choices=[c for c in Role.choices if c[0] != Role.PUBLIC.value])
    mission = forms.ModelChoiceField(
        Mission.objects.none(), required=False, help_text="For a mission lead."
    )
    network = forms.ModelChoiceField(
        Network.objects.none(), required=False, help_text="For a facilitator or a partner."
    )
    site = forms.ModelChoiceField(
        ImplementationSite.objects.none(), required=False, help_text="For people of a site."
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes: dict[str, QuerySet[Any]] = {
            "mission": Mission.objects.visible_to(viewer),
            "network": Network.objects.visible_to(viewer),
            "site": ImplementationSite.objects.visible_to(viewer),
        }
        for name, rows in scopes.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
            field.empty_label = "–"


class TokenForm(PageForm):
    """A new access token."""

    unchecked = {"name": "The name of a program."}

    name = forms.CharField(
        label="Which program uses it?", max_length=80, help_text="Such as “Warehouse, every night”."
    )
    expires = DayField(label="Last day on which it works", help_text="Up to a year from today.")
