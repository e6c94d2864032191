"""Words and pictures of charts, with shares shown as percentages."""

from dataclasses import dataclass

from spreadwell.charts.control_wording import control_sentence
from spreadwell.charts.frame import Look, Picture
from spreadwell.cli.series import Series
from spreadwell.formats.reading_row import Statistic
from spreadwell.methods.spc import ControlChart

COUNTS = ("c", "g", "xbar", "s")
"""Charts of counts or values, even where the readings are proportions."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A chart, what it is called, its periods, and whether its numbers are shares of 1."""

    chart: ControlChart
    name: str
    site: str
    periods: list[str]
    is_share: bool

    @property
    def unit(self) -> str:
        """What follows its numbers."""
        return "%" if self.is_share else ""

    @property
    def scale(self) -> float:
        """What its numbers are multiplied by."""
        return 100.0 if self.is_share else 1.0

    @property
    def file_name(self) -> str:
        """What a file of its picture is called among others."""
        return self.site or self.name

    def sentence(self) -> str:
        """What the chart shows, in words; nothing is drawn for it."""
        return control_sentence(
            self.chart,
            self.periods,
            name=self.name,
            site=self.site,
            unit=self.unit,
            scale=self.scale,
        )

    def picture(self) -> Picture:
        """The chart for use outside a page: the title stands inside."""
        # Imported here: most calls want no picture.
        from spreadwell.charts.control import control_chart
        from spreadwell.charts.control_funnel import funnel_chart

        look = Look(heading=True)
        if self.chart.kind == "funnel":
            return funnel_chart(
                self.chart,
                look,
                name=self.name,
                counted="Denominator",
                unit=self.unit,
                scale=self.scale,
            )
        return control_chart(
            self.chart,
            self.periods,
            look,
            name=self.name,
            site=self.site,
            unit=self.unit,
            scale=self.scale,
        )


def shown_series(series: Series, chart: ControlChart) -> Shown:
    """The chart of one series over time."""
    return Shown(
        chart,
        series.measure.replace("_", " "),
        series.named,
        [str(period) for period in series.periods],
        series.statistic is Statistic.PROPORTION and chart.kind not in COUNTS,
    )


def shown_funnel(chart: ControlChart, measure: str, when: str, *, is_share: bool) -> Shown:
    """All sites as a funnel."""
    return Shown(chart, f"{measure.replace('_', ' ')}, {when}", "", [], is_share)
