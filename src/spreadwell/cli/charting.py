"""Charts over time, one a site."""

import argparse

from spreadwell.charts.frame import Picture
from spreadwell.cli.chart_result import Chart, chart_of_series
from spreadwell.cli.drawing import draw_control_chart
from spreadwell.cli.messages import UsageProblem
from spreadwell.cli.series import choose_chart, data_of, make_chart, split_by_site
from spreadwell.formats.reading_row import Statistic
from spreadwell.formats.readings import Readings

COUNTS = ("c", "g", "xbar", "s")
"""Charts of counts or values, even where the readings are proportions."""

CHOSEN = "The kind of chart was chosen on the command line."
MOMENTS = (
    "Readings are far apart, so they are charted one after the other and no period between them "
    "counts as missing."
)


def chart_sites(
    options: argparse.Namespace, readings: Readings, measure: str, statistic: Statistic | None
) -> list[tuple[Chart, Picture]]:
    """Every site's chart with its picture, sites in the order of the file."""
    made: list[tuple[Chart, Picture]] = []
    used: set[str] = set()
    for series in split_by_site(readings):
        rebase = series.positions(options.rebase)
        used |= {str(series.periods[place]) for place in rebase}
        choice = choose_chart(series, data_of(series, statistic), rebase, options.dialect)
        kind, reason = choice.kind, choice.reason
        if options.kind != "auto":
            kind, reason = options.kind, CHOSEN
        chart = make_chart(
            kind,
            series,
            baseline=options.baseline,
            rebase=rebase,
            improvement=options.improvement,
            target=options.target,
            dialect=options.dialect,
        )
        picture = draw_control_chart(
            chart,
            series,
            measure,
            is_share=statistic is Statistic.PROPORTION and kind not in COUNTS,
        )
        notes = [MOMENTS] if series.has_gaps_left else []
        made.append((chart_of_series(series, chart, reason, picture.sentence, notes), picture))
    if options.rebase and not used:
        raise UsageProblem("No period given with --rebase lies inside the readings of any site.")
    return made
