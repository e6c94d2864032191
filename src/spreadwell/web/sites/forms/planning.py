"""Planning a site, moving it on, its safety lead and its set-up."""

from typing import Any

from django import forms

from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import ImplementationSite
from spreadwell.domain.sites.states import SITE

from ...asking import Choose, FindOrganisation, find_for, offer
from ...formkit import DayField, LongText, PageForm, Pick


class PlanForm(PageForm):
    """A new site."""

    organisation = FindOrganisation(label="Where will it run?")
    name = forms.CharField(
        label="Name of the site", max_length=160, required=False,
        help_text="Leave blank to use the organisation's name.",
    )  # fmt: skip
    planned_start = DayField(label="Planned start", required=False)
    on = DayField(
        label="Planned since", required=False,
        help_text="Blank means today. A site that began before it came here: give the real day, "
        "then its start can be given too.",
    )  # fmt: skip
    safety_lead = Choose(
        label="Safety lead", required=False, help_text="Whom a safety concern alerts."
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        find_for(self, "organisation", viewer)
        offer(self, "safety_lead", Person.objects.visible_to(viewer))


class MoveForm(PageForm):
    """Where the site goes next."""

    to = Pick(label="What happens to the site?")
    on = DayField(label="From which day?", required=False, help_text="Blank means today.")
    reason = LongText(
        label="Why?", rows=2, required=False, help_text="Needed to pause, stop or de-adopt."
    )
    learnt = LongText(
        label="What was learnt?", rows=3, required=False,
        help_text="Needed to stop or de-adopt: the next site will find it.",
    )  # fmt: skip
    override = LongText(
        label="Why does it start although something is missing?", rows=2, required=False
    )

    def __init__(self, *args: Any, site: ImplementationSite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(key, SITE.label(key)) for key in SITE.exits(site.state)]
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = ways
        if "live" not in SITE.exits(site.state):
            del self.fields["override"]


class PersonForm(PageForm):
    """Somebody."""

    person = Choose(label="Who?")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", Person.objects.visible_to(viewer))


class SetUpForm(PageForm):
    """Who settles an item, and when it was done."""

    owner = Choose(label="Who settles it?", required=False)
    due = DayField(label="By when?", required=False)
    done_on = DayField(label="Done on", required=False, help_text="Leave blank until it is done.")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", Person.objects.visible_to(viewer))
