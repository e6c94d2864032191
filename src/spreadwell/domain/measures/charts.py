"""Charts of stored readings: one series, its control chart, and all icons at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from spreadwell.charts.control import control_chart
from spreadwell.charts.control_events import Annotation
from spreadwell.charts.frame import Look, Picture
from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.methods.spc import ControlChart, chart_of, choose, xmr, xmr_batch
from spreadwell.methods.spc.choose import Choice, Data
from spreadwell.methods.spc.icons import ASSURANCE, VARIATION
from spreadwell.methods.spc.shapes import AssuranceIcon, VariationIcon

from .columns import Columns, Floats, Ints
from .models import Measure

WHY_XMR = (
    "An XmR chart by the Making Data Count rules, the same for every site and measure, so that "
    "icons read alike."
)


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One organisation's readings of one measure in consecutive periods; NaN where none."""

    kind: PeriodKind
    first: int
    numerator: Floats
    denominator: Floats
    value: Floats

    @property
    def periods(self) -> list[Period]:
        """The period of each point."""
        return [Period(self.kind, self.first + i) for i in range(len(self.value))]

    @property
    def is_pair(self) -> bool:
        """Whether readings are numerators with denominators."""
        return bool(np.isfinite(self.numerator).any())

    @property
    def ratio(self) -> Floats:
        """What is charted: numerator over denominator, or the value."""
        if not self.is_pair:
            return self.value
        size = len(self.value)
        made: Floats = np.divide(
            self.numerator,
            self.denominator,
            out=np.full(size, np.nan),
            where=np.nan_to_num(self.denominator) > 0,
        )
        return made

    def position(self, period: Period) -> int | None:
        """Where a period of the same kind lies, None outside."""
        place = period.ordinal - self.first
        return place if 0 <= place < len(self.value) else None


@dataclass(frozen=True, slots=True)
class IconPair:
    """The two icons of one series, its latest value in the shown unit and its period."""

    variation: VariationIcon | None
    assurance: AssuranceIcon | None
    latest: float | None
    period: str


def series_of(columns: Columns, measure: Measure, organisation: int) -> Series | None:
    """One organisation's series of one measure, gaps as NaN; None where there is no reading."""
    mine = columns.of(measure=measure.pk, organisations=[organisation])
    if not len(mine):
        return None
    first, last = int(mine.ordinal.min()), int(mine.ordinal.max())
    grids = []
    for column in (mine.numerator, mine.denominator, mine.value):
        grid = np.full(last - first + 1, np.nan)
        grid[mine.ordinal - first] = column
        grids.append(grid)
    return Series(columns.kind, first, *grids)


def shown_scale(measure: Measure) -> float:
    """What ratios are multiplied by to be shown; values are shown as they are."""
    return float(measure.per) if measure.statistic in ("proportion", "rate") else 1.0


def shown_unit(measure: Measure) -> str:
    """What follows a number of this measure in a picture."""
    return "%" if measure.statistic == "proportion" and measure.per == 100 else ""


def target_of(measure: Measure) -> float | None:
    """The target on the scale of the ratio, None where there is none."""
    return None if measure.target is None else measure.target / shown_scale(measure)


def choice_for(measure: Measure, series: Series) -> Choice:
    """The chart that suits this series best, with the reason."""
    data: Data = "value"
    if series.is_pair:
        data = "proportion" if measure.statistic == "proportion" else "rate"
    elif measure.statistic == "count":
        data = "count"
    counted = data in ("proportion", "rate")
    return choose(data, series.numerator if counted else series.ratio)


def chart_for(
    measure: Measure, series: Series, *, kind: str = "xmr", rebase: Sequence[int] = ()
) -> ControlChart:
    """The chart of one series; `kind` is of `methods.spc.CHARTS`.

    ValueError with one sentence where the kind does not fit the readings.
    """
    target = target_of(measure)
    if kind == "xmr":
        bounds = (0.0, 1.0) if measure.statistic == "proportion" and series.is_pair else None
        return xmr(
            series.ratio,
            improvement=measure.direction,
            target=target,
            rebase=rebase,
            bounds=bounds,
        )
    paired = series.is_pair
    return chart_of(
        kind,
        series.numerator if paired else series.value,
        series.denominator if paired else None,
        improvement=measure.direction,
        target=target,
        rebase=rebase,
    )


def picture_for(
    measure: Measure,
    series: Series,
    chart: ControlChart,
    look: Look,
    *,
    site: str,
    annotations: Sequence[Annotation] = (),
) -> Picture:
    """The chart of one series as a picture, in the shown unit."""
    return control_chart(
        chart,
        [str(period) for period in series.periods],
        look,
        name=measure.name,
        site=site,
        unit=shown_unit(measure),
        scale=shown_scale(measure),
        annotations=annotations,
    )


def icons_for(
    columns: Columns, measure: Measure, organisations: Collection[int]
) -> dict[int, IconPair]:
    """Both icons of every organisation that has readings, all series at once."""
    mine = columns.of(measure=measure.pk, organisations=organisations)
    if not len(mine):
        return {}
    keys, row = np.unique(mine.organisation, return_inverse=True)
    first, last = int(mine.ordinal.min()), int(mine.ordinal.max())
    grid = np.full((len(keys), last - first + 1), np.nan)
    grid[row, mine.ordinal - first] = mine.ratio
    batch = xmr_batch(grid, improvement=measure.direction, target=target_of(measure))
    scale = shown_scale(measure)
    made = {}
    for i, key in enumerate(keys.tolist()):
        place = int(batch.latest[i])
        made[key] = IconPair(
            VARIATION[batch.variation[i]],
            ASSURANCE[batch.assurance[i]],
            float(grid[i, place]) * scale if place >= 0 else None,
            Period(columns.kind, first + place).label if place >= 0 else "",
        )
    return made


def completeness(columns: Columns) -> tuple[int, int]:
    """Readings there are, and readings there would be were every site's span without a gap."""
    if not len(columns):
        return 0, 0
    _, row = np.unique(columns.organisation, return_inverse=True)
    low = np.full(row.max() + 1, np.iinfo(np.int64).max)
    np.minimum.at(low, row, columns.ordinal)
    latest: Ints = np.full(len(low), columns.ordinal.max())
    return len(columns), int((latest - low + 1).sum())
