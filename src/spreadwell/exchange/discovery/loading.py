"""A file of findings on a page: what it would bring, then all of it but what is wrong."""

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from spreadwell.domain.discovery.coming_in import voices_of
from spreadwell.domain.discovery.evidence import FindingsLoad
from spreadwell.domain.discovery.heard import Heard
from spreadwell.domain.discovery.incoming import Incoming, Repeat, sift
from spreadwell.domain.discovery.loads import (
    MOST_ROWS,
    check_own_load,
    check_size,
    hold_load,
    settle_load,
)
from spreadwell.domain.discovery.near import nearly_said
from spreadwell.domain.discovery.permissions import check_add_many, check_add_many_somewhere
from spreadwell.domain.foundation.refusals import Invalid, NotNow, allowed
from spreadwell.domain.measures.names import key_of, remember, remembered_by
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import Viewer, viewer_of
from spreadwell.exchange.discovery.columns import WHAT
from spreadwell.exchange.discovery.exporting import safe_cell
from spreadwell.exchange.discovery.looking import (
    PACKED,
    TABLE,
    WRONG,
    FindingsLook,
    look_at,
    rough_of,
)
from spreadwell.exchange.discovery.taking import by_name, sorted_by_mission, take
from spreadwell.formats.encodings import decoded
from spreadwell.formats.patient_words import check_words
from spreadwell.formats.problems import FileProblem, RowProblem

USUAL = ("role", "voice", "place", "source", "source_kind", "heard_on")
PROBLEMS_KEPT = 200


@dataclass(frozen=True, slots=True)
class Preview:
    """What a held file would bring: new rows, known ones, nearly known ones, and what is wrong.

    `look.unknown` are columns to ask about first; then all else is empty. `new` are by mission.
    """

    look: FindingsLook
    new: Mapping[Mission, Sequence[Incoming]]
    repeats: tuple[Repeat, ...] = ()
    near: tuple[Repeat, ...] = ()
    problems: tuple[RowProblem, ...] = ()

    @property
    def many(self) -> int:
        """How many rows would be added as they are, those asked about left out."""
        asked = {one.line for one in self.look.asked}
        return sum(row.line not in asked for rows in self.new.values() for row in rows)

    @property
    def broken(self) -> int:
        """How many rows or records are wrong, whatever number of faults each has."""
        return len({one.row for one in self.problems})


def hold(
    *, by: Person, mission: Mission | None, name: str, content: bytes, usual: Mapping[str, Any]
) -> FindingsLoad:
    """Keep a file to be looked at; Invalid with one sentence where it holds no findings at all."""
    check_add_many_somewhere(viewer_of(by))
    check_size(len(content))
    said = {key: str(usual.get(key) or "") for key in USUAL}
    look = _looked(content, name, said, by)
    if len(look.rows) + len(look.problems) > MOST_ROWS:
        raise Invalid(
            f"At most {MOST_ROWS:,} rows come in on a page; this file has "
            f"{len(look.rows) + len(look.problems):,}. Split it, or use “spreadwell import "
            "findings” on the command line.",
            field="file",
        )
    return hold_load(
        by=by, mission=mission, name=name, content=content, layout=look.layout,
        sha256=hashlib.sha256(content).hexdigest(), usual=said,
    )  # fmt: skip


def _looked(content: bytes, name: str, usual: Mapping[str, Any], by: Person) -> FindingsLook:
    told = {key: one.means for key, one in remembered_by(by).items()}
    heard = Heard(text="", **_fields(usual))
    try:
        return look_at(content, name, heard, told)
    except FileProblem as found:
        raise Invalid(" ".join(found.sentences(3)), field="file") from found


def _fields(usual: Mapping[str, Any]) -> dict[str, Any]:
    return dict(usual) | {"heard_on": date.fromisoformat(usual["heard_on"])}


def look_at_load(load: FindingsLoad, viewer: Viewer) -> Preview:
    """Say what a held file would bring, as its sender's columns are known by now."""
    assert viewer.person is not None
    look = _looked(bytes(load.content or b""), load.name, load.usual, viewer.person)
    if look.unknown:
        return Preview(look, {})
    by_mission, problems = sorted_by_mission(look.rows, load.mission, missions_of(viewer))
    new: dict[Mission, Sequence[Incoming]] = {}
    repeats: list[Repeat] = []
    near: list[Repeat] = []
    for one, rows in by_mission.items():
        new[one], known = sift(one, rows)
        repeats += known
        near += nearly_said(one, new[one])
    told = sorted((*look.problems, *problems), key=lambda found: found.row or 0)
    return Preview(look, new, tuple(repeats), tuple(near), tuple(told))


def missions_of(viewer: Viewer) -> dict[str, Mission]:
    """The missions that rows of this person's files may name."""
    open_ones = Mission.objects.visible_to(viewer).exclude(state="closed")
    return by_name([one for one in open_ones if not allowed(check_add_many, viewer, one)])


@transaction.atomic
def tell_columns(
    *, by: Person, load: FindingsLoad, meanings: Mapping[tuple[str, str], str]
) -> FindingsLoad:
    """Remember what the columns of somebody's files are; one of them is the text."""
    check_own_load(viewer_of(by), load)
    names = {key_of(WHAT, written): means for (_, written), means in meanings.items()}
    chosen = [means for means in names.values() if means]
    twice = next((one for one in chosen if chosen.count(one) > 1), "")
    if twice:
        raise Invalid(f"Two columns are the {twice}; leave one of them out.")
    remember(by=by, names=names, check=check_add_many_somewhere)
    # Read with what was just said; where that cannot be, nothing of it is remembered.
    look_at_load(load, viewer_of(by))
    return load


@transaction.atomic
def take_load(
    *, by: Person, load: FindingsLoad, said_fine: bool = False, leave_near: bool = False
) -> FindingsLoad:
    """Store what is right in a held file; the rest is kept as a file of what did not come in."""
    viewer = viewer_of(by)
    load = FindingsLoad.objects.select_for_update().get(pk=load.pk)
    check_own_load(viewer, load)
    if load.settled_at is not None:
        raise NotNow("This file was taken already.")
    found = look_at_load(load, viewer)
    if found.look.unknown:
        raise Invalid("Say first what the columns are.")
    look = found.look
    if leave_near:
        look = look.without({one.line for one in found.near})
    taken = take(
        look, by=by, name=load.name, mission=load.mission, missions=missions_of(viewer),
        said_fine=said_fine,
    )  # fmt: skip
    asked = [RowProblem(one.line, None, ASKED_SENTENCE) for one in taken.asked]
    wrong = [*taken.problems, *asked]
    counts = {
        "added": taken.added,
        "voices": voices_of(taken.findings),
        "missions": sorted({one.mission_id for one in taken.findings}),
        "repeats": len(taken.repeats),
        "near_left": len(found.near) if leave_near else 0,
        "asked": len(taken.asked),
        "broken": len({one.row for one in taken.problems}),
        "problems": [one.sentence for one in wrong[:PROBLEMS_KEPT]],
    }
    left = left_out(load, wrong) if wrong else None
    return settle_load(by=by, load=load, counts=counts, left=left)


ASKED_SENTENCE = "it has words that may point to a patient; take them out, or say they do not"


def left_out(load: FindingsLoad, wrong: Sequence[RowProblem]) -> bytes:
    """Write the rows that do not come in as CSV, each with what is wrong; ready to come again."""
    content = bytes(load.content or b"")
    told: dict[int, list[str]] = {}
    for one in wrong:
        told.setdefault(one.row or 0, []).append(replace(one, row=None, where="").sentence)
    header, rows = _as_written(content, load)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([WRONG, "Row", *header])
    for line, sentences in sorted(told.items()):
        cells = rows.get(line, ())
        # What may point to a patient is kept nowhere; its sender has the file.
        cells = ["" if check_words(str(text)) else text for text in cells]
        writer.writerow([safe_cell(str(text)) for text in (" ".join(sentences), line, *cells)])
    return out.getvalue().encode("utf-8-sig")


def _as_written(
    content: bytes, load: FindingsLoad
) -> tuple[Sequence[str], Mapping[int, Sequence[str]]]:
    """The header and the cells of each row; of records, the line at which each fault stands."""
    if load.layout == TABLE:
        rough, _ = rough_of(content, load.name)
        return rough.header, dict(rough.rows)
    if content.startswith(PACKED):
        return (), {}
    lines = decoded(content).text.splitlines()
    return ["What stands there"], {i: [text] for i, text in enumerate(lines, start=1)}
