"""Every series of some measures charted at once: icons and states, a measure's chart for all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from spreadwell.formats.measure_words import suits
from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.methods.spc import Batch, Question, chart_batch
from spreadwell.methods.spc.icons import ASSURANCE, VARIATION
from spreadwell.methods.spc.shapes import AssuranceIcon, VariationIcon

from .columns import Columns, Floats, Ints
from .limits import NONE, Book, Limits, limits_book
from .models import Measure
from .packing import MOST_SPAN
from .series import shown_scale, targets_for

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class IconPair:
    """The two icons of one series, its latest value in the shown unit and its period."""

    variation: VariationIcon | None
    assurance: AssuranceIcon | None
    latest: float | None
    period: str


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """Every series with its icons; periods of one kind begin at `first`.

    `measure` and `organisation` are keys, in order. `variation` and `assurance` are places in
    `icons.VARIATION` and `icons.ASSURANCE`; `latest` the last value in the shown unit and `at` its
    position (−1 for none). `charts` says by which chart each measure was read.
    """

    kind: PeriodKind
    first: int
    measure: Ints
    organisation: Ints
    variation: Bytes
    assurance: Bytes
    latest: Floats
    at: Ints
    charts: Mapping[int, str]

    def __len__(self) -> int:
        return len(self.measure)

    def rows(self) -> dict[tuple[int, int], int]:
        """The row of each measure and organisation."""
        keys = zip(self.measure.tolist(), self.organisation.tolist(), strict=True)
        return {key: row for row, key in enumerate(keys)}

    def pair(self, row: int) -> IconPair:
        """The icons of one series."""
        place = int(self.at[row])
        return IconPair(
            VARIATION[self.variation[row]],
            ASSURANCE[self.assurance[row]],
            float(self.latest[row]) if place >= 0 else None,
            Period(self.kind, self.first + place).label if place >= 0 else "",
        )


def icons_for(
    columns: Columns, measure: Measure, organisations: Collection[int]
) -> dict[int, IconPair]:
    """Both icons of every organisation that has readings of a measure."""
    read = read_off(columns.of(measure=measure.pk, organisations=organisations), [measure])
    if read is None:
        return {}
    return {one: read.pair(row) for row, one in enumerate(read.organisation.tolist())}


def read_off(
    columns: Columns, measures: Sequence[Measure], *, book: Book | None = None
) -> Read | None:
    """Chart every series of some measures of one cadence; None without a reading.

    Each measure is read by one chart, that of its definition or the one that suits its numbers;
    where that does not fit what was sent, by an XmR chart.
    """
    if not len(columns):
        return None
    given = limits_book([one.pk for one in measures]) if book is None else book
    if int(columns.ordinal.max()) - int(columns.ordinal.min()) >= MOST_SPAN and len(measures) > 1:
        # Each measure lies within the span, all together need not: plain numbers begin anywhere.
        alone = [read_off(columns.of(measure=one.pk), [one], book=given) for one in measures]
        return _joined([one for one in alone if one is not None])
    starts = np.flatnonzero(
        np.diff(columns.measure, prepend=-1) | np.diff(columns.organisation, prepend=-1)
    )
    size = len(starts)
    row = np.repeat(np.arange(size), np.diff(starts, append=len(columns)))
    first, last = int(columns.ordinal.min()), int(columns.ordinal.max())
    place = columns.ordinal - first
    grids = {}
    for name in ("numerator", "denominator", "value", "sd", "n"):
        column = getattr(columns, name)
        grid = np.full((size, last - first + 1), np.nan)
        if column is not None:
            grid[row, place] = column
        grids[name] = grid
    with np.errstate(divide="ignore", invalid="ignore"):
        share = grids["numerator"] / grids["denominator"]
    share[~np.isfinite(share)] = np.nan
    grids["ratio"] = np.where(np.isnan(grids["value"]), share, grids["value"])
    keys = columns.measure[starts], columns.organisation[starts]
    return _read(columns.kind, first, keys, grids, measures, given)


def _joined(parts: Sequence[Read]) -> Read:
    """Several measures as one: positions count from the first period of all."""
    parts = sorted(parts, key=lambda one: int(one.measure[0]))
    first = min(one.first for one in parts)
    at = [np.where(one.at < 0, -1, one.at + one.first - first) for one in parts]
    return Read(
        parts[0].kind,
        first,
        np.concatenate([one.measure for one in parts]),
        np.concatenate([one.organisation for one in parts]),
        np.concatenate([one.variation for one in parts]),
        np.concatenate([one.assurance for one in parts]),
        np.concatenate([one.latest for one in parts]),
        np.concatenate(at),
        {pk: chart for one in parts for pk, chart in one.charts.items()},
    )


def _read(
    kind: PeriodKind,
    first: int,
    keys: tuple[Ints, Ints],
    grids: Mapping[str, Floats],
    measures: Sequence[Measure],
    book: Book,
) -> Read:
    size = len(grids["ratio"])
    read = Read(
        kind, first, *keys,
        np.zeros(size, np.uint8), np.zeros(size, np.uint8),
        np.full(size, np.nan), np.full(size, -1, np.int64), {},
    )  # fmt: skip
    by_key = {one.pk: one for one in measures}
    charts: dict[int, str] = {}
    decided = [
        (row, book[key])
        for row, key in enumerate(zip(*(one.tolist() for one in keys), strict=True))
        if key in book
    ] if book else []  # fmt: skip
    alone = {row for row, _ in decided}
    together: dict[tuple[str, str], list[int]] = {}
    for pk in np.unique(keys[0]).tolist():
        rows = np.flatnonzero(keys[0] == pk)
        is_pair = bool(
            np.isfinite(grids["numerator"][rows]).any()
            and not np.isfinite(grids["value"][rows]).any()
        )
        charts[pk] = _fitting(by_key[pk], is_pair, grids, rows)
        dialect = str(by_key[pk].definition.get("dialect") or "mdc")
        together.setdefault((charts[pk], dialect), []).extend(
            rows.tolist() if not alone else [one for one in rows.tolist() if one not in alone]
        )
    for (chart, dialect), chosen in together.items():
        if chosen:
            _chart(read, np.array(chosen), chart, dialect, NONE, grids, by_key)
    for one, limits in decided:
        pk = int(keys[0][one])
        dialect = str(by_key[pk].definition.get("dialect") or "mdc")
        _chart(read, np.array([one]), charts[pk], dialect, limits, grids, by_key)
    return replace(read, charts=charts)


def _fitting(measure: Measure, is_pair: bool, grids: Mapping[str, Floats], rows: Ints) -> str:
    """The chart of a measure, or the nearest that its numbers allow."""
    named = str(measure.definition.get("chart") or "")
    kind = named or (suits({"statistic": measure.statistic}) if is_pair else "xmr")
    if kind in ("p", "pprime", "u", "uprime") and not is_pair:
        return "xmr"
    if kind in ("p", "pprime"):
        over = grids["numerator"][rows] > grids["denominator"][rows]
        return ("u" if kind == "p" else "uprime") if over.any() else kind
    if kind in ("xbar", "s", "iprime") and not np.isfinite(grids["n"][rows]).any():
        return "xmr"
    return kind


def _chart(
    read: Read,
    rows: Ints,
    chart: str,
    dialect: str,
    limits: Limits,
    grids: Mapping[str, Floats],
    measures: Mapping[int, Measure],
) -> None:
    """Chart some rows that are asked the same, and note what they say."""
    length = grids["ratio"].shape[1]
    keys, which = np.unique(read.measure[rows], return_inverse=True)
    mine = [measures[pk] for pk in keys.tolist()]
    asked = limits.question(read.first, length, Question(dialect=dialect))
    ways = np.array([one.direction for one in mine])[which].tolist()
    batch = _batch(chart, rows, grids, asked, ways, _targets(mine, which, read, length))
    read.variation[rows], read.assurance[rows] = batch.variation, batch.assurance
    at = batch.latest.astype(np.int64)
    read.at[rows] = at
    scale = np.array([shown_scale(one) for one in mine])[which]
    found = batch.values[np.arange(len(rows)), np.maximum(at, 0)] * scale
    read.latest[rows] = np.where(at >= 0, found, np.nan)


def _batch(
    chart: str,
    rows: Ints,
    grids: Mapping[str, Floats],
    asked: Question,
    ways: Sequence[str],
    targets: Floats | None,
) -> Batch:
    try:
        return chart_batch(
            chart,
            *(grids[name][rows] for name in COLUMNS.get(chart, ("ratio",))),
            question=asked,
            improvements=ways,
            targets_given=targets,
        )
    except ValueError:
        if chart == "xmr":
            raise
        return _batch("xmr", rows, grids, asked, ways, targets)


COLUMNS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("p", "pprime", "u", "uprime"), ("numerator", "denominator")),
    "xbar": ("value", "sd", "n"),
    "s": ("sd", "sd", "n"),
    "iprime": ("ratio", "n"),
}


def _targets(measures: Sequence[Measure], which: Ints, read: Read, length: int) -> Floats | None:
    """One target a series, or one a period where a measure's targets change."""
    aims = [targets_for(one, read.kind, read.first, length) for one in measures]
    if all(aim is None for aim in aims):
        return None
    blank = np.full(length, np.nan)
    grid = np.stack([blank if aim is None else aim for aim in aims])
    if not any(one.definition.get("targets") for one in measures):
        grid = grid[:, :1]
    return grid[which]
