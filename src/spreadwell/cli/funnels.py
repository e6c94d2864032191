"""One funnel of all sites."""

import argparse
from typing import Literal

import numpy as np

from spreadwell.charts.frame import Picture
from spreadwell.cli.chart_result import Chart, chart_of_funnel
from spreadwell.cli.drawing import draw_funnel
from spreadwell.cli.messages import InputProblem, UsageProblem
from spreadwell.formats.reading_row import Statistic
from spreadwell.formats.readings import Readings
from spreadwell.methods import spc


def chart_funnel(
    options: argparse.Namespace, readings: Readings, measure: str, statistic: Statistic | None
) -> tuple[Chart, Picture]:
    """Sites against limits that narrow with size; periods are added up unless one is named."""
    for name in ("baseline", "rebase", "target"):
        if getattr(options, name):
            raise UsageProblem(f"A funnel compares sites, so that --{name} means nothing to it.")
    period = options.period
    if period is not None:
        readings = readings.take(readings.period == period.ordinal)
        if not len(readings):
            raise InputProblem(f"There are no readings of {period.label}.")
    if np.isnan(readings.numerator).any():
        row = int(readings.rows[np.flatnonzero(np.isnan(readings.numerator))[0]])
        raise InputProblem(f"Row {row}, numerator: a funnel needs numerators and denominators.")
    size = len(readings.site.labels)
    tops = np.bincount(readings.site.codes, readings.numerator, minlength=size)
    bottoms = np.bincount(readings.site.codes, readings.denominator, minlength=size)
    counted = np.flatnonzero(bottoms > 0)
    if len(counted) < 2:
        raise InputProblem("A funnel needs at least two sites with a denominator above 0.")
    names = [readings.site.labels[code] for code in counted]
    kind: Literal["proportion", "ratio"] = (
        "proportion" if statistic is Statistic.PROPORTION else "ratio"
    )
    try:
        made = spc.funnel(
            tops[counted], bottoms[counted], names=names, kind=kind,
            improvement=options.improvement,
        )  # fmt: skip
    except ValueError as error:
        raise InputProblem(str(error)) from None
    when = period.label if period else "all periods added up"
    picture = draw_funnel(made, measure, when, is_share=kind == "proportion")
    reason = f"A funnel compares sites of different size; it shows {when}."
    chart = chart_of_funnel(
        made,
        tops[counted].tolist(),
        bottoms[counted].tolist(),
        str(period) if period else None,
        reason,
        picture.sentence,
    )
    return chart, picture
