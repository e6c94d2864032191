"""Readings as columns: the one query behind every chart and effect."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from django.db import connections
from numpy.typing import NDArray

from spreadwell.formats.periods import Period, PeriodKind

from .models import Measure, ReadingQuerySet

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FIELDS = ("measure_id", "organisation_id", "ordinal", "numerator", "denominator", "value")


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Current readings as arrays of one length, sorted by measure, organisation and period.

    `measure` and `organisation` hold primary keys; `ordinal` places of periods of one `kind`;
    numbers are NaN where blank. `stratum` has the stratum of each row where strata were asked for.
    """

    kind: PeriodKind
    measure: Ints
    organisation: Ints
    ordinal: Ints
    numerator: Floats
    denominator: Floats
    value: Floats
    stratum: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.ordinal)

    @property
    def ratio(self) -> Floats:
        """Numerator over denominator where given, else the value; NaN for nothing in nothing."""
        with np.errstate(divide="ignore", invalid="ignore"):
            share = self.numerator / self.denominator
        share = np.where(np.isfinite(share), share, np.nan)
        return np.where(np.isnan(self.value), share, self.value)

    def take(self, keep: NDArray[np.bool_]) -> "Columns":
        """The rows kept by a mask."""
        return replace(
            self,
            **{
                name: getattr(self, name)[keep]
                for name in ("measure", "organisation", "ordinal", *FIELDS[3:])
            },
            stratum=tuple(s for s, k in zip(self.stratum, keep, strict=True) if k)
            if self.stratum
            else (),
        )

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

    `rows` is a scope, such as `Reading.objects.visible_to(viewer)`. `organisations` are primary
    keys, None for all. With `stratifier`, the readings by its strata instead of those of everyone
    together. ValueError when the measures differ in cadence.
    """
    kinds = {PeriodKind(measure.cadence) for measure in measures}
    if len(kinds) != 1:
        raise ValueError("Readings as columns are of measures with one cadence.")
    kind = kinds.pop()
    wanted = rows.current().filter(
        measure__in=[measure.pk for measure in measures],
        period_kind=kind.value,
        stratifier=stratifier,
    )
    if organisations is not None:
        wanted = wanted.filter(organisation__in=list(organisations))
    query = (
        wanted.order_by("measure_id", "organisation_id", "ordinal", "stratum")
        .values_list(*FIELDS, *(("stratum",) if stratifier else ()))
        .query
    )
    # The cursor rather than the ORM: a model or a converter for every row would cost fifty times
    # the query itself.
    sql, parameters = query.get_compiler(connection=connections[wanted.db]).as_sql()
    with connections[wanted.db].cursor() as cursor:
        cursor.execute(sql, parameters)
        fetched = cursor.fetchall()
    strata = tuple(row[6] for row in fetched) if stratifier else ()
    grid = np.array([row[:6] for row in fetched] if stratifier else fetched, dtype=np.float64)
    grid = grid.reshape(len(fetched), 6)
    measure, organisation, ordinal = (grid[:, i].astype(np.int64) for i in range(3))
    return Columns(kind, measure, organisation, ordinal, grid[:, 3], grid[:, 4], grid[:, 5], strata)
