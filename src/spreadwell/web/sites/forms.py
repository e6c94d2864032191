"""Forms of a site; every field beyond the first screen is optional."""

from typing import Any

from django import forms

from spreadwell.domain.innovations.models import Component, InnovationVersion
from spreadwell.domain.measures.models import Measure
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import (
    ImplementationSite,
    ReadinessRating,
    TestOfChange,
)
from spreadwell.domain.sites.queries import DueMeasure
from spreadwell.domain.sites.states import SITE

from ..asking import Choose, FindOrganisation, find_for, offer
from ..formkit import DayField, LongText, PageForm, Pick, choices_of
from .frameworks import CFIR_CHOICES, NASSS_CHOICES

NUMBER = {"inputmode": "decimal", "class": "nhsuk-input--width-10"}


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
    reason = LongText(label="Why?", rows=2, required=False, help_text="Needed to pause or stop.")
    learnt = LongText(
        label="What was learnt?", rows=3, required=False,
        help_text="Needed to stop: the next site will find it.",
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


class PersonForm(PageForm):
    """Somebody."""

    person = Choose(label="Who?")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", Person.objects.visible_to(viewer))


class TeamForm(PersonForm):
    """Somebody in the team."""

    capability = forms.CharField(
        label="What do they bring?", max_length=120,
        help_text="For example: clinical lead, knows the recall system, patient voice.",
    )  # fmt: skip
    starts = DayField(label="Since", required=False, help_text="Blank means today.")


class SetUpForm(PageForm):
    """Who settles an item, and when it was done."""

    owner = Choose(label="Who settles it?", required=False)
    due = DayField(label="By when?", required=False)
    done_on = DayField(label="Done on", required=False, help_text="Leave blank until it is done.")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", Person.objects.visible_to(viewer))


class ReadinessForm(PageForm):
    """One domain of NASSS."""

    domain = forms.TypedChoiceField(label="What are you rating?", choices=NASSS_CHOICES, coerce=int)
    rating = Pick(label="How complex is it here?", choices=choices_of(ReadinessRating, "rating"))
    note = LongText(label="Why?", rows=2, required=False)


class TestForm(PageForm):
    """A test of change at its start."""

    question = LongText(label="What do you want to find out?", rows=2)
    prediction = LongText(
        label="What do you expect to see?", rows=2, help_text="Before you look at any numbers."
    )
    plan = LongText(label="What will you do?", rows=2, required=False)
    measure = Choose(label="Which number should move?", required=False)
    on = DayField(label="Started", required=False, help_text="Blank means today.")

    def __init__(self, *args: Any, viewer: Viewer, site: ImplementationSite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Measure.objects.visible_to(viewer).filter(
            innovations__innovation=site.version.innovation
        )
        offer(self, "measure", rows)


class FinishTestForm(PageForm):
    """A test of change at its end."""

    what_happened = LongText(label="What happened?", rows=3)
    learning = LongText(label="What did you learn?", rows=3)
    next_act = Pick(
        label="What next?",
        choices=[c for c in TestOfChange._meta.get_field("next_act").choices or [] if c[0]],
    )
    on = DayField(label="Ended", required=False, help_text="Blank means today.")


class AdaptationForm(PageForm):
    """An adaptation, in under a minute."""

    what = LongText(label="What changed?", rows=2)
    why = LongText(label="And why?", rows=2)
    component = Choose(label="Which part does it touch?", required=False)
    on = DayField(label="Since when?", required=False, help_text="Blank means today.")

    def __init__(
        self, *args: Any, version: InnovationVersion, viewer: Viewer, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "component", Component.objects.visible_to(viewer).filter(version=version))


class ConditionForm(PageForm):
    """A condition, rated with its evidence."""

    construct = forms.ChoiceField(label="Which condition?", choices=CFIR_CHOICES)
    rating = forms.TypedChoiceField(
        label="How is it here?",
        widget=forms.RadioSelect,
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("2", "Helps strongly (+2)"),
            ("1", "Helps a little (+1)"),
            ("0", "Neither, or mixed (0)"),
            ("-1", "Hinders a little (−1)"),
            ("-2", "Hinders strongly (−2)"),
            ("", "Not found out yet (left blank, which is not 0)"),
        ],
    )
    evidence = LongText(
        label="What does that rest on?", rows=3, required=False,
        help_text="A quote, a number or a note. Needed with every rating.",
    )  # fmt: skip


class ConcernForm(PageForm):
    """A safety concern."""

    text = LongText(label="What may harm somebody?", rows=5)


class PauseForm(PageForm):
    """Why the site is paused."""

    reason = LongText(label="Why is the site paused?", rows=3)


class OutcomeForm(PageForm):
    """How a concern came out."""

    outcome = LongText(label="What was found and done?", rows=4)


class MonthForm(PageForm):
    """This month: the numbers due, with last month's beside, and two questions."""

    what_changed = LongText(label="What changed this month?", rows=2, required=False)
    needs_help = LongText(label="Do you need help with anything?", rows=2, required=False)

    def __init__(self, *args: Any, due: list[DueMeasure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: dict[str, forms.Field] = {}
        for one in due:
            for part, label in parts_of(one.measure):
                asked[f"{one.measure.slug}__{part}"] = forms.FloatField(
                    label=f"{one.measure.name}, {one.period.label}: {label}",
                    required=False,
                    min_value=0,
                    help_text=_before(one, part),
                    widget=forms.TextInput(
                        attrs={"inputmode": "decimal", "class": "nhsuk-input--width-10"}
                    ),
                    error_messages={"invalid": f"Enter a number for {one.measure.name}."},
                )
        self.fields = asked | self.fields


def parts_of(measure: Measure) -> list[tuple[str, str]]:
    """Return the parts of a reading that are asked for, each with its label."""
    if measure.statistic in ("proportion", "rate"):
        definition = measure.definition
        return [
            ("numerator", definition.get("numerator") or "how many"),
            ("denominator", definition.get("denominator") or f"out of how many {measure.unit}"),
        ]
    return [("value", measure.unit)]


def _before(one: DueMeasure, part: str) -> str:
    """Say what was sent for the period before."""
    last = getattr(one.before, part) if one.before is not None else None
    name = one.period.previous().label
    return f"{name}: {last:,g}" if last is not None else f"{name}: nothing was sent"
