"""Conditions and readiness of a site as its pages print them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.forms.boundfield import BoundField

from spreadwell.charts.frame import NARROW, Look, Picture
from spreadwell.charts.readiness_change import RATINGS, Rating, ReadinessTime, readiness_change
from spreadwell.charts.wording import signed
from spreadwell.domain.sites.frameworks import Construct, by_domain, constructs, readiness_domains
from spreadwell.domain.sites.models import ConditionRating, ImplementationSite, ReadinessRating
from spreadwell.domain.sites.readiness import readiness_rounds
from spreadwell.domain.sites.rounds import MOMENTS, Round, settled

from ..forms.conditions import NOT_KNOWN, WORDS, AgreeForm, RoundForm, name_of

EARLIER = "Earlier"
RATING_OF: dict[str, Rating] = {key: key for key in RATINGS}
COLOURS = {2: "green", 1: "aqua-green", 0: "grey", -1: "orange", -2: "red"}


@dataclass(frozen=True, slots=True)
class RatingCell:
    """A rating at one moment: its number, its words and colour; all blank where none was given."""

    number: str = ""
    words: str = ""
    colour: str = "white"
    evidence: str = ""
    informants: int | None = None
    when: str = ""


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One condition at a site through the moments, and in words whether it changed."""

    question: str
    name: str
    chosen: bool
    cells: tuple[RatingCell, ...]
    change: str


@dataclass(frozen=True, slots=True)
class ConditionTable:
    """All conditions rated at a site: the moments across, those chosen by the mission first."""

    moments: tuple[str, ...]
    rows: tuple[ConditionRow, ...]

    @property
    def chosen(self) -> list[ConditionRow]:
        """The rows that the mission chose."""
        return [row for row in self.rows if row.chosen]

    @property
    def other(self) -> list[ConditionRow]:
        """All other rows."""
        return [row for row in self.rows if not row.chosen]


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One condition as a form asks for it, with what two raters said of it where they did."""

    construct: Construct
    rating: BoundField
    evidence: BoundField
    said: tuple[RatingCell, ...] = ()


def cell_of(row: ConditionRating | None) -> RatingCell:
    """Present one rating; a blank says that nothing was found out and is never a 0."""
    if row is None:
        return RatingCell()
    if row.rating is None:
        return RatingCell("–", NOT_KNOWN, "white", row.evidence)
    return RatingCell(
        signed(row.rating, 0), WORDS[row.rating], COLOURS[row.rating], row.evidence, row.informants
    )


def condition_table(rows: Iterable[ConditionRating], asked: Sequence[str]) -> ConditionTable:
    """Return what counts of what the viewer may see, moment by moment."""
    found: dict[str, dict[str, ConditionRating]] = {}
    for row in settled(rows):
        found.setdefault(row.construct, {})[row.moment] = row
    held = [m for m in ("", *MOMENTS) if any(m in by for by in found.values())]
    order = [*asked, *(key for key in constructs() if key not in asked)]
    order += [key for key in found if key not in order]
    labels = {"": EARLIER} | MOMENTS
    made = [
        _row(key, [found[key].get(moment) for moment in held], [labels[m] for m in held], asked)
        for key in order
        if key in found
    ]
    return ConditionTable(tuple(labels[m] for m in held), tuple(made))


def _row(
    key: str, rows: Sequence[ConditionRating | None], when: Sequence[str], asked: Sequence[str]
) -> ConditionRow:
    one = constructs().get(key)
    cells = []
    for row, moment in zip(rows, when, strict=True):
        cell = cell_of(row)
        cells.append(
            RatingCell(cell.number, cell.words, cell.colour, cell.evidence, cell.informants, moment)
        )
    known = [row.rating for row in rows if row is not None and row.rating is not None]
    return ConditionRow(
        one.question if one else key, key, key in asked, tuple(cells), _change(known)
    )


def _change(known: Sequence[int]) -> str:
    if len(known) < 2:
        return ""
    step = known[-1] - known[0]
    return "Helps more now" if step > 0 else "Helps less now" if step < 0 else "As before"


def asked_rows(form: RoundForm | AgreeForm, keys: Iterable[str]) -> list[AskedRow]:
    """Return the fields of some constructs, each with its question."""
    known = constructs()
    return [
        AskedRow(known[key], form[name_of("rating", key)], form[name_of("evidence", key)])
        for key in keys
        if key in known
    ]


def groups_of(form: RoundForm, asked: Sequence[str]) -> list[tuple[str, list[AskedRow], int, bool]]:
    """Return the constructs not asked for by domain: name, rows, how many are rated, open or not.

    A group opens where something in it was not taken, so that no error hides.
    """
    made = []
    for domain, many in by_domain().items():
        rows = asked_rows(form, [one.key for one in many if one.key not in asked])
        rated = sum(1 for row in rows if row.rating.value() not in ("", None))
        wrong = any(row.rating.errors or row.evidence.errors for row in rows)
        if rows:
            made.append((domain, rows, rated, wrong))
    return made


def differing_rows(form: AgreeForm, now: Round) -> list[AskedRow]:
    """Return the constructs on which two differ, with what each said."""
    known = constructs()
    return [
        AskedRow(
            known[key],
            form[name_of("rating", key)],
            form[name_of("evidence", key)],
            (cell_of(now.first.get(key)), cell_of(now.second.get(key))),
        )
        for key in now.differing
        if key in known
    ]


def readiness_rows(ratings: Sequence[ReadinessRating]) -> list[tuple[str, str]]:
    """Return each NASSS domain with its latest rating; a domain not rated says so."""
    rounds = readiness_rounds(ratings)
    latest = rounds[-1].ratings if rounds else {}
    rows = []
    for domain in readiness_domains():
        one = latest.get(domain.number)
        said = f"{one.get_rating_display()}{': ' + one.note if one.note else ''}" if one else ""
        rows.append((domain.name, said or "Not rated yet"))
    return rows


@dataclass(frozen=True, slots=True)
class PicturePair:
    """A picture, wide and narrow."""

    wide: Picture
    narrow: Picture


def readiness_picture(
    site: ImplementationSite, ratings: Sequence[ReadinessRating]
) -> PicturePair | None:
    """Draw readiness through time; None before the first round."""
    rounds = readiness_rounds(ratings)
    if not rounds:
        return None
    times = [
        ReadinessTime(
            f"{one.on.day} {one.on:%b %Y}",
            tuple(
                RATING_OF[row.rating] if (row := one.ratings.get(d.number)) else None
                for d in readiness_domains()
            ),
        )
        for one in rounds
    ]
    names = [domain.name for domain in readiness_domains()]
    return PicturePair(
        readiness_change(names, times, Look(prefix="readiness", invented=site.invented)),
        readiness_change(
            names, times, Look(width=NARROW, prefix="readiness-narrow", invented=site.invented)
        ),
    )
