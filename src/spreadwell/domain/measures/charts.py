"""Charts of stored readings: which kind, by whose rules, with what people decided about limits."""

from collections.abc import Sequence

import numpy as np

from spreadwell.charts.control import control_chart
from spreadwell.charts.control_events import Annotation
from spreadwell.charts.frame import Look, Picture
from spreadwell.formats.measure_words import suits
from spreadwell.methods.spc import ControlChart, Question, chart_of, choose, xmr
from spreadwell.methods.spc.choose import Choice, Data

from .columns import Columns, Ints
from .limits import NONE, limit_marks
from .models import Measure
from .reading_off import IconPair, Read, icons_for, read_off
from .series import (
    Series,
    series_of,
    shown_scale,
    shown_unit,
    target_of,
    targets_for,
    told_of,
)

__all__ = [
    "IconPair",
    "Read",
    "Series",
    "chart_for",
    "choice_for",
    "completeness",
    "dialect_of",
    "icons_for",
    "kind_of",
    "picture_for",
    "read_off",
    "series_of",
    "shown_scale",
    "shown_unit",
    "target_of",
    "targets_for",
    "told_of",
]

NAMED = "The measure's definition says that it is read by this chart."


def dialect_of(measure: Measure) -> str:
    """Whose rules the charts of a measure are read by."""
    return str(measure.definition.get("dialect") or "mdc")


def kind_of(measure: Measure, *, is_pair: bool = True) -> str:
    """The chart of a measure, chosen once for all its places, so that icons read alike."""
    named = measure.definition.get("chart")
    if named:
        return str(named)
    return suits({"statistic": measure.statistic}) if is_pair else "xmr"


def choice_for(measure: Measure, series: Series) -> Choice:
    """The chart that suits this series best, with the reason."""
    named = measure.definition.get("chart")
    if named:
        return Choice(str(named), NAMED)
    data: Data = "value"
    if series.is_pair:
        data = "proportion" if measure.statistic == "proportion" else "rate"
    elif measure.statistic == "count":
        data = "count"
    elif series.has_subgroups:
        data = "subgroups"
    counted = data in ("proportion", "rate")
    # All points count, those before a new level too: their limits stay visible beside the new,
    # provisional ones, and would be gone from a run chart.
    made = choose(data, series.numerator if counted else series.ratio, dialect=dialect_of(measure))
    if made.kind == "pprime" and not _is_share(series):
        return Choice("uprime", "More were counted than there are people, so this is no share.")
    return made


def chart_for(
    measure: Measure, series: Series, *, kind: str = "", dialect: str = "", decided: bool = True
) -> ControlChart:
    """The chart of one series: of the kind that was chosen for it, or of the one asked for.

    What people decided about its limits holds, unless `decided` is False. ValueError with one
    sentence where the kind that is asked for does not fit the readings.
    """
    if not kind:
        chosen = choice_for(measure, series).kind
        try:
            return chart_for(measure, series, kind=chosen, dialect=dialect, decided=decided)
        except ValueError:
            kind = "xmr"
    first, length = series.first, len(series.value)
    target = targets_for(measure, series.kind, first, length)
    plain = Question(
        improvement=measure.direction, target=target, dialect=dialect or dialect_of(measure)
    )
    asked = (series.limits if decided else NONE).question(first, length, plain)
    if kind == "xmr":
        bounds = (0.0, 1.0) if measure.statistic == "proportion" and series.is_pair else None
        return xmr(series.ratio, asked, bounds=bounds)
    if kind in ("xbar", "s"):
        means = series.value if kind == "xbar" else series.sd
        return chart_of(kind, means, series.n, asked, sds=series.sd)
    if kind == "iprime":
        return chart_of(kind, series.ratio, series.n, asked)
    if kind == "mr":
        return chart_of(kind, series.ratio, None, asked)
    if series.is_pair:
        return chart_of(kind, series.numerator, series.denominator, asked)
    return chart_of(kind, series.ratio, None, asked)


def picture_for(
    measure: Measure,
    series: Series,
    chart: ControlChart,
    look: Look,
    *,
    site: str,
    annotations: Sequence[Annotation] = (),
) -> Picture:
    """The chart of one series as a picture, in the shown unit, with what people decided on it."""
    return control_chart(
        chart,
        [str(period) for period in series.periods],
        look,
        name=measure.name,
        site=site,
        unit=shown_unit(measure),
        scale=shown_scale(measure),
        annotations=[*annotations, *limit_marks(series.limits, series.first)],
        suppressed=series.suppressed,
    )


def completeness(columns: Columns) -> tuple[int, int]:
    """Readings there are, and readings there would be were every site's span without a gap."""
    if not len(columns):
        return 0, 0
    _, row = np.unique(columns.organisation, return_inverse=True)
    low = np.full(row.max() + 1, np.iinfo(np.int64).max)
    np.minimum.at(low, row, columns.ordinal)
    latest: Ints = np.full(len(low), columns.ordinal.max())
    return len(columns), int((latest - low + 1).sum())


def _is_share(series: Series) -> bool:
    return not bool((series.numerator > series.denominator).any())
