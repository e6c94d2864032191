"""What the ledger prints of a claim: certainty in words, its parts, its questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from spreadwell.domain.claims.anyway import Expected, expected_anyway
from spreadwell.domain.claims.ledger import Entry
from spreadwell.domain.claims.many import Counted, counted_among
from spreadwell.domain.claims.models import Claim, ClaimQuestion, Effect
from spreadwell.domain.claims.permissions import check_answer
from spreadwell.domain.claims.questions import Gap, what_is_missing
from spreadwell.domain.claims.states import CLAIM
from spreadwell.domain.claims.stored import result_of
from spreadwell.domain.claims.telling import (
    certainty_of,
    day_in_words,
    last_true,
    parts_of,
    said_by_source,
)
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.people.viewer import Viewer
from spreadwell.methods.effects import wording


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim as the ledger shows it."""

    claim: Claim
    certainty: str
    missing: tuple[Gap, ...]
    colour: str
    reply: str
    expected: Expected | None = None

    @property
    def invented(self) -> bool:
        """Whether it stands on invented data."""
        return self.claim.invented


def shown_of(claims: Iterable[Claim]) -> list[Shown]:
    """Prepare claims for the ledger."""
    return [
        Shown(
            one,
            certainty_of(one),
            what_is_missing(one),
            CLAIM.states[one.state].colour,
            said_by_source(one),
            expected_anyway(one),
        )
        for one in claims
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that waits: what is asked of whom, and whether this viewer may answer it."""

    pk: int
    part: str
    text: str
    asked_by: str
    asked_of: str
    asked_on: date
    answer_by: date
    may: bool


def asked_of(viewer: Viewer, questions: QuerySet[ClaimQuestion]) -> list[Asked]:
    """Prepare the questions that wait."""
    rows = questions.select_related("asked_of", "asked_by", "claim__innovation")
    return [
        Asked(
            one.pk,
            one.part,
            one.text,
            str(one.asked_by),
            str(one.asked_of),
            one.asked_on,
            one.answer_by,
            not allowed(check_answer, viewer, one),
        )
        for one in rows
    ]


def later_look(viewer: Viewer, claim: Claim) -> str:
    """What a later look at the same protocol says, where it is not what the claim rests on."""
    if claim.effect is None or claim.effect.is_latest:
        return ""
    latest = (
        Effect.objects.visible_to(viewer)
        .filter(protocol_id=claim.effect.protocol_id, is_latest=True)
        .first()
    )
    if latest is None:
        return ""
    return wording.headline(result_of(latest))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the ledger: the claim, how sure one can be, what it needs, what it lacks."""

    entry: Entry
    certainty: str
    colour: str
    says: tuple[str, ...]

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.entry.claim

    @property
    def invented(self) -> bool:
        """Whether it stands on invented data."""
        return self.entry.claim.invented


def rows_of(entries: Iterable[Entry]) -> list[Row]:
    """Prepare the lines of the ledger."""
    return [
        Row(
            one,
            certainty_of(one.claim),
            CLAIM.states[one.claim.state].colour,
            tuple(_says(one)),
        )
        for one in entries
    ]


def _says(entry: Entry) -> list[str]:
    """What somebody must know before repeating it, most urgent first."""
    said = []
    if entry.lost is not None:
        said.append(
            f"Lost its footing on {day_in_words(entry.lost.since)}: {' '.join(entry.lost.why)}"
        )
    if entry.conflicts:
        said.append("In conflict with another claim.")
    if entry.expected is not None:
        said.append(entry.expected.sentence)
    if entry.claim.external:
        said.append(said_by_source(entry.claim))
    return said


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to narrow the ledger: the name in the address, its label, what can be chosen."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str
    everything: bool = True


@dataclass(frozen=True, slots=True)
class Whole:
    """A claim with every part of it, as it is printed."""

    row: Row
    about: str
    parts: list[tuple[str, str]]
    last_true: str
    letter: str
    counted: Counted | None


def whole_rows(viewer: Viewer, entries: Iterable[Entry]) -> list[Whole]:
    """Prepare the lines of the printed ledger."""
    counted = counted_among(viewer)
    made = []
    for row in rows_of(entries):
        claim = row.claim
        protocol = claim.effect.protocol_id if claim.effect else None
        made.append(
            Whole(
                row,
                str(claim.innovation or claim.mission),
                parts_of(claim),
                last_true(claim),
                claim.grade or "–",
                counted.get(protocol) if protocol else None,
            )
        )
    return made


@dataclass(frozen=True, slots=True)
class Compared:
    """One part of two claims side by side."""

    part: str
    one: str
    other: str
    differs: bool


def side_by_side(one: Claim, other: Claim) -> list[Compared]:
    """Return every part of two claims, with those marked that differ."""
    first, second = dict(_all(one)), dict(_all(other))
    return [
        Compared(
            part,
            first.get(part, "Not said"),
            second.get(part, "Not said"),
            first.get(part, "Not said") != second.get(part, "Not said"),
        )
        for part in dict.fromkeys([*first, *second])
    ]


def _all(claim: Claim) -> list[tuple[str, str]]:
    about = str(claim.innovation or claim.mission)
    who = "Others" if claim.external else "Us"
    heard = [("What its source says", said_by_source(claim))] if claim.external else []
    return [
        ("Sentence", claim.sentence),
        ("About", about),
        ("Said by", who),
        *parts_of(claim),
        ("State", claim.get_state_display()),
        ("Last true", last_true(claim)),
        *heard,
    ]
