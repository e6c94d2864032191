"""Looking at a file as its sender meant it: names read, cells tidied, what is still wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from spreadwell.domain.foundation.days import day_of
from spreadwell.domain.measures.models import RememberedName, Submission
from spreadwell.domain.measures.names import key_of, remembered_by
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.exchange.intake.known import ALSO_CALLED, Known, known_to
from spreadwell.exchange.intake.naming import Names, Unknown, renamed, unknown_names
from spreadwell.exchange.submissions import preview_submission
from spreadwell.formats.problems import FileProblem, RowProblem
from spreadwell.formats.rough.fill_in import filled_in
from spreadwell.formats.rough.sheets import Rough, as_csv, read_rough
from spreadwell.formats.rough.tidying import tidied

ROW, WRONG = "row", "what is wrong"
"""What a file of failing rows has beside the columns of the first: which row, and what to do."""


@dataclass(frozen=True, slots=True)
class Failing:
    """One row that cannot be taken: its cells by column, and what is wrong with which."""

    row: int
    cells: Mapping[str, str]
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What a file holds as it is meant: names to ask about, else problems, else changes.

    `content` is the tidy file that holds the same rows under the same numbers.
    """

    table: Rough
    known: Known
    content: bytes
    unknown: tuple[Unknown, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Tell whether nothing is left to ask or to put right."""
        return not (self.unknown or self.problems)

    @property
    def failing(self) -> tuple[Failing, ...]:
        """The rows with problems, in the order of the file."""
        by_row: dict[int, list[RowProblem]] = {}
        for one in self.problems:
            if one.row is not None:
                by_row.setdefault(one.row, []).append(one)
        header = self.table.header
        return tuple(
            Failing(row, dict(zip(header, cells, strict=True)), tuple(by_row[row]))
            for row, cells in self.table.rows
            if row in by_row
        )


def look_at(*, by: Person, content: bytes, name: str, names: Names | None = None) -> Look:
    """Read a file by what its names mean; FileProblem where no table can be found in it.

    `names` are those given for this file alone; without, those that `by` has explained before.
    """
    known = known_to(viewer_of(by))
    told: dict[tuple[str, str], RememberedName] = {}
    if names is None:
        told = remembered_by(by)
        names = {key: one.means for key, one in told.items()}
    columns = {written.replace(" ", "_") for what, written in names if what == "column"}
    headers = known.headers | frozenset(ALSO_CALLED) | columns
    rough = read_rough(content, name, headers)
    made, used = renamed(rough, names, known)
    made = filled_in(made.noting(*(_used_words(one, told) for one in used)), known.is_pair)
    made = tidied(made, known.kind_of)
    if not made.rows:
        said = "no number is filled in yet; fill in the yellow cells"
        raise FileProblem(name, [RowProblem(made.header_row, None, said)])
    unknown = unknown_names(made, known)
    if unknown:
        return Look(made, known, content, tuple(unknown))
    tidy = as_csv(made)
    checked = preview_submission(by=by, content=tidy, name=name)
    return Look(made, known, tidy, (), checked.problems, checked.changes)


def look_again(*, by: Person, submission: Submission) -> Look:
    """Look at a held file as it stands."""
    assert submission.content is not None
    return look_at(by=by, content=bytes(submission.content), name=submission.file_name)


def notes_of(submission: Submission, look: Look) -> list[str]:
    """Everything noted of a file so far, each thing once."""
    return list(dict.fromkeys([*submission.said.get("notes", []), *look.table.notes]))


def _used_words(used: tuple[str, str, str], told: Mapping[tuple[str, str], RememberedName]) -> str:
    what, written, means = used
    one = told.get(key_of(what, written))
    when = f", as you said on {day_of(one.told_at)}" if one is not None else ", as given"
    if means:
        return f"{what.capitalize()} “{written}” was read as {means}{when}."
    left = "was left out" if what == "column" else "and its rows were left out"
    return f"{what.capitalize()} “{written}” {left}{when}."
