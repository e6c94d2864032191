"""One series of stored readings, with the scale and the targets by which it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from spreadwell.formats.measure_words import first_of
from spreadwell.formats.periods import Period, PeriodKind

from .columns import Columns, Floats
from .limits import NONE, Limits, limits_of
from .models import Measure


def _blank() -> Floats:
    return np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One organisation's readings of one measure in consecutive periods; NaN where none.

    `suppressed` are positions of readings that were counted and are too few to be told. `limits`
    are what people decided about them.
    """

    kind: PeriodKind
    first: int
    numerator: Floats
    denominator: Floats
    value: Floats
    sd: Floats = field(default_factory=_blank)
    n: Floats = field(default_factory=_blank)
    suppressed: tuple[int, ...] = ()
    limits: Limits = NONE

    @property
    def periods(self) -> list[Period]:
        """The period of each point."""
        return [Period(self.kind, self.first + i) for i in range(len(self.value))]

    @property
    def is_pair(self) -> bool:
        """Whether readings are numerators with denominators, each of them."""
        # Stores older than the rule may hold values among them: a share of some is not all.
        return bool(np.isfinite(self.numerator).any() and not np.isfinite(self.value).any())

    @property
    def has_subgroups(self) -> bool:
        """Whether each mean comes with its spread and the number of people behind it."""
        known = np.isfinite(self.value)
        return bool(len(self.sd) and known.any() and np.isfinite(self.sd[known]).all()
                    and np.isfinite(self.n[known]).all())  # fmt: skip

    @property
    def ratio(self) -> Floats:
        """What is charted: numerator over denominator, or the value where that is given."""
        share: Floats = np.divide(
            self.numerator,
            self.denominator,
            out=np.full(len(self.value), np.nan),
            where=np.nan_to_num(self.denominator) > 0,
        )
        return np.where(np.isnan(self.value), share, self.value)

    def position(self, period: Period) -> int | None:
        """Where a period of the same kind lies, None outside."""
        place = period.ordinal - self.first
        return place if 0 <= place < len(self.value) else None

    def place_of(self, period: Period) -> int:
        """Where a period of the same kind lies, before the first and after the last too."""
        return period.ordinal - self.first

    def under(self, limits: Limits) -> "Series":
        """The same readings, read by other limits."""
        return replace(self, limits=limits)


def series_of(
    columns: Columns, measure: Measure, organisation: int, limits: Limits | None = None
) -> Series | None:
    """One organisation's series of one measure, gaps as NaN; None where there is no reading.

    `limits` is what people decided about the chart, looked up where it is not given.
    """
    mine = columns.of(measure=measure.pk, organisations=[organisation])
    if not len(mine):
        return None
    first, last = int(mine.ordinal.min()), int(mine.ordinal.max())

    def grid(column: Floats | None) -> Floats:
        made = np.full(last - first + 1, np.nan)
        if column is not None:
            made[mine.ordinal - first] = column
        return made

    kept_back = tuple((mine.ordinal[mine.suppressed] - first).tolist())
    decided = limits_of(measure, organisation) if limits is None else limits
    return Series(
        columns.kind,
        first,
        grid(mine.numerator),
        grid(mine.denominator),
        grid(mine.value),
        grid(mine.sd),
        grid(mine.n),
        kept_back,
        decided,
    )


def shown_scale(measure: Measure) -> float:
    """What ratios are multiplied by to be shown; values are shown as they are."""
    return float(measure.per) if measure.statistic in ("proportion", "rate") else 1.0


def shown_unit(measure: Measure) -> str:
    """What follows a number of this measure in a picture."""
    return "%" if measure.statistic == "proportion" and measure.per == 100 else ""


def told_of(measure: Measure) -> dict[str, Any]:
    """What a measure's definition says, with what the store knows where it says nothing."""
    return {
        "name": measure.name, "unit": measure.unit, "statistic": measure.statistic,
        "per": measure.per, "direction": measure.direction, "kind": measure.kind,
        "cadence": measure.cadence, "supplied_by": measure.supplied_by, "target": measure.target,
        "source": measure.source, "sign_off": measure.needs_sign_off, **measure.definition,
    }  # fmt: skip


def targets_for(measure: Measure, kind: PeriodKind, first: int, length: int) -> Floats | None:
    """The target of each period on the scale of the ratio, NaN where none holds; None for none."""
    aims: list[Mapping[str, Any]] = measure.definition.get("targets") or []
    scale = shown_scale(measure)
    if not aims:
        return None if measure.target is None else np.full(length, measure.target / scale)
    made = np.full(length, np.nan)
    for aim in aims:
        start = first_of(str(aim["from"]), kind) - first
        made[max(start, 0) :] = float(aim["target"]) / scale
    return made if np.isfinite(made).any() else None


def target_of(measure: Measure) -> float | None:
    """The target in force when the measure was last loaded, on the scale of the ratio."""
    return None if measure.target is None else measure.target / shown_scale(measure)
