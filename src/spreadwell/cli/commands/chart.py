"""`spreadwell chart`: control, run and funnel charts of readings."""

import argparse
from pathlib import Path

from spreadwell import __version__
from spreadwell.charts.chart_json import Chart, Funnel
from spreadwell.cli.arguments import period
from spreadwell.cli.asking import aim, asking, baseline, check_shares, of_kind
from spreadwell.cli.chart_result import ChartResult
from spreadwell.cli.charting import chart_series
from spreadwell.cli.drawing import Shown
from spreadwell.cli.funnels import chart_funnel, check_options
from spreadwell.cli.messages import UsageProblem, print_json, say, say_notes
from spreadwell.cli.pictures import write_pictures
from spreadwell.cli.series import Series, split
from spreadwell.cli.sources import AUTO, add_readings_arguments, input_file, whole_only
from spreadwell.formats.reading_row import Statistic
from spreadwell.formats.readings import Readings, read_readings
from spreadwell.methods.spc import CHARTS, DIALECTS, Improvement
from spreadwell.methods.spc.charts import RUN_RULES

NAME = "chart"
HELP = "control, run and funnel charts of readings"

KINDS = ("auto", *CHARTS, "funnel")
STATISTIC_OF = {"p": "proportion", "pprime": "proportion", "u": "rate", "uprime": "rate"}
"""What numerators and denominators are, where the kind of chart says it."""

OF_SCALE = dict.fromkeys(("proportion", "arcsine"), "proportion") | dict.fromkeys(
    ("ratio", "sqrt", "log"), "rate"
)
"""The same where a funnel's comparison or its scale says it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Readings, and how to chart them."""
    add_readings_arguments(parser)
    add = parser.add_argument
    add("--site", action="append", metavar="S", help="only this site; may be given again")
    add("--kind", choices=KINDS, default="auto", help="auto lets the data choose")
    add("--improvement", choices=list(Improvement), default="up", help="which way is better")
    add(
        "--target",
        type=aim,
        action="append",
        metavar="[PERIOD=]T",
        help="a number, or a share such as 80%%; with a period, from it on",
    )
    add("--baseline", type=baseline, metavar="N", help="limits rest on the first N points")
    for name, words in (
        ("rebase", "new limits from this period on; may be given again"),
        ("exclude", "leave this period out of the limits; may be given again"),
    ):
        add(f"--{name}", type=period, action="append", default=[], metavar="PERIOD", help=words)
    add("--dialect", choices=list(DIALECTS), default="mdc", help="whose rules are followed")
    add(
        "--screen",
        action=argparse.BooleanOptionalAction,
        help="leave large moving ranges out of their mean, or do not, whatever the dialect does",
    )
    add(
        "--run-rules",
        choices=list(RUN_RULES),
        default="anhoej",
        help="how a run chart is tested: by its longest run and crossings, or by 6 points on one "
        "side and 5 in a trend",
    )
    add("--of", choices=["proportion", "ratio"], help="what a funnel compares")
    add("--scale", choices=["arcsine", "sqrt", "log"], help="the scale of a funnel's spread")
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
    """Chart every series, print the sentences or the JSON, and draw where asked."""
    if options.kind == "funnel":
        check_options(options)
    readings = _readings(options)
    asked = asking(options, readings.kind)
    check_shares(asked.aims, {readings.statistics.get(one) for one in readings.measures})
    notes = list(readings.notes)
    made: list[tuple[Chart, Shown]] | list[tuple[Funnel, Shown]]
    if options.kind == "funnel":
        readings, left_out = whole_only(readings, options.readings.name)
        notes += left_out
        when = of_kind(options.period, readings.kind) if options.period else None
        made = [
            chart_funnel(options, readings.of_measure(measure), measure, when)
            for measure in readings.measures
        ]
    else:
        every = list(split(readings, subgroups=options.kind in ("xbar", "s")))
        notes += _counted(every)
        made = chart_series(options, asked, every)
    result = ChartResult(
        spreadwell_version=__version__,
        inputs=[input_file(options.readings)],
        notes=notes,
        period_kind=readings.kind,
        charts=[chart for chart, _ in made],
    )
    say_notes(result.notes)
    if options.svg:
        written = write_pictures(
            [(shown.file_name, shown.picture()) for _, shown in made], options.svg
        )
        said = f"Wrote {len(written)} charts to {options.svg}." if written[1:] else ""
        say(said or f"Wrote {written[0]}.")
    if options.json:
        print_json(result, rows="charts")
    else:
        for chart in result.charts:
            print(f"{chart.sentence}\n{chart.why_this_kind}\n")
    return 0


def _readings(options: argparse.Namespace) -> Readings:
    """The readings to chart: every measure and site unless some are named."""
    kind = options.kind
    told = options.statistic if options.statistic != AUTO else STATISTIC_OF.get(kind)
    if told is None and kind == "funnel":
        told = OF_SCALE.get(options.of or options.scale)
    name = options.readings.name
    readings = read_readings(
        options.readings,
        default=Statistic(told) if told else None,
        guess=True,
        subgroups=kind in ("xbar", "s"),
        blanks=True,
    )
    if options.measure is not None:
        if options.measure not in readings.measures:
            listed = ", ".join(readings.measures[:20])
            raise UsageProblem(f"{name} has no measure “{options.measure}”; it holds {listed}.")
        readings = readings.of_measure(options.measure)
    if options.site:
        unknown = [site for site in options.site if site not in readings.sites]
        if unknown:
            raise UsageProblem(f"{name} has no readings of site “{unknown[0]}”.")
        readings = readings.of_sites(options.site)
    return readings


def _counted(every: list[Series]) -> list[str]:
    """How many series are charted, where there are several."""
    if len(every) < 2:
        return []
    parts = [
        _plural(len({series.measure for series in every}), "measure"),
        _plural(len({series.site for series in every}), "site"),
    ]
    strata = sum(series.stratum is not None for series in every)
    of_strata = f", {strata:,} of them of single strata" if strata else ""
    return [f"{len(every):,} series charted, of {' at '.join(parts)}{of_strata}."]


def _plural(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
