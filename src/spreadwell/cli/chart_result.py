"""The result of ``spreadwell chart`` as JSON; its schema is generated from here."""

from spreadwell.charts.chart_json import Chart, Funnel
from spreadwell.cli.sources import Result
from spreadwell.formats.periods import PeriodKind


class ChartResult(Result):
    """Every chart of a file of readings."""

    period_kind: PeriodKind
    charts: list[Chart | Funnel]
