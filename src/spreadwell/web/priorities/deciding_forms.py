"""Forms of what is expected, what it takes, and what was decided."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from spreadwell.domain.decisions.models import DecidingBody
from spreadwell.domain.measures.models import Measure
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.priorities.models import ShortlistEntry

from ..asking import Choose, offer
from ..formkit import DayField, LongText, PageForm, Pick

NEW = [
    ("in", "In"),
    ("depends", "Depends: say on what in the reasons"),
    ("not_this_round", "Not this round"),
]
RUNNING = [("goes_on", "Goes on"), ("stop", "Stop, with its learning")]


class ExpectForm(PageForm):
    """What is expected of an entry."""

    on = Choose(label="On which measure", required=False)
    low = forms.FloatField(label="At least, in 100 people", required=False)
    middle = forms.FloatField(label="Most likely, in 100 people", required=False)
    high = forms.FloatField(label="At most, in 100 people", required=False)
    reach = forms.IntegerField(label="People it would reach", required=False, min_value=0)
    by_day = DayField(label="By when", required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "on", Measure.objects.visible_to(viewer))


def _range(label: str, unit: str, **more: Any) -> dict[str, forms.FloatField]:
    """Return low, likely and high of one thing."""
    words = {"low": "at least", "": "most likely", "high": "at most"}
    return {
        key: forms.FloatField(label=f"{label}, {word} ({unit})", required=False, **more)
        for key, word in words.items()
    }


class CostForm(PageForm):
    """What an entry would take and whom it would reach; money in pounds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, unit in (
            ("money", "Money", "pounds a year"),
            ("staff", "Staff time", "hours a week"),
            ("fifth", "Of 100 that benefit, in the most deprived fifth", "people"),
        ):
            for key, made in _range(label, unit, min_value=0).items():
                self.fields[f"{name}_{key}".rstrip("_")] = made
        self.fields["source"] = LongText(
            label="Where the figures come from", rows=2, required=False
        )


class BudgetForm(PageForm):
    """What there is for all of them together."""

    pounds = forms.FloatField(label="Money there is (pounds a year)", required=False, min_value=0)
    staff = forms.FloatField(
        label="Staff time there is (hours a week)", required=False, min_value=0
    )
    equity_floor = forms.IntegerField(
        label="Of 100 that benefit, at least so many in the most deprived fifth",
        required=False,
        min_value=0,
        max_value=100,
    )


class DecideForm(PageForm):
    """What the body decided of each entry, and why."""

    def __init__(
        self,
        *args: Any,
        viewer: Viewer,
        entries: Sequence[ShortlistEntry],
        proposed: Sequence[str],
        known: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.entries = entries
        bodies = list(DecidingBody.objects.visible_to(viewer).values_list("name", flat=True))
        self.fields["body"] = forms.CharField(
            label="Which body decides",
            max_length=160,
            initial=bodies[0] if len(bodies) == 1 else "",
            help_text=f"Known here: {', '.join(bodies)}." if bodies else "",
        )
        for entry, verdict in zip(entries, proposed, strict=True):
            said = [f"The scores say: {verdict}."] if verdict else []
            if entry.runs:
                said.insert(0, f"Runs today. {known.get(entry.pk, 'Not on record here.')}")
            elif entry.expected is None:
                said.append("Nothing is written down yet of what is expected.")
            self.fields[f"choice_{entry.pk}"] = Pick(
                label=entry.opportunity.title,
                choices=RUNNING if entry.runs else NEW,
                help_text=" ".join(said),
                error_messages={"required": f"Choose for “{entry.opportunity}”."},
            )
            if entry.runs:
                self.fields[f"why_{entry.pk}"] = LongText(
                    label=f"If it should stop: what shows it, for {entry.opportunity}",
                    rows=2,
                    required=False,
                )
        self.fields["reasons"] = LongText(
            label="Reasons", help_text="Where you differ from the scores, say why."
        )
        self.fields["above"] = LongText(
            label="Why the mission goes beyond its limit, if it does", rows=2, required=False
        )
        self.fields["dissent"] = LongText(label="Dissent", rows=2, required=False)

    def choices(self) -> dict[int, str]:
        """Return the choice of each entry by its key."""
        return {entry.pk: self.cleaned_data[f"choice_{entry.pk}"] for entry in self.entries}

    def stop_why(self) -> dict[int, str]:
        """Return what shows that something should stop, by the entry's key."""
        return {
            entry.pk: self.cleaned_data[f"why_{entry.pk}"] for entry in self.entries if entry.runs
        }
