"""Forms of a file on its way in: what names mean, rows to put right, numbers asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from spreadwell.exchange.intake.looking import Failing
from spreadwell.exchange.intake.naming import Unknown

from ..formkit import PageForm

OTHER = "?other"
OUT = ""
CHOICES_AT_MOST = 120
EDITED_AT_ONCE = 50
"""Rows that can be put right on the page; a file is quicker for more."""


class CellField(forms.Field):
    """A cell of a file: a code or a number that the file's own check reads, never a sentence."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Return the text as typed, without spaces around it."""
        return str(value or "").strip()[:200]


class NamesForm(PageForm):
    """What the names in a file mean: one choice each, the likeliest chosen already."""

    def __init__(self, *args: Any, unknown: Sequence[Unknown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unknown = unknown
        for i, one in enumerate(unknown):
            choices = [(guess.code, guess.label) for guess in one.guesses[:CHOICES_AT_MOST]]
            other = [] if one.what == "column" else [(OTHER, "Something else, given below")]
            self.fields[f"means-{i}"] = forms.ChoiceField(
                label=one.question,
                choices=[*choices, *other, (OUT, "Leave it out")],
                initial=one.likely,
                required=False,
                help_text=_where(one),
            )
            if other:
                self.fields[f"other-{i}"] = CellField(
                    label=f"Something else: code or whole name for “{one.written}”"
                )

    def meanings(self) -> dict[tuple[str, str], str]:
        """Return what was chosen, by kind and written name; blank leaves it out."""
        found = {}
        for i, one in enumerate(self.unknown):
            typed = str(self.cleaned_data.get(f"other-{i}", ""))
            chosen = str(self.cleaned_data.get(f"means-{i}", ""))
            found[one.what, one.written] = typed if typed or chosen == OTHER else chosen
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for the other name where that was chosen."""
        cleaned = super().clean() or self.cleaned_data
        for i, one in enumerate(self.unknown):
            if cleaned.get(f"means-{i}") == OTHER and not cleaned.get(f"other-{i}"):
                self.add_error(f"other-{i}", f"Give the code or name of “{one.written}”.")
        return cleaned


def _where(one: Unknown) -> str:
    if one.what == "column":
        return ""
    rows = ", ".join(str(row) for row in one.rows[:5])
    more = f" and {len(one.rows) - 5:,} more" if len(one.rows) > 5 else ""
    return f"In row {rows}{more}."


@dataclass(frozen=True, slots=True)
class CellShown:
    """One cell as the page prints it: its field, its column's name, and whether it is wrong."""

    bound: BoundField
    name: str
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class RowFields:
    """One row to put right, as the page prints it: what is wrong, and its cells."""

    row: int
    problems: list[tuple[str, str]]
    cells: list[CellShown]
    out: BoundField


class RowsForm(PageForm):
    """Rows of a file, each cell to be changed, each row to be left out."""

    def __init__(self, *args: Any, failing: Sequence[Failing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.failing = failing[:EDITED_AT_ONCE]
        for one in self.failing:
            for i, (column, text) in enumerate(one.cells.items()):
                field = CellField(label=f"{column.capitalize()}, row {one.row}", initial=text)
                self.fields[f"r{one.row}-{i}"] = field
            self.fields[f"r{one.row}-out"] = forms.BooleanField(
                label=f"Leave row {one.row} out", required=False
            )

    def rows(self) -> list[RowFields]:
        """Return the rows with what is wrong in each."""
        made = []
        for one in self.failing:
            wrong = {problem.column for problem in one.problems}
            cells = [
                CellShown(
                    self[f"r{one.row}-{i}"], column.replace("_", " ").capitalize(), column in wrong
                )
                for i, column in enumerate(one.cells)
            ]
            told = [(problem.column or "", problem.message) for problem in one.problems]
            made.append(RowFields(one.row, told, cells, self[f"r{one.row}-out"]))
        return made

    def edits(self) -> dict[int, dict[str, str]]:
        """Return what was changed, by row and column."""
        found: dict[int, dict[str, str]] = {}
        for one in self.failing:
            given = {
                column: str(self.cleaned_data.get(f"r{one.row}-{i}", ""))
                for i, column in enumerate(one.cells)
            }
            changed = {column: text for column, text in given.items() if text != one.cells[column]}
            if changed:
                found[one.row] = changed
        return found

    def left_out(self) -> frozenset[int]:
        """Return the rows that were ticked to be left out."""
        return frozenset(
            one.row for one in self.failing if self.cleaned_data.get(f"r{one.row}-out")
        )


class FixedForm(PageForm):
    """A file of the failing rows, put right."""

    file = forms.FileField(
        label="The failing rows, put right",
        widget=forms.FileInput,
        allow_empty_file=True,
        error_messages={"required": "Choose a file."},
    )


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """One number asked about, as the page prints it."""

    key: str
    where: str
    words: str
    right: BoundField | None
    note: BoundField | None
    answered: str


class AnswersForm(PageForm):
    """Numbers unlike those before them: a tick that each is right, and a note."""

    def __init__(
        self, *args: Any, asked: Sequence[dict[str, Any]], answers: dict[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.answers = asked, answers
        for one in asked:
            if one["key"] in answers:
                continue
            self.fields[f"right-{one['key']}"] = forms.BooleanField(
                label="Yes, that is right", required=False
            )
            self.fields[f"note-{one['key']}"] = forms.CharField(
                label="Why, if you know", required=False, max_length=500
            )

    def open_keys(self) -> list[str]:
        """Return the questions that have no answer yet."""
        return [one["key"] for one in self.asked if one["key"] not in self.answers]

    def notes(self) -> dict[str, str]:
        """Return the notes of what was ticked as right."""
        return {
            key: str(self.cleaned_data.get(f"note-{key}", ""))
            for key in self.open_keys()
            if self.cleaned_data.get(f"right-{key}")
        }
