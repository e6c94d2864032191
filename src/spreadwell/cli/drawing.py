"""Pictures of charts, with shares shown as percentages."""

from spreadwell.charts.control import control_chart
from spreadwell.charts.control_funnel import funnel_chart
from spreadwell.charts.frame import Look, Picture
from spreadwell.cli.series import Series
from spreadwell.methods.spc import ControlChart


def draw_control_chart(
    chart: ControlChart, series: Series, measure: str, *, is_share: bool
) -> Picture:
    """One site's chart over time, for use outside a page: the title stands inside."""
    return control_chart(
        chart,
        [str(period) for period in series.periods],
        Look(heading=True),
        name=measure.replace("_", " "),
        site=series.site,
        unit="%" if is_share else "",
        scale=100.0 if is_share else 1.0,
    )


def draw_funnel(chart: ControlChart, measure: str, when: str, *, is_share: bool) -> Picture:
    """All sites as a funnel, for use outside a page."""
    return funnel_chart(
        chart,
        Look(heading=True),
        name=f"{measure.replace('_', ' ')}, {when}",
        counted="Denominator",
        unit="%" if is_share else "",
        scale=100.0 if is_share else 1.0,
    )
