"""Funnels: one of all sites for each measure."""

import argparse
from typing import Literal

import numpy as np

from spreadwell.charts.chart_json import Funnel, Limits
from spreadwell.charts.telling import guards_said, numbers, state
from spreadwell.cli.drawing import Shown, shown_funnel
from spreadwell.cli.messages import InputProblem, UsageProblem
from spreadwell.formats.periods import Period
from spreadwell.formats.reading_row import Statistic
from spreadwell.formats.readings import Readings
from spreadwell.methods import spc
from spreadwell.methods.spc.funnel import Four
from spreadwell.methods.spc.funnel import Kind as FunnelKind

Of = Literal["proportion", "ratio"]
Scale = Literal["arcsine", "sqrt", "log"]
SCALES: dict[Of, tuple[Scale, ...]] = {"proportion": ("arcsine",), "ratio": ("sqrt", "log")}
OVER_TIME = ("baseline", "rebase", "exclude")


def check_options(options: argparse.Namespace) -> None:
    """``UsageProblem`` for options that a funnel has no use for."""
    for name in OVER_TIME:
        if getattr(options, name):
            raise UsageProblem(f"A funnel compares sites, so that --{name} means nothing to it.")
    if options.target and any(one.since for one in options.target):
        raise UsageProblem("A funnel has one target, not one that changes over time.")
    if options.of and options.scale and options.scale not in SCALES[options.of]:
        fits = " or ".join(SCALES[options.of])
        raise UsageProblem(f"A funnel of a {options.of} goes with the scale {fits}.")


def of_and_scale(options: argparse.Namespace, statistic: Statistic | None) -> tuple[Of, Scale]:
    """What is compared, and on which scale, from the options or else from the readings."""
    of: Of = options.of or (
        "ratio"
        if options.scale in SCALES["ratio"]
        else "proportion"
        if options.scale or statistic is Statistic.PROPORTION
        else "ratio"
    )
    return of, options.scale or SCALES[of][0]


def chart_funnel(
    options: argparse.Namespace, readings: Readings, measure: str, period: Period | None
) -> tuple[Funnel, Shown]:
    """Sites against limits that narrow with size; periods are added up unless one is named."""
    if period is not None:
        readings = readings.take(readings.period == period.ordinal)
        if not len(readings):
            raise InputProblem(f"There are no readings of {measure} in {period.label}.")
    blank = np.isnan(readings.numerator)
    if (blank & ~np.isnan(readings.value)).any() or blank.all():
        row = int(readings.rows[np.flatnonzero(blank)[0]])
        raise InputProblem(f"Row {row}, numerator: a funnel needs numerators and denominators.")
    readings = readings.take(~blank)
    of, scale = of_and_scale(options, readings.statistics.get(measure))
    kind: FunnelKind = (
        "proportion" if of == "proportion" else "ratio_log" if scale == "log" else "ratio"
    )
    size = len(readings.site.labels)
    tops = np.bincount(readings.site.codes, readings.numerator, minlength=size)
    bottoms = np.bincount(readings.site.codes, readings.denominator, minlength=size)
    counted = np.flatnonzero(bottoms > 0)
    if len(counted) < 2:
        raise InputProblem("A funnel needs at least two sites with a denominator above 0.")
    tops, bottoms = tops[counted], bottoms[counted]
    names = [readings.site.labels[code] for code in counted]
    # A ratio asked for by name is of observed to expected: as expected is 1.
    named = options.of or options.scale
    expected = 1.0 if of == "ratio" and named else None
    target = options.target[-1].value if options.target else expected
    try:
        made = spc.funnel(
            tops, bottoms, names=names, kind=kind, improvement=options.improvement, target=target
        )
        found = spc.funnel_limits(tops, bottoms, kind=kind, target=target)
    except ValueError as error:
        raise InputProblem(str(error)) from None
    when = period.label if period else "all periods added up"
    shown = shown_funnel(made, measure, when, is_share=of == "proportion")
    told = Funnel(
        kind="funnel",
        measure=measure,
        of=of,
        scale=scale,
        period=str(period) if period else None,
        sites=names,
        values=found.ratios.tolist(),
        numerators=tops.tolist(),
        denominators=bottoms.tolist(),
        target=found.target,
        phi=found.phi,
        tau2=found.tau2,
        limits=_limits(found.plain if options.scale else found.exact),
        limits_by="scale" if options.scale else "exact",
        adjusted=_limits(found.adjusted),
        signals=["outside" if label else None for label in made.labels],
        states=[state(*one) for one in zip(made.kinds, made.labels, strict=True)],
        dialect=made.dialect,
        improvement=made.improvement,
        why_this_kind=f"A funnel compares sites of different size; it shows {when}.",
        guards=guards_said(made.guards),
        sentence=shown.sentence(),
    )
    return told, shown


def _limits(four: Four) -> Limits:
    low998, low95, up95, up998 = (numbers(line) for line in four)
    return Limits(
        inner=list(zip(low95, up95, strict=True)), outer=list(zip(low998, up998, strict=True))
    )
