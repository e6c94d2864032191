"""Taking a file: as it is where it is right, else held until its sender has put it right."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from spreadwell.domain.foundation.refusals import Invalid
from spreadwell.domain.measures import holding
from spreadwell.domain.measures.actions import keep_checked
from spreadwell.domain.measures.models import Submission
from spreadwell.domain.measures.names import key_of, remember
from spreadwell.domain.people.models import Person
from spreadwell.exchange.intake.asking import ask_about
from spreadwell.exchange.intake.looking import ROW, Look, look_again, look_at, notes_of
from spreadwell.exchange.intake.naming import Unknown
from spreadwell.exchange.submissions import check_submission
from spreadwell.formats.problems import FileProblem, RowProblem
from spreadwell.formats.rough.sheets import Rough, as_csv, read_rough
from spreadwell.formats.tables import normal_header


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: kept as a submission, checked or held, or refused whole."""

    name: str
    problems: tuple[RowProblem, ...] = ()
    submission: Submission | None = None
    nothing_new: str = ""


def take(*, by: Person, content: bytes, name: str, way: str = "file", note: str = "") -> Taken:
    """Take a file: checked where nothing is wrong, held where its sender can put it right.

    `note` is what its sender wants known of the numbers; their charts show it.
    A file in which no table can be found, or too large to be put right here, is refused with its
    problems; nothing of it is kept.
    """
    note = note.strip()
    checked = check_submission(by=by, content=content, name=name, way=way, note=note)
    if checked.submission is not None:
        return Taken(name, submission=ask_about(by=by, submission=checked.submission))
    if checked.ok:
        return Taken(name, nothing_new=checked.nothing_new)
    try:
        look = look_at(by=by, content=content, name=name)
    except FileProblem as found:
        mine = any(one.row is not None for one in found.problems)
        return Taken(name, found.problems if mine else checked.problems)
    sha256 = hashlib.sha256(content).hexdigest()
    if look.ok:
        kept = keep_checked(
            by=by,
            content=look.content,
            name=name,
            sha256=sha256,
            changes=look.changes,
            way=way,
            note=note,
            notes=look.table.notes,
        )
        return Taken(name, submission=ask_about(by=by, submission=kept))
    if not look.unknown and not look.failing:
        return Taken(name, look.problems)
    held = holding.hold(
        by=by,
        content=content,
        name=name,
        sha256=sha256,
        notes=look.table.notes,
        way=way,
        note=note,
    )
    return Taken(name, submission=held)


def tell_names(
    *, by: Person, submission: Submission, meanings: Mapping[tuple[str, str], str]
) -> Submission:
    """Say what names of a held file mean; they are remembered, and the file is looked at again."""
    look = look_again(by=by, submission=submission)
    told = {}
    for one in look.unknown:
        given = meanings.get((one.what, one.written))
        if given is None:
            raise Invalid(f"Say what {one.what} “{one.written}” is, or leave it out.")
        told[key_of(one.what, one.written)] = _meaning(look, one, given)
    needed = [means for (what, _), means in told.items() if what == "column" and means]
    twice = next((one for one in needed if needed.count(one) > 1), "")
    if twice:
        raise Invalid(f"Two columns cannot both be the {twice}; leave one of them out.")
    if told:
        remember(by=by, names=told)
    return _settled(by, submission, look_again(by=by, submission=submission), "explained names of")


def mend_rows(
    *,
    by: Person,
    submission: Submission,
    edits: Mapping[int, Mapping[str, str]],
    left_out: Collection[int] = (),
) -> Submission:
    """Put rows of a held file right: new cells by row and column, and rows to leave out."""
    look = look_again(by=by, submission=submission)
    header = look.table.header
    rows = []
    for row, cells in look.table.rows:
        if row in left_out:
            continue
        given = edits.get(row, {})
        rows.append((row, tuple(given.get(h, c) for h, c in zip(header, cells, strict=True))))
    if not rows:
        raise Invalid("Every row would be left out. Discard the file instead.")
    made = replace(look.table, rows=tuple(rows))
    notes = notes_of(submission, look)
    changed = sorted(row for row, given in edits.items() if given and row not in left_out)
    notes += [f"Row {row} was left out by its sender." for row in sorted(left_out)]
    notes += [f"Row {row} was put right on the page." for row in changed]
    again = look_at(by=by, content=as_csv(made), name=submission.file_name)
    submission.said = submission.said | {"notes": notes}
    return _settled(by, submission, again, "put rows right of")


def mend_by_file(*, by: Person, submission: Submission, content: bytes, name: str) -> Submission:
    """Put failing rows right by a file of them; its column “row” says which each one is."""
    look = look_again(by=by, submission=submission)
    headers = frozenset(normal_header(one) for one in look.table.header)
    try:
        fixed = read_rough(content, name, headers | {ROW})
    except FileProblem as found:
        raise Invalid(" ".join(found.sentences(3))) from None
    return mend_rows(by=by, submission=submission, edits=_edits(fixed, look))


def _edits(fixed: Rough, look: Look) -> dict[int, dict[str, str]]:
    at = fixed.place(ROW)
    if at is None:
        raise Invalid("The column “row” is missing; it says which row of your file each one is.")
    there = {one.row for one in look.failing}
    places = {one: fixed.place(normal_header(one)) for one in look.table.header}
    edits: dict[int, dict[str, str]] = {}
    for row, cells in fixed.rows:
        number = int(cells[at]) if cells[at].isascii() and cells[at].isdigit() else 0
        if number not in there:
            raise Invalid(f"Row {row} of {fixed.name}: “{cells[at]}” is no row that was wrong.")
        edits[number] = {one: cells[place] for one, place in places.items() if place is not None}
    return edits


def _meaning(look: Look, one: Unknown, given: str) -> str:
    """Our code for what was chosen or typed; blank leaves it out."""
    if not given.strip():
        return ""
    return look.known.meaning(one.what, given)


def _settled(by: Person, submission: Submission, look: Look, what: str) -> Submission:
    """Let a file in that is right now, else keep on holding it as it was put right so far."""
    notes = notes_of(submission, look)
    if look.ok:
        done = holding.let_in(
            by=by, submission=submission, content=look.content, changes=look.changes, notes=notes
        )
        return ask_about(by=by, submission=done)
    return holding.keep_on(
        by=by,
        submission=submission,
        content=look.content,
        notes=notes,
        what=f"{what} {submission}",
    )
