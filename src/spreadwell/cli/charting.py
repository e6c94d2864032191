"""Charts over time: every series of a file, those that are alike computed together."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spreadwell.charts.chart_json import Chart
from spreadwell.charts.telling import tell
from spreadwell.cli.asking import Asking
from spreadwell.cli.drawing import Shown, shown_series
from spreadwell.cli.messages import InputProblem, UsageProblem
from spreadwell.cli.series import Series
from spreadwell.formats.reading_row import Statistic
from spreadwell.formats.tables import Numbers
from spreadwell.methods import spc
from spreadwell.methods.spc import ControlChart, Question
from spreadwell.methods.spc.charts import RUN_RULES
from spreadwell.methods.spc.choose import Data
from spreadwell.methods.spc.kinds.kind import Kind

CHOSEN = "The kind of chart was chosen on the command line."
MOMENTS = (
    "Readings are far apart, so they are charted one after the other and no period between them "
    "counts as missing."
)
PAIRED = ("p", "pprime", "u", "uprime")


@dataclass(frozen=True, slots=True)
class Planned:
    """A series with its kind of chart, the reason for it, its question and its columns."""

    series: Series
    kind: Kind
    reason: str
    question: Question
    columns: tuple[Numbers, ...]


def plan(options: argparse.Namespace, asked: Asking, series: Series) -> Planned:
    """How one series is to be charted; ``InputProblem`` where the kind does not fit it."""
    question = asked.of(series)
    kind, reason = options.kind, CHOSEN
    if kind == "auto":
        data = data_of(series)
        counted = data in ("proportion", "rate")
        values = series.numbers["numerator"] if counted else series.ratio
        choice = spc.choose(data, values, question=question)
        kind, reason = choice.kind, choice.reason
    made = RUN_RULES[options.run_rules] if kind == "run" else spc.CHARTS[kind]
    return Planned(series, made, reason, question, columns_of(kind, series))


def data_of(series: Series) -> Data:
    """What the numbers are, in the words of the choice of charts."""
    if series.is_pair:
        if series.statistic is Statistic.PROPORTION:
            return "proportion"
        return "value" if series.statistic is Statistic.MEAN else "rate"
    if series.has_subgroups:
        return "subgroups"
    return "count" if series.statistic is Statistic.COUNT else "value"


def columns_of(kind: str, series: Series) -> tuple[Numbers, ...]:
    """The columns that a kind of chart takes; ``InputProblem`` names the one that is missing."""
    numbers = series.numbers
    if kind in PAIRED:
        if not series.is_pair:
            raise InputProblem(
                f"Site {series.named}: a {kind} chart needs readings with numerator and "
                "denominator."
            )
        return numbers["numerator"], numbers["denominator"]
    if kind in ("xbar", "s"):
        if not series.has_subgroups:
            raise InputProblem(
                f"Site {series.named}: a chart of subgroups needs several rows a period, or the "
                "columns value, sd and n."
            )
        first = numbers["value"] if kind == "xbar" else numbers["sd"]
        return first, numbers["sd"], numbers["n"]
    if kind == "iprime":
        sizes = numbers["denominator"] if series.is_pair else numbers["n"]
        if not np.isfinite(sizes).any():
            raise InputProblem(
                f"Site {series.named}: an iprime chart needs denominators, or the column n."
            )
        return series.ratio, np.where(sizes > 0, sizes, np.nan)
    if kind in ("c", "g") and series.is_pair:
        return (numbers["numerator"],)
    return (series.ratio,)


def make(planned: Sequence[Planned]) -> list[ControlChart]:
    """The chart of each, in order; series that are asked the same are computed together."""
    groups: dict[tuple[Kind, int, Question], list[int]] = {}
    for place, one in enumerate(planned):
        key = (one.kind, len(one.series.ordinals), one.question)
        groups.setdefault(key, []).append(place)
    made: dict[int, ControlChart] = {}
    for (kind, _, question), places in groups.items():
        stacked = [
            np.stack(column) for column in zip(*(planned[i].columns for i in places), strict=True)
        ]
        try:
            batch = spc.chart_batch(kind, *stacked, question=question)
        except ValueError:
            _blame(kind, [planned[i] for i in places])
            raise
        for row, place in enumerate(places):
            made[place] = spc.chart_at(batch, row)
    return [made[place] for place in range(len(planned))]


def _blame(kind: Kind, planned: Sequence[Planned]) -> None:
    """Say which series could not be charted, and why."""
    for one in planned:
        try:
            spc.chart(kind, *one.columns, question=one.question)
        except ValueError as error:
            raise InputProblem(f"Site {one.series.named}: {error}") from None


def chart_series(
    options: argparse.Namespace, asked: Asking, every: Sequence[Series]
) -> list[tuple[Chart, Shown]]:
    """Every series' chart, and how to show it."""
    planned = [plan(options, asked, series) for series in every]
    for name in ("rebase", "exclude"):
        if getattr(asked, name) and not any(getattr(one.question, name) for one in planned):
            raise UsageProblem(
                f"No period given with --{name} lies inside the readings of any site."
            )
    told = []
    for one, chart in zip(planned, make(planned), strict=True):
        shown = shown_series(one.series, chart)
        more = [MOMENTS] if one.series.has_gaps_left else []
        told.append((tell(one.series, chart, one.reason, shown.sentence(), more), shown))
    return told
