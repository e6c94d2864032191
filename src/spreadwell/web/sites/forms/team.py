"""Who joins the team, and what is agreed with them."""

from typing import Any

from django import forms

from spreadwell.domain.innovations.models import NeededCapability
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import ImplementationSite
from spreadwell.domain.sites.team_actions import MOST_HOURS

from ...asking import Choose, offer
from ...formkit import DayField, PageForm


def hours_field(**given: Any) -> forms.DecimalField:
    """Return the field for hours a week."""
    return forms.DecimalField(
        label="Hours a week", required=False, min_value=0, max_value=MOST_HOURS, decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "nhsuk-input--width-5"}),
        **given,
    )  # fmt: skip


class _OfSite(PageForm):
    """A form that offers what the site's version needs."""

    def __init__(self, *args: Any, viewer: Viewer, site: ImplementationSite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = NeededCapability.objects.visible_to(viewer).filter(version=site.version_id)
        if rows.exists():
            offer(self, "needed", rows)
        else:
            del self.fields["needed"]
        if "person" in self.fields:
            offer(self, "person", Person.objects.visible_to(viewer))


class TeamForm(_OfSite):
    """Somebody in the team."""

    later = ("role", "hours_a_week", "starts")
    later_title = "Post, hours and since when"

    person = Choose(label="Who?")
    needed = Choose(label="Which needed capability do they bring?", required=False)
    capability = forms.CharField(
        label="Or what else do they bring?", max_length=120, required=False,
        help_text="For example: clinical lead, knows the recall system, patient voice.",
    )  # fmt: skip
    role = forms.CharField(label="Their post", max_length=120, required=False)
    hours_a_week = hours_field(help_text="As agreed with those who lend their time.")
    starts = DayField(label="Since", required=False, help_text="Blank means today.")


class MemberForm(_OfSite):
    """What is agreed with somebody of the team."""

    needed = Choose(label="Which needed capability do they bring?", required=False)
    role = forms.CharField(label="Their post", max_length=120, required=False)
    hours_a_week = hours_field(help_text="As agreed with those who lend their time.")
