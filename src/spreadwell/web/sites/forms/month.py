"""The form of a site's month: its numbers by measure, two answers, and what the page knew."""

import re
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from django import forms

from spreadwell.domain.measures.models import Measure, Reading
from spreadwell.domain.measures.usual import Numbers, Usual
from spreadwell.domain.sites.months import Asked, opened_text
from spreadwell.exchange.months import KEEP, REPLACE, Entry

from ...formkit import LongText, PageForm, Pick

# Written as people do, with commas between thousands.
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")

RIGHT = "Yes, that is right"
OVER = "The first number is a part of the second, so it cannot be larger."
ANSWERS = ("what_changed", "needs_help")


class NumberField(forms.FloatField):
    """A number as it is typed on a phone."""

    def to_python(self, value: Any) -> Any:
        """Read a number, with or without commas between thousands."""
        text = str(value or "").replace("\u00a0", "").replace(" ", "")
        return super().to_python(text.replace(",", "") if _THOUSANDS.fullmatch(text) else text)


class MonthForm(PageForm):
    """This month: the numbers asked for, and two questions.

    Fields of a measure are `CODE__PART` for its numbers, `CODE__sure` for the tick under a
    number that is unlike the site's, and `CODE__settle` where another number stands already.
    """

    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    what_changed = LongText(label="What changed this month?", rows=2, required=False)
    needs_help = LongText(label="Do you need help with anything?", rows=2, required=False)

    def __init__(
        self,
        *args: Any,
        asked: Sequence[Asked],
        usual: Mapping[str, Usual],
        standing: Mapping[str, Reading],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.usual = asked, usual
        self.wondered: set[str] = set()
        made: dict[str, forms.Field] = {}
        for one in asked:
            for part, label in parts_of(one.measure):
                made[f"{one.slug}__{part}"] = _number(one.measure, label)
            made[f"{one.slug}__sure"] = forms.BooleanField(
                label="Yes, that is right", required=False
            )
            if one.slug in standing:
                made[f"{one.slug}__settle"] = Pick(
                    label="Which one stands?",
                    required=False,
                    choices=[
                        (KEEP, f"Keep {told(one.measure, standing[one.slug])}"),
                        (REPLACE, "Replace it with what I entered, as a correction"),
                    ],
                )
        self.fields = made | self.fields
        self.initial.setdefault("opened", opened_text(asked))

    def clean(self) -> dict[str, Any]:
        """Ask for both parts of a pair, and wonder about numbers that are unlike the site's."""
        cleaned = super().clean() or self.cleaned_data
        for one in self.asked:
            given = self.numbers_of(one)
            if all(number is None for number in given.values()):
                continue
            missing = [part for part, number in given.items() if number is None]
            for part in missing:
                name = f"{one.slug}__{part}"
                if name not in self.errors:
                    self.add_error(
                        name, f"{one.measure.name} needs both numbers, or leave both blank."
                    )
            over = not missing and is_over(one.measure, given)
            if over:
                self.add_error(f"{one.slug}__numerator", f"{one.measure.name}: {OVER}")
            question = "" if missing or over else self.usual[one.slug].question(given)
            if question:
                self.wondered.add(one.slug)
                if not cleaned.get(f"{one.slug}__sure"):
                    self.add_error(f"{one.slug}__sure", f"{one.measure.name}: {question}")
        return cleaned

    def numbers_of(self, one: Asked) -> Numbers:
        """Return what was entered for one measure, by part."""
        parts = [part for part, _ in parts_of(one.measure)]
        return {part: self.cleaned_data.get(f"{one.slug}__{part}") for part in parts}

    def entries(self) -> list[Entry]:
        """Return what was entered; a measure left blank is not known yet."""
        made = []
        for one in self.asked:
            numbers = self.numbers_of(one)
            if any(number is not None for number in numbers.values()):
                settle = self.cleaned_data.get(f"{one.slug}__settle", "")
                made.append(Entry(one, numbers, settle))
        return made

    def know(self, asked: Sequence[Asked]) -> None:
        """Let the page carry what it shows now, for the next time it is sent."""
        data: Any = copy(self.data)
        data["opened"] = opened_text(asked)
        self.data = data


def _number(measure: Measure, label: str) -> NumberField:
    """Return the field of one number, with the keyboard that fits it."""
    keyboard = "numeric" if measure.statistic == "count" else "decimal"
    return NumberField(
        label=f"{label[:1].upper()}{label[1:]}",
        required=False,
        min_value=0,
        widget=forms.TextInput(
            attrs={"inputmode": keyboard, "autocomplete": "off", "class": "nhsuk-input--width-10"}
        ),
        error_messages={"invalid": f"Enter a number for {measure.name}."},
    )


def is_over(measure: Measure, given: Numbers) -> bool:
    """Tell whether more were counted than there were to count."""
    top, bottom = given.get("numerator"), given.get("denominator")
    if measure.statistic != "proportion" or top is None or bottom is None:
        return False
    return top > bottom


def parts_of(measure: Measure) -> list[tuple[str, str]]:
    """Return the parts of a reading that are asked for, each with its label."""
    if measure.statistic in ("proportion", "rate"):
        definition = measure.definition
        return [
            ("numerator", definition.get("numerator") or "how many"),
            ("denominator", definition.get("denominator") or f"out of how many {measure.unit}"),
        ]
    return [("value", measure.unit)]


def told(measure: Measure, reading: Reading | None) -> str:
    """Say a reading as it was sent: 41, or 30 of 40; nothing where there is none."""
    if reading is None:
        return ""
    if reading.value is not None:
        return f"{reading.value:,.15g}"
    return f"{reading.numerator:,.15g} of {reading.denominator:,.15g}"
