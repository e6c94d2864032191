"""Forms of networks and organisations."""

from typing import Any

from django import forms

from spreadwell.domain.networks.models import (
    Basis,
    EdgeKind,
    Network,
    OrganisationKind,
)
from spreadwell.domain.networks.states import NETWORK
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import Viewer

from ..asking import Choose, FindOrganisation, find_for, offer
from ..formkit import DayField, LongText, PageForm, Pick


class NetworkForm(PageForm):
    """A new network."""

    name = forms.CharField(label="What is it called?", max_length=160)
    purpose = LongText(label="What do its members want to bring about?", rows=2)
    basis = Pick(label="What is it formed around?", choices=Basis.choices)
    on = DayField(label="Formed on", required=False, help_text="Blank means today.")


class OrganisationForm(PageForm):
    """A new organisation."""

    unchecked = {"code": "A code that has no room for a sentence."}

    code = forms.CharField(label="Code", max_length=24, help_text="Its ODS code where it has one.")
    name = forms.CharField(label="Name", max_length=200)
    kind = forms.ChoiceField(label="Kind", choices=OrganisationKind.choices)
    borough = forms.CharField(label="Borough", max_length=80, required=False)
    opened = DayField(label="Open since", required=False)
    closed = DayField(label="Closed from", required=False)
    population = forms.IntegerField(label="People it serves", min_value=0, required=False)


class EdgeForm(PageForm):
    """How an organisation stands to another."""

    kind = Pick(label="How does it stand to the other?", choices=EdgeKind.choices)
    target = FindOrganisation(label="To which organisation?")
    starts = DayField(label="From which day?", required=False)
    ends = DayField(label="Until before which day?", required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        find_for(self, "target", viewer)


class MemberForm(PageForm):
    """A member: an organisation, a person, or a person for an organisation."""

    organisation = FindOrganisation(label="Organisation", required=False)
    person = Choose(label="Person", required=False)
    role = forms.CharField(label="What do they bring or do?", max_length=120)
    interests = LongText(
        label="Declared interests", rows=2, required=False,
        help_text="Write “none” when asked and there are none; blank means not asked yet.",
    )  # fmt: skip
    starts = DayField(label="Since", required=False, help_text="Blank means today.")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        find_for(self, "organisation", viewer)
        offer(self, "person", Person.objects.visible_to(viewer))


class ChangeForm(PageForm):
    """What a network is called, is for and is formed around."""

    name = forms.CharField(label="What is it called?", max_length=160)
    purpose = LongText(label="What do its members want to bring about?", rows=3)
    basis = Pick(label="What is it formed around?", choices=Basis.choices)


class ChangeMemberForm(PageForm):
    """What a member brings, and from when to when."""

    role = forms.CharField(label="What do they bring or do?", max_length=120)
    starts = DayField(label="Since")
    ends = DayField(
        label="Until before", required=False, help_text="The first day without them, if known."
    )


class InterestsForm(PageForm):
    """A member's interests."""

    interests = LongText(
        label="Which interests are to be known?",
        rows=3,
        help_text="Money, shares, employment, family: whatever others would want to know. "
        "Write “none” where there are none.",
    )


class MeetingForm(PageForm):
    """A meeting."""

    on = DayField(label="When?")
    purpose = forms.CharField(label="What for?", max_length=200)
    notes = LongText(label="Notes", rows=4, required=False)


class ActionForm(PageForm):
    """Something somebody will do."""

    what = LongText(label="What will be done?", rows=2)
    owner = Choose(label="By whom?")
    due = DayField(label="By when?")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", Person.objects.visible_to(viewer))


class MoveForm(PageForm):
    """The network's next state."""

    to = Pick(label="What happens to the network?")
    reason = LongText(label="Why?", rows=2, required=False, help_text="Needed to close it.")

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [(key, NETWORK.label(key)) for key in NETWORK.exits(network.state)]
