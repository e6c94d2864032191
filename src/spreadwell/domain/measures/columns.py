"""Readings as columns: the one query behind every chart and effect."""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connections
from numpy.typing import NDArray

from spreadwell.formats.periods import Period, PeriodKind

from .models import Measure, ReadingQuerySet
from .packing import MOST_SPAN, NUMBERS, ORDINAL, unpack_all

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FIELDS = ("measure_id", "organisation_id", "stratum", "ordinals", *NUMBERS)


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Current readings as arrays of one length, sorted by measure, organisation and period.

    `measure` and `organisation` hold primary keys; `ordinal` places of periods of one `kind`;
    numbers are NaN where blank. `stratum` has the stratum of each row where strata were asked for.
    `sd` and `n` describe the people behind a mean.
    """

    kind: PeriodKind
    measure: Ints
    organisation: Ints
    ordinal: Ints
    numerator: Floats
    denominator: Floats
    value: Floats
    stratum: tuple[str, ...] = ()
    sd: Floats | None = None
    n: Floats | None = None

    def __len__(self) -> int:
        return len(self.ordinal)

    @property
    def ratio(self) -> Floats:
        """Numerator over denominator where given, else the value; NaN for nothing in nothing."""
        with np.errstate(divide="ignore", invalid="ignore"):
            share = self.numerator / self.denominator
        share = np.where(np.isfinite(share), share, np.nan)
        return np.where(np.isnan(self.value), share, self.value)

    @property
    def suppressed(self) -> NDArray[np.bool_]:
        """Which readings were counted but are too few to be told."""
        return np.isnan(self.numerator) & np.isnan(self.value)

    def told(self) -> "Columns":
        """The rows that tell a number."""
        return self if not self.suppressed.any() else self.take(~self.suppressed)

    def take(self, keep: NDArray[np.bool_] | NDArray[np.intp]) -> "Columns":
        """The rows kept by a mask or by positions."""
        arrays: dict[str, Any] = {
            one.name: found[keep]
            for one in fields(self)
            if isinstance(found := getattr(self, one.name), np.ndarray)
        }
        if self.stratum:
            arrays["stratum"] = tuple(np.array(self.stratum, dtype=object)[keep])
        return replace(self, **arrays)

    def of(
        self, *, measure: int | None = None, organisations: Collection[int] | None = None
    ) -> "Columns":
        """The rows of one measure, of some organisations, or both."""
        keep = np.ones(len(self), dtype=np.bool_)
        if measure is not None:
            keep &= self.measure == measure
        if organisations is not None:
            keep &= np.isin(self.organisation, list(organisations))
        return self.take(keep)

    def period(self, ordinal: int) -> Period:
        """The period at an ordinal."""
        return Period(self.kind, int(ordinal))


def readings_as_columns(
    rows: ReadingQuerySet,
    measures: Collection[Measure],
    *,
    organisations: Collection[int] | None = None,
    stratifier: str = "",
) -> Columns:
    """Current readings of some measures of one cadence, as columns.

    `rows` is a scope: `Reading.objects.visible_to(viewer)` or `Reading.objects.all()`.
    `organisations` are primary keys, None for all. With `stratifier`, the readings by its strata
    instead of those of everyone together. ValueError when the measures differ in cadence, and
    when `rows` was narrowed further, since whole series are read.
    """
    kinds = {PeriodKind(measure.cadence) for measure in measures}
    if len(kinds) != 1:
        raise ValueError("Readings as columns are of measures with one cadence.")
    kind = kinds.pop()
    wanted = rows.as_columns().filter(
        measure__in=[measure.pk for measure in measures],
        period_kind=kind.value,
        stratifier=stratifier,
    )
    if organisations is not None:
        wanted = wanted.filter(organisation__in=list(organisations))
    query = wanted.order_by("measure_id", "organisation_id", "stratum").values_list(*FIELDS).query
    # The cursor rather than the ORM: a model or a converter for every row would cost several
    # times the query itself.
    try:
        sql, parameters = query.get_compiler(connection=connections[wanted.db]).as_sql()
    except EmptyResultSet:  # asked of no organisation, or by somebody who sees none
        return _columns(kind, [], bool(stratifier))
    with connections[wanted.db].cursor() as cursor:
        cursor.execute(sql, parameters)
        fetched = cursor.fetchall()
    return _columns(kind, fetched, bool(stratifier))


def series_columns(
    rows: ReadingQuerySet, measure: Measure, organisation: int, *, stratifier: str = ""
) -> Columns:
    """One organisation's current readings of one measure: a row of the store by its index."""
    return readings_as_columns(rows, [measure], organisations=[organisation], stratifier=stratifier)


def _columns(kind: PeriodKind, fetched: list[tuple[Any, ...]], strata: bool) -> Columns:
    """Series end to end, in order of period within each measure and organisation."""
    blank: list[tuple[Any, ...]] = [()] * len(FIELDS)
    measures, places, names, ordinals, *numbers = zip(*fetched, strict=True) if fetched else blank
    lengths = np.array([len(one) // ORDINAL.itemsize for one in ordinals], dtype=np.int64)
    found = Columns(
        kind,
        np.repeat(np.array(measures, dtype=np.int64), lengths),
        np.repeat(np.array(places, dtype=np.int64), lengths),
        np.frombuffer(b"".join(ordinals), dtype=ORDINAL).astype(np.int64),
        numerator=unpack_all(numbers[0], lengths),
        denominator=unpack_all(numbers[1], lengths),
        value=unpack_all(numbers[2], lengths),
        sd=unpack_all(numbers[3], lengths),
        n=unpack_all(numbers[4], lengths),
    )
    found, kept = _within_span(found)
    if not strata:
        return found
    # Several series an organisation: by period first, so that strata of one period are together.
    label = np.repeat(np.arange(len(names)), lengths)[kept]
    order = np.lexsort((label, found.ordinal, found.organisation, found.measure))
    named = tuple(names[one] for one in label[order].tolist())
    return replace(found.take(order), stratum=named)


def _within_span(found: Columns) -> tuple[Columns, NDArray[np.bool_]]:
    """The last `MOST_SPAN` periods of each measure, and which rows those are.

    More are refused as they come in; a store that is older than the rule may hold them.
    """
    kept = np.ones(len(found), dtype=np.bool_)
    if not len(found) or int(found.ordinal.max()) - int(found.ordinal.min()) < MOST_SPAN:
        return found, kept
    _, which = np.unique(found.measure, return_inverse=True)
    last = np.full(int(which.max()) + 1, np.iinfo(np.int64).min)
    np.maximum.at(last, which, found.ordinal)
    kept = found.ordinal > last[which] - MOST_SPAN
    return found.take(kept), kept
