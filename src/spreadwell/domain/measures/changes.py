"""What a batch of readings would change: new, corrected and the same, told before it is done."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.formats.problems import FileProblem, RowProblem, in_row_order

from .models import ReadingColumns
from .packing import KEY, NUMBERS, Key, Packed, unpack

SHOWN = 200
"""How many corrections are kept to be shown one by one; all are counted."""

SITES_TOLD = 400
"""How many sites of a measure are told one by one; all are counted."""

MOST_TOLD = 10_000
"""How many lines by site are told in all: what a page and an audit trail can carry."""

NAMED = 2_000

OTHERS_ARE_PAIRS = (
    "other readings of this series have numerator and denominator; one series has one or the other"
)
OTHERS_ARE_VALUES = "other readings of this series have a value; one series has one or the other"

TOLD = ("new", "corrected", "same")
NEW, CORRECTED, SAME = range(3)

Stratum = tuple[str, str]
EVERYONE: Stratum = ("", "")
"""Stratifier and stratum of everyone together."""


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Readings as arrays of one length: whole series, sorted as the store sorts them.

    `measure` and `organisation` are primary keys, `stratum` places in the batch's strata, `row`
    rows of the file; `numbers` has a row each of `packing.NUMBERS`, NaN where blank.
    """

    measure: NDArray[np.int64]
    organisation: NDArray[np.int64]
    stratum: NDArray[np.int64]
    ordinal: NDArray[np.int64]
    row: NDArray[np.int64]
    numbers: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.ordinal)

    def series(self) -> Iterator[slice]:
        """Where each series lies."""
        keys = np.stack([self.measure, self.organisation, self.stratum])
        edges = np.flatnonzero((keys[:, 1:] != keys[:, :-1]).any(axis=0)) + 1
        bounds = [0, *edges.tolist(), len(self)]
        return (slice(a, b) for a, b in pairwise(bounds) if b > a)


@dataclass(frozen=True, slots=True)
class Batch:
    """Readings of one kind of period, ready to be stored.

    `chunks` gives them in order, as often as it is called; `measures` and `sites` name primary
    keys as the file does.
    """

    kind: PeriodKind
    strata: Sequence[Stratum]
    measures: Mapping[int, str]
    sites: Mapping[int, str]
    chunks: Callable[[], Iterator[Chunk]]
    notes: Sequence[str] = ()

    def key(self, chunk: Chunk, at: int) -> Key:
        """The series of one reading."""
        stratum = self.strata[int(chunk.stratum[at])]
        place = int(chunk.measure[at]), int(chunk.organisation[at])
        return (*place, self.kind.value, *stratum)


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """A chunk beside what stands: `what` is new, corrected or the same for each reading.

    `before` has the numbers that stand, NaN where none; `series` what each series was and where
    its new readings lie.
    """

    chunk: Chunk
    what: NDArray[np.int8]
    before: NDArray[np.float64]
    series: Sequence[tuple[Key, slice, Packed | None]]

    def merged(self) -> Iterator[tuple[Key, Packed]]:
        """Each series that changes, as it will be."""
        for key, where, old in self.series:
            if (self.what[where] == SAME).all():
                continue
            newer = Packed(self.chunk.ordinal[where], self.chunk.numbers[:, where])
            yield key, old.merged(newer) if old is not None else newer


def compared(batch: Batch) -> Iterator[Compared]:
    """Hold a batch against the readings that stand, a chunk at a time.

    FileProblem where a series would hold pairs and values: one chart cannot read both.
    """
    for chunk in batch.chunks():
        part = _compare(batch, chunk)
        mixed = list(_mixed(part))
        if mixed:
            raise FileProblem("the file", in_row_order(mixed))
        yield part


def _mixed(part: Compared) -> Iterator[RowProblem]:
    """A row of each series that would hold numerators with denominators and values as well."""
    pairs, values = (np.isfinite(part.chunk.numbers[at]) for at in (0, 2))
    for _, where, old in part.series:
        rows = part.chunk.row[where]
        has_pair, has_value = bool(pairs[where].any()), bool(values[where].any())
        if has_pair and has_value:
            yield RowProblem(int(rows[values[where]].min()), "value", OTHERS_ARE_PAIRS)
        elif old is not None and (has_pair or has_value):
            # What this batch corrects no longer counts.
            other = np.isfinite(old.numbers[2 if has_pair else 0])
            if (other & ~np.isin(old.ordinals, part.chunk.ordinal[where])).any():
                mine = rows[(pairs if has_pair else values)[where]]
                name = "numerator" if has_pair else "value"
                said = OTHERS_ARE_VALUES if has_pair else OTHERS_ARE_PAIRS
                yield RowProblem(int(mine.min()), name, said)


def _compare(batch: Batch, chunk: Chunk) -> Compared:
    standing = _standing(batch, chunk)
    what = np.full(len(chunk), NEW, dtype=np.int8)
    before = np.full(chunk.numbers.shape, np.nan)
    series = []
    for where in chunk.series():
        key = batch.key(chunk, where.start)
        old = standing.get(key)
        series.append((key, where, old))
        if old is None:
            continue
        place = np.searchsorted(old.ordinals, chunk.ordinal[where]).clip(max=len(old) - 1)
        there = old.ordinals[place] == chunk.ordinal[where]
        found = old.numbers[:, place]
        mine = chunk.numbers[:, where]
        equal = ((found == mine) | (np.isnan(found) & np.isnan(mine))).all(axis=0)
        what[where] = np.where(there, np.where(equal, SAME, CORRECTED), NEW)
        before[:, where] = np.where(there, found, np.nan)
    return Compared(chunk, what, before, series)


def _standing(batch: Batch, chunk: Chunk) -> dict[Key, Packed]:
    """The series of a chunk as they stand in the store."""
    places = np.unique(chunk.organisation).tolist()
    # Beyond some thousands, naming them is slower than reading those in between as well.
    which = (
        {"organisation__in": places}
        if len(places) <= NAMED
        else {"organisation__range": (places[0], places[-1])}
    )
    rows = ReadingColumns.objects.filter(
        measure__in=np.unique(chunk.measure).tolist(), period_kind=batch.kind.value, **which
    )
    wanted = {batch.strata[i] for i in np.unique(chunk.stratum).tolist()}
    rows = rows.filter(stratifier__in={stratifier for stratifier, _ in wanted})
    names = (*KEY, "ordinals", *NUMBERS)
    found = (dict(zip(names, row, strict=True)) for row in rows.values_list(*names).iterator())
    return {
        tuple(one[name] for name in KEY): unpack(one)
        for one in found
        if (one["stratifier"], one["stratum"]) in wanted
    }


@dataclass(slots=True)
class Summary:
    """What a batch changes, added up a chunk at a time and told within bounds."""

    batch: Batch
    counts: dict[int, dict[int, list[int]]] = field(default_factory=dict)
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    corrections: list[dict[str, Any]] = field(default_factory=list)

    def add(self, part: Compared) -> None:
        """Count one chunk."""
        for (measure, place, *_), where, _ in part.series:
            counted = self.counts.setdefault(measure, {}).setdefault(place, [0, 0, 0])
            for kind, count in enumerate(np.bincount(part.what[where], minlength=3).tolist()):
                counted[kind] += count
            first, last = part.chunk.ordinal[where][[0, -1]].tolist()
            low, high = self.spans.get(measure, (first, last))
            self.spans[measure] = min(low, first), max(high, last)
        room = SHOWN - len(self.corrections)
        for at in np.flatnonzero(part.what == CORRECTED)[:room].tolist():
            self.corrections.append(self._correction(part, at))

    def _correction(self, part: Compared, at: int) -> dict[str, Any]:
        measure, place, _, *stratum = self.batch.key(part.chunk, at)
        return {
            "measure": self.batch.measures[measure],
            "site": self.batch.sites[place],
            "period": str(Period(self.batch.kind, int(part.chunk.ordinal[at]))),
            "stratum": " ".join(one for one in stratum if one),
            "before": _given(part.before[:, at]),
            "after": _given(part.chunk.numbers[:, at]),
        }

    @property
    def changes(self) -> bool:
        """Tell whether anything is new or corrected."""
        return any(counted[NEW] or counted[CORRECTED] for counted in self._all())

    def _all(self) -> Iterator[list[int]]:
        return (counted for places in self.counts.values() for counted in places.values())

    def told(self) -> dict[str, Any]:
        """The changes as they are kept with a submission: counts, then by measure and site."""
        totals = np.sum(list(self._all()) or [[0, 0, 0]], axis=0).tolist()
        room = MOST_TOLD
        by_measure = []
        for measure in sorted(self.counts, key=self.batch.measures.__getitem__):
            places = self.counts[measure]
            in_order = sorted(places, key=self.batch.sites.__getitem__)
            sites = [
                [self.batch.sites[place], *places[place]]
                for place in in_order[: min(SITES_TOLD, room)]
            ]
            room -= len(sites)
            counted = dict(zip(TOLD, np.sum(list(places.values()), axis=0).tolist(), strict=True))
            first, last = (str(Period(self.batch.kind, one)) for one in self.spans[measure])
            by_measure.append(
                {"measure": self.batch.measures[measure], **counted, "first": first, "last": last,
                 "sites": sites, "more_sites": len(places) - len(sites)}
            )  # fmt: skip
        return {
            **dict(zip(TOLD, totals, strict=True)),
            "measures": by_measure,
            "corrections": self.corrections,
            "notes": list(self.batch.notes),
        }


def summary_of(batch: Batch) -> Summary:
    """Say what a batch would change, storing nothing."""
    summary = Summary(batch)
    for part in compared(batch):
        summary.add(part)
    return summary


def counts_in_words(changes: Mapping[str, Any]) -> str:
    """Say what a submission changes: "30 new, 2 corrected, 1 the same"."""
    new, corrected, same = (int(changes.get(name, 0)) for name in TOLD)
    return f"{new:,} new, {corrected:,} corrected, {same:,} the same"


def _given(numbers: NDArray[np.float64]) -> list[float | None]:
    """Numerator, denominator and value as they are told; None where blank."""
    return [None if one != one else one for one in numbers[:3].tolist()]
