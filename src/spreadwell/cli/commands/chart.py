"""`spreadwell chart`: control, run and funnel charts of readings."""

import argparse
from pathlib import Path

from spreadwell import __version__
from spreadwell.charts.frame import Picture
from spreadwell.cli.arguments import period, positive, share_or_number
from spreadwell.cli.chart_result import Chart, ChartResult
from spreadwell.cli.charting import chart_sites
from spreadwell.cli.messages import UsageProblem, print_json, say, say_notes
from spreadwell.cli.pictures import write_pictures
from spreadwell.cli.sources import add_readings_arguments, input_file, readings_of, whole_only
from spreadwell.formats.reading_row import Statistic
from spreadwell.methods.spc import CHARTS, DIALECTS, Improvement

NAME = "chart"
HELP = "control, run and funnel charts of readings"

KINDS = ("auto", *CHARTS, "mr", "s", "funnel")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Readings, and how to chart them."""
    add_readings_arguments(parser)
    add = parser.add_argument
    add("--site", action="append", metavar="S", help="only this site; may be given again")
    add("--kind", choices=KINDS, default="auto", help="auto lets the data choose")
    add("--improvement", choices=list(Improvement), default="up", help="which way is better")
    add("--target", type=share_or_number, metavar="T", help="a number, or a share such as 80%%")
    add("--baseline", type=positive, metavar="N", help="limits rest on the first N points")
    add(
        "--rebase",
        type=period,
        action="append",
        default=[],
        metavar="PERIOD",
        help="new limits from this period on; may be given again",
    )
    add("--dialect", choices=list(DIALECTS), default="mdc", help="whose rules are followed")
    add(
        "--period",
        type=period,
        metavar="PERIOD",
        help="the period of a funnel; without it all periods are added up",
    )
    add(
        "--svg",
        type=Path,
        metavar="FILE",
        help="write the chart as SVG; a folder where there are several",
    )


def run(options: argparse.Namespace) -> int:
    """Chart every site, print the sentences or the JSON, and draw where asked."""
    readings, measure = readings_of(options)
    readings, left_out = whole_only(readings, options.readings.name)
    for one in [*options.rebase, *([options.period] if options.period else [])]:
        if one.kind is not readings.kind:
            raise UsageProblem(f"“{one}” is a {one.kind}, but the readings are by {readings.kind}.")
    statistic = readings.statistics.get(measure)
    if statistic is Statistic.PROPORTION and options.target is not None and options.target > 1:
        raise UsageProblem(
            f"A target of {options.target:g} is above 1 for a proportion; write it as a share of "
            f"1 or with a percent sign, such as {options.target:g}%."
        )
    if options.site:
        unknown = [site for site in options.site if site not in readings.sites]
        if unknown:
            raise UsageProblem(f"{options.readings.name} has no readings of site “{unknown[0]}”.")
        readings = readings.of_sites(options.site)
    made: list[tuple[Chart, Picture]]
    if options.kind == "funnel":
        # Imported here: most charts are not funnels.
        from spreadwell.cli.funnels import chart_funnel

        made = [chart_funnel(options, readings, measure, statistic)]
    else:
        made = chart_sites(options, readings, measure, statistic)
    result = ChartResult(
        spreadwell_version=__version__,
        inputs=[input_file(options.readings)],
        notes=[*readings.notes, *left_out],
        measure=measure,
        period_kind=readings.kind,
        charts=[chart for chart, _ in made],
    )
    say_notes(result.notes)
    if options.svg:
        named = [(chart.site or measure, picture) for chart, picture in made]
        written = write_pictures(named, options.svg)
        said = f"Wrote {len(written)} charts to {options.svg}." if written[1:] else ""
        say(said or f"Wrote {written[0]}.")
    if options.json:
        print_json(result)
    else:
        for chart in result.charts:
            print(f"{chart.sentence}\n{chart.reason}\n")
    return 0
