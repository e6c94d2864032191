"""Charts of one series of every other kind: a batch of one row, in the words people call it by."""

from __future__ import annotations

from typing import Unpack

import numpy as np
from numpy.typing import ArrayLike

from spreadwell.methods.spc.engine import chart_batch
from spreadwell.methods.spc.kinds.kind import Kind
from spreadwell.methods.spc.kinds.registry import kind_named
from spreadwell.methods.spc.kinds.run import RUN, RUN_PERLA
from spreadwell.methods.spc.present import chart_at
from spreadwell.methods.spc.question import Asked, Question, question_of
from spreadwell.methods.spc.segments import as_values
from spreadwell.methods.spc.shapes import ControlChart, Floats

RUN_RULES = {"anhoej": RUN, "perla": RUN_PERLA}


def chart(
    kind: str | Kind,
    *columns: ArrayLike,
    question: Question | None = None,
    clip: tuple[float, float] | None = None,
) -> ControlChart:
    """The chart of one series: `columns` are what the kind takes, one entry a period each."""
    chosen = kind_named(kind)
    rows = []
    for column, name in zip(columns, chosen.takes, strict=False):
        series = as_values(column, f"{name}s")
        if series.ndim != 1 or not len(series):
            raise ValueError(f"A {chosen.name} chart needs one {name} a period, and at least one.")
        rows.append(series[None])
    return chart_at(chart_batch(chosen, *rows, question=question), clip=clip)


def p_chart(
    numerator: ArrayLike,
    denominator: ArrayLike,
    question: Question | None = None,
    *,
    prime: bool = False,
    **asked: Unpack[Asked],
) -> ControlChart:
    """Proportions, with three-sigma binomial limits, clipped at 0 and 1.

    `prime` widens the limits by the variation between periods (Laney 2002). Values are shares
    of 1. What is asked is a `Question`, or its parts as keyword arguments. Raises ValueError
    naming the entry at fault.
    """
    kind = "pprime" if prime else "p"
    return chart(kind, numerator, denominator, question=question_of(question, asked))


def u_chart(
    numerator: ArrayLike,
    exposure: ArrayLike,
    question: Question | None = None,
    *,
    prime: bool = False,
    **asked: Unpack[Asked],
) -> ControlChart:
    """Rates of events for each unit of exposure, with Poisson limits, clipped at 0.

    `prime` and what is asked as in `p_chart`.
    """
    kind = "uprime" if prime else "u"
    return chart(kind, numerator, exposure, question=question_of(question, asked))


def c_chart(
    counts: ArrayLike, question: Question | None = None, **asked: Unpack[Asked]
) -> ControlChart:
    """Counts with an even exposure, with Poisson limits, clipped at 0; asked as `p_chart`."""
    return chart("c", counts, question=question_of(question, asked))


def t_chart(
    between: ArrayLike, question: Question | None = None, **asked: Unpack[Asked]
) -> ControlChart:
    """Time between rare events: an XmR chart of the 3.6th root, drawn in the time itself.

    `between`: times above 0, in any one unit. Source: Nelson 1994.
    """
    return chart("t", between, question=question_of(question, asked))


def g_chart(
    between: ArrayLike, question: Question | None = None, **asked: Unpack[Asked]
) -> ControlChart:
    """Cases between rare events: geometric limits, the centre drawn at the median.

    `between`: counts of 0 or more. The two-sigma lines lie at the mean plus and minus two
    standard deviations. Source: Benneyan 2001; Provost & Murray 2011.
    """
    return chart("g", between, question=question_of(question, asked))


def moving_range(
    values: ArrayLike, question: Question | None = None, **asked: Unpack[Asked]
) -> ControlChart:
    """The moving ranges of a series with their upper limit 3.267 times their mean.

    Only "outside the limits" is tested: neighbouring ranges share a point, so runs of them mean
    nothing. Source: Nelson 1982.
    """
    return chart("mr", values, question=question_of(question, asked))


def i_prime_chart(
    values: ArrayLike, sizes: ArrayLike, question: Question | None = None, **asked: Unpack[Asked]
) -> ControlChart:
    """Individual values that rest on differing `sizes`: limits narrow where the size is large.

    Source: Taylor, normalised individuals (I′) chart.
    """
    return chart("iprime", values, sizes, question=question_of(question, asked))


def xbar_chart(
    means: ArrayLike,
    sds: ArrayLike,
    sizes: ArrayLike,
    question: Question | None = None,
    **asked: Unpack[Asked],
) -> ControlChart:
    """Means of subgroups, with limits from the standard deviations inside them.

    `sizes`: people or items a subgroup. Equal sizes use the mean standard deviation, varying
    sizes pool it; a subgroup of 1 is drawn without limits. Source: Montgomery, section 6.3.
    """
    return chart("xbar", means, sds, sizes, question=question_of(question, asked))


def s_chart(
    sds: ArrayLike, sizes: ArrayLike, question: Question | None = None, **asked: Unpack[Asked]
) -> ControlChart:
    """Standard deviations inside subgroups, the companion of `xbar_chart`."""
    given = as_values(sds, "standard deviations")
    return chart("s", given, given, sizes, question=question_of(question, asked))


def run_chart(
    values: ArrayLike,
    question: Question | None = None,
    *,
    rules: str = "anhoej",
    **asked: Unpack[Asked],
) -> ControlChart:
    """A run chart: the median of each segment, with the `anhoej` or the `perla` rules.

    Limits are NaN and there is no assurance icon. Source: Anhøj & Olesen 2014; Perla, Provost &
    Murray 2011.
    """
    if rules not in RUN_RULES:
        raise ValueError(f"There are no run rules {rules!r}: choose anhoej or perla.")
    return chart(RUN_RULES[rules], values, question=question_of(question, asked))


def share(numerator: ArrayLike, denominator: ArrayLike) -> Floats:
    """Numerator over denominator, NaN where nobody was counted."""
    top, bottom = as_values(numerator), as_values(denominator, "denominators")
    made: Floats = np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0)
    return made
