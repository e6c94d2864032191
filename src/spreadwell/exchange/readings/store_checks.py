"""What only the store knows of rows: who sends them, cadences, codes of one organisation."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from django.db.models import Max, Min
from numpy.typing import NDArray

from spreadwell.domain.measures.models import Measure, ReadingColumns
from spreadwell.domain.measures.packing import MOST_SPAN
from spreadwell.domain.measures.permissions import sends_for_all
from spreadwell.domain.measures.strata import wrong_strata
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import ImplementationSite
from spreadwell.formats.bulk import KINDS, other_kind
from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.formats.problems import RowProblem
from spreadwell.formats.reading_checks import Part, same_reading
from spreadwell.formats.tables import TextColumn

from .staging import ORGANISATION_BITS, Staging

LONGEST_STRATUM = 60


@dataclass(slots=True)
class StoreChecks:
    """Checks of parts as they come, and of what only the whole file shows.

    `measures` and `organisations` are those a file may name, by their codes; `allowed` the codes
    that the sender may send for, None for all;
    `sends_strata` whether readings of single groups of people may be among them.
    """

    measures: Mapping[str, Measure]
    organisations: Mapping[str, int]
    allowed: frozenset[str] | None
    today: date
    sends_strata: bool = False
    first_rows: dict[str, tuple[int, str]] = field(default_factory=dict)

    def of_part(self, part: Part) -> list[RowProblem]:
        """What is wrong with rows of a part beside what they say themselves."""
        self._note_codes(part)
        return [*self._not_theirs(part), *self._not_begun(part), *self._of_strata(part)]

    def of_file(self, staged: Staging, strata: Iterable[str]) -> Iterator[RowProblem]:
        """What is wrong with the file as a whole, once it is settled."""
        two = list(self._two_codes_of_one())
        yield from two
        if staged.kind is not None:
            yield from _other_kinds(staged, staged.kind)
            yield from self._wrong_cadence(staged, staged.kind)
            yield from self._too_far(staged, staged.kind)
            if not two:  # else their rows repeat each other, which would be told twice
                yield from _repeated(staged, strata)

    def _note_codes(self, part: Part) -> None:
        codes, first = np.unique(part.site.codes, return_index=True)
        for code, at in zip(codes.tolist(), first.tolist(), strict=True):
            if code >= 0:
                row = int(part.table.rows[at])
                self.first_rows.setdefault(part.site.labels[code], (row, part.table.where(at)))

    def _not_theirs(self, part: Part) -> Iterator[RowProblem]:
        if self.allowed is None:
            return
        listed = ", ".join(sorted(self.allowed)[:10])
        mine = f"your sites are {listed}" if listed else "you have no site"
        known = [
            label in self.allowed or label not in self.organisations for label in part.site.labels
        ]
        fine = np.array([*known, True])[part.site.codes]
        for at in np.flatnonzero(~fine).tolist():
            site = part.site.at(at)
            yield _problem(part, at, "site", f"you cannot send readings for “{site}”; {mine}", site)

    def _not_begun(self, part: Part) -> Iterator[RowProblem]:
        last = np.array([_last(kind, self.today) for kind in KINDS] + [np.iinfo(np.int64).max])
        for at in np.flatnonzero(part.periods.ordinals > last[part.periods.kinds]).tolist():
            period = str(Period(KINDS[part.periods.kinds[at]], int(part.periods.ordinals[at])))
            yield _problem(part, at, "period", f"“{period}” has not begun yet", period)

    def _of_strata(self, part: Part) -> Iterator[RowProblem]:
        if not part.strata:
            return
        told = wrong_strata(part.strata, sends=self.sends_strata, shares=self._shares(part))
        for at, name, message, value in told:
            cell = part.table.cell(name, at) if name == "value" else value
            yield _problem(part, at, name, message, cell)
        filled = np.sum([column.codes >= 0 for column in part.strata.values()], axis=0)
        names = ", ".join(part.strata)
        for at in np.flatnonzero(filled > 1).tolist():
            yield _problem(part, at, None, f"fill one of {names}, not several", None)
        for name, column in part.strata.items():
            for label, at in _too_long(column):
                message = f"the text is longer than {LONGEST_STRATUM} characters"
                yield _problem(part, at, name, message, label)

    def _shares(self, part: Part) -> NDArray[np.bool_]:
        """Rows in which a proportion or rate has a value instead of counts."""
        ratios = {
            code for code, one in self.measures.items() if one.statistic in ("proportion", "rate")
        }
        is_ratio = np.array([label in ratios for label in part.measure.labels] + [False])
        return np.asarray(is_ratio[part.measure.codes] & ~np.isnan(part.numbers["value"]))

    def _two_codes_of_one(self) -> Iterator[RowProblem]:
        """The first row of a code where the file names the same organisation by another too."""
        named: dict[int, str] = {}
        for code, (row, where) in sorted(self.first_rows.items(), key=lambda one: one[1][0]):
            if code not in self.organisations:
                continue
            first = named.setdefault(self.organisations[code], code)
            if first != code:
                message = (
                    f"“{code}” and “{first}” are codes of one organisation; use the present one"
                )
                yield RowProblem(row, "site", message, code, where)

    def _wrong_cadence(self, staged: Staging, kind: PeriodKind) -> Iterator[RowProblem]:
        """The first row of each measure whose periods are not those of its definition."""
        by_key = {measure.pk: measure for measure in self.measures.values()}
        question = (
            f"SELECT series >> {ORGANISATION_BITS}, MIN(place), ordinal FROM sorted GROUP BY 1"
        )
        for pk, row, ordinal in staged.ask(question):
            measure = by_key[pk]
            if measure.cadence != kind.value:
                period = Period(kind, ordinal)
                message = (
                    f"“{period}” is a {kind}, but “{measure.slug}” is read by {measure.cadence}"
                )
                yield RowProblem(row, "period", message)

    def _too_far(self, staged: Staging, kind: PeriodKind) -> Iterator[RowProblem]:
        """A row of each measure whose periods would lie further apart than any chart reaches."""
        found = staged.ask(
            f"SELECT series >> {ORGANISATION_BITS}, MIN(ordinal), MAX(ordinal), AVG(ordinal) "
            "FROM sorted GROUP BY 1"
        )
        spans = {pk: (low, high, mean) for pk, low, high, mean in found}
        for pk, (low, high, mean) in spans.items():
            rows = ReadingColumns.objects.filter(measure=pk, period_kind=kind.value)
            stored = rows.aggregate(low=Min("first"), high=Max("last"))
            first, last = stored["low"], stored["high"]
            if first is None:  # the few that lie far from most of the file are the wrong ones
                first = last = round(mean)
            is_within = first <= low and high <= last
            if is_within or max(high, last) - min(low, first) < MOST_SPAN:
                continue
            far, near = (
                (high, min(low, first)) if high - last >= first - low else (low, max(high, last))
            )
            place = next(
                staged.ask(
                    f"SELECT MIN(place) FROM sorted WHERE series >> {ORGANISATION_BITS} = ? "
                    "AND ordinal = ?",
                    pk,
                    far,
                )
            )[0]
            message = (
                f"“{Period(kind, far)}” lies {abs(far - near):,} periods from "
                f"“{Period(kind, near)}” of the same measure; fewer than {MOST_SPAN:,} may lie "
                "between the first and the last"
            )
            yield RowProblem(place, "period", message, str(Period(kind, far)))


def codes_of(viewer: Viewer) -> frozenset[str] | None:
    """The codes of organisations for which somebody may send readings, None for all."""
    if sends_for_all(viewer):
        return None
    mine = ImplementationSite.objects.filter(pk__in=viewer.site_ids) | (
        ImplementationSite.objects.filter(
            version__innovation__network_id__in=viewer.facilitated_network_ids
        )
    )
    return frozenset(mine.values_list("organisation__code", flat=True))


def keys(column: TextColumn, known: Mapping[str, int]) -> NDArray[np.int64]:
    """Primary keys by code of a column, with one more for blank cells."""
    return np.array([known.get(label, 0) for label in column.labels] + [0], dtype=np.int64)


def _problem(
    part: Part, at: int, column: str | None, message: str, value: str | None
) -> RowProblem:
    return RowProblem(int(part.table.rows[at]), column, message, value, part.table.where(at))


def _last(kind: PeriodKind, today: date) -> int:
    """The period of a kind that has begun last."""
    if kind is PeriodKind.INTEGER:
        return int(np.iinfo(np.int64).max)
    return Period.containing(today, kind).ordinal


def _too_long(column: TextColumn) -> Iterator[tuple[str, int]]:
    for code, label in enumerate(column.labels):
        if len(label) > LONGEST_STRATUM:
            found = np.flatnonzero(column.codes == code)
            if len(found):
                yield label, int(found[0])


def _other_kinds(staged: Staging, kind: PeriodKind) -> Iterator[RowProblem]:
    question = "SELECT place, kind, ordinal FROM staged WHERE kind <> ? ORDER BY place"
    for row, other, ordinal in staged.ask(question, KINDS.index(kind)):
        period = Period(KINDS[other], ordinal)
        yield RowProblem(row, "period", other_kind(period, kind), str(period))


SIDE_BY_SIDE = (
    "SELECT EXISTS (SELECT 1 FROM sorted a CROSS JOIN sorted b ON b.rowid = a.rowid + 1 WHERE "
    "b.ordinal = a.ordinal AND b.series = a.series AND b.stratum = a.stratum)"
)
"""Whether any reading is there twice: sorted rows that are the same stand side by side."""


def _repeated(staged: Staging, strata: Iterable[str]) -> Iterator[RowProblem]:
    """Rows that repeat an earlier one."""
    question = (
        "SELECT place, first, ordinal FROM (SELECT place, ordinal, MIN(place) OVER same AS first, "
        "ROW_NUMBER() OVER same AS number FROM sorted "
        "WINDOW same AS (PARTITION BY series, stratum, ordinal ORDER BY place)) WHERE number > 1"
    )
    assert staged.kind is not None
    if not next(staged.ask(SIDE_BY_SIDE))[0]:
        return
    for row, first, ordinal in staged.ask(question):
        message = same_reading(f"row {first}", dict.fromkeys(strata))
        yield RowProblem(row, "period", message, str(Period(staged.kind, ordinal)))
