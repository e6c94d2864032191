"""The sheet of a workshop: what is said once, and a row for each thing said."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from spreadwell.domain.discovery.heard import SHORT_LIMIT, TEXT_LIMIT, Heard, problems_of
from spreadwell.domain.discovery.models import Theme
from spreadwell.domain.discovery.permissions import check_add_many, check_sort
from spreadwell.domain.discovery.voices import SpeakerRole, Voice
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.people.viewer import Viewer

from ..asking import Choose, offer
from ..formkit import DayField, LongText, PageForm

ROWS = 12
MORE = 6
MOST = 60
"""Rows of one sheet: more is a second sheet, or a file."""

CELLS = ("text", "role", "voice", "label", "named", "theme")
ABOVE = ("mission", "place", "heard_on", "source")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as the page prints it, with its cells by name."""

    number: int
    cells: dict[str, BoundField]
    wrong: bool


class SheetForm(PageForm):
    """Mission, place, day and source once; then a row for each thing said, blank ones left out."""

    above: ClassVar[tuple[str, ...]] = ABOVE
    marks_optional = False

    mission = Choose(label="Mission", empty_label=None)
    place = forms.CharField(label="Place", max_length=SHORT_LIMIT, required=False)
    heard_on = DayField(label="Date", initial=timezone.localdate)
    source = forms.CharField(label="Which meeting", max_length=200, required=False)
    sheet = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    rows = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST, required=False)

    def __init__(self, *args: Any, viewer: Viewer, many: int = ROWS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missions = [
            one
            for one in Mission.objects.visible_to(viewer).exclude(state="closed")
            if not allowed(check_add_many, viewer, one)
        ]
        keys = [one.pk for one in missions]
        offer(self, "mission", Mission.objects.visible_to(viewer).filter(pk__in=keys))
        sorts = [one.pk for one in missions if not allowed(check_sort, viewer, one)]
        themes = Theme.objects.visible_to(viewer).filter(state="open", mission__in=sorts)
        self.themes = {str(one.pk): one for one in themes.select_related("mission")}
        self.many = min(max(many, 1), MOST)
        self.initial["rows"] = self.many
        self.initial.setdefault("sheet", uuid4().hex)
        for number in range(1, self.many + 1):
            for name, field in _row_fields(number, _themes(self.themes, len(missions))).items():
                self.fields[f"r{number}-{name}"] = field

    def shown(self) -> list[SheetRow]:
        """Return the rows for the page."""
        found = []
        for number in range(1, self.many + 1):
            cells = {name: self[f"r{number}-{name}"] for name in CELLS}
            wrong = self.is_bound and any(one.errors for one in cells.values())
            found.append(SheetRow(number, cells, wrong))
        return found

    def said_once(self) -> list[BoundField]:
        """Return what stands above the rows."""
        return [self[name] for name in self.above]

    def error_list(self) -> list[dict[str, str]]:
        """Return the errors for the summary, those of a row naming it."""
        found = super().error_list()
        for one in found:
            name = one.get("href", "").removeprefix("#id_")
            row, _, cell = name.partition("-")
            if cell in CELLS and row[1:].isdecimal():
                one["text"] = f"Row {row[1:]}: {one['text'][:1].lower()}{one['text'][1:]}"
        return found

    def clean(self) -> dict[str, Any]:
        """Look at each row that was begun; what is wrong stands at its cell."""
        cleaned = super().clean() or self.cleaned_data
        if "heard_on" not in cleaned:
            return cleaned
        begun = [number for number in range(1, self.many + 1) if self._begun(number)]
        if not begun:
            self.add_error("r1-text", "Write down at least one thing that was said.")
        for number in begun:
            self._check(number, cleaned)
        return cleaned

    def _begun(self, number: int) -> bool:
        return any(self.cleaned_data.get(f"r{number}-{name}") for name in CELLS)

    def _check(self, number: int, cleaned: dict[str, Any]) -> None:
        for field, sentence in problems_of(self._heard(number)):
            name = f"r{number}-{field}" if field in CELLS else field
            if name in self.fields and not self.has_error(name):
                self.add_error(name, f"{sentence[:1].upper()}{sentence[1:]}")
        if cleaned.get(f"r{number}-named") and not cleaned.get(f"r{number}-label"):
            self.add_error(f"r{number}-label", "Say how they are known, since they may be named.")
        theme, mission = self._theme(number), cleaned.get("mission")
        if theme is not None and mission is not None and theme.mission_id != mission.pk:
            self.add_error(f"r{number}-theme", f"This theme is one of {theme.mission}.")

    def _theme(self, number: int) -> Theme | None:
        return self.themes.get(self.cleaned_data.get(f"r{number}-theme", ""))

    def _heard(self, number: int) -> Heard:
        given = self.cleaned_data
        row = {name: given.get(f"r{number}-{name}") or "" for name in CELLS}
        return Heard(
            text=row["text"], role=row["role"], voice=row["voice"], heard_on=given["heard_on"],
            place=given.get("place", ""), source=given.get("source", ""), label=row["label"],
            consents_named=bool(row["named"]),
        )  # fmt: skip

    def said(self) -> Iterator[tuple[Heard, Theme | None]]:
        """Yield each row that was filled in, with its theme."""
        for number in range(1, self.many + 1):
            if self._begun(number):
                yield self._heard(number), self._theme(number)


def _row_fields(number: int, themes: list[tuple[str, str]]) -> dict[str, forms.Field]:
    return {
        "text": LongText(
            label="What was said", rows=2, required=False, max_length=TEXT_LIMIT
        ),
        "role": forms.ChoiceField(
            label="Role", required=False, choices=[("", "–"), *SpeakerRole.choices]
        ),
        "voice": forms.ChoiceField(
            label="Which part", required=False,
            choices=[("", "As the role says"), *Voice.choices],
        ),
        "label": forms.CharField(
            label="Known as", required=False, max_length=SHORT_LIMIT
        ),
        "named": forms.BooleanField(label="May be named", required=False),
        "theme": forms.ChoiceField(label="Theme", required=False, choices=themes),
    }  # fmt: skip


def _themes(known: dict[str, Theme], missions: int) -> list[tuple[str, str]]:
    named = [
        (key, f"{one.name} ({one.mission})" if missions > 1 else one.name)
        for key, one in known.items()
    ]
    return [("", "Sorted later"), *named]
