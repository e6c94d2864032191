"""This month: the numbers due and two questions."""

from typing import Any

from django import forms

from spreadwell.domain.measures.models import Measure
from spreadwell.domain.sites.queries import DueMeasure

from ...formkit import LongText, PageForm


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
