"""Which chart suits a series, with the reason in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from spreadwell.methods.spc.attribute import c_chart, p_chart, u_chart
from spreadwell.methods.spc.dialects import Dialect, dialect_named
from spreadwell.methods.spc.rare import g_chart, t_chart
from spreadwell.methods.spc.runs import run_chart
from spreadwell.methods.spc.segments import as_values
from spreadwell.methods.spc.shapes import ControlChart
from spreadwell.methods.spc.variables import i_prime_chart, xbar_chart
from spreadwell.methods.spc.xmr import xmr

Data = Literal["proportion", "rate", "value", "count", "time_between", "cases_between", "subgroups"]
# Fewer than this many events a period, in the middle period, is rare.
RARE = 1
FULL = 13


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of chart and why it was chosen; the user may choose another."""

    kind: str
    reason: str


SUITS: dict[str, Choice] = {
    "proportion": Choice(
        "p_prime",
        "A p′ chart suits a proportion: its limits allow for how many people were counted and "
        "for the usual variation between periods.",
    ),
    "rate": Choice(
        "u_prime",
        "A u′ chart suits a count with an exposure: its limits allow for the exposure and for "
        "the usual variation between periods.",
    ),
    "value": Choice("xmr", "An XmR chart suits a single value each period."),
    "count": Choice(
        "xmr", "An XmR chart suits a count each period where nothing says out of how many."
    ),
    "time_between": Choice("t", "A t chart suits the time between rare events."),
    "cases_between": Choice("g", "A g chart suits the number of cases between rare events."),
    "subgroups": Choice("xbar", "An Xbar chart suits means of several people in each period."),
}


def choose(
    data: Data,
    values: ArrayLike,
    *,
    rebase: Sequence[int] = (),
    dialect: str | Dialect = "mdc",
) -> Choice:
    """The chart that suits this kind of data; `values` are what would be charted (or counts).

    Fewer points than the dialect asks for (13) since the last rebase give a run chart. Counts
    that are mostly 0 are rare events, better charted as time or cases between them.
    """
    if data not in SUITS:
        raise ValueError(f"There is no kind of data {data!r}: choose {', '.join(SUITS)}.")
    series = as_values(values)
    needed = dialect_named(dialect).min_points or FULL
    last = max(rebase, default=0)
    points = int(np.count_nonzero(~np.isnan(series[last:])))
    if points < needed and data not in ("time_between", "cases_between"):
        since = " since the rebase" if last else ""
        return Choice(
            "run",
            f"A run chart suits {points} point{'' if points == 1 else 's'}{since}: "
            f"control limits settle from {needed}.",
        )
    observed = series[~np.isnan(series)]
    if data in ("count", "rate", "proportion") and len(observed) and np.median(observed) < RARE:
        zeros = int((observed == 0).sum())
        if 2 * zeros >= len(observed):
            return Choice(
                "run",
                f"{zeros} of {len(observed)} periods have no event, so events are rare: a run "
                "chart is shown; record the date of each event for a t chart, or the cases "
                "between events for a g chart.",
            )
    return SUITS[data]


def chart_of(
    kind: str,
    values: ArrayLike,
    denominator: ArrayLike | None = None,
    *,
    sds: ArrayLike | None = None,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    improvement: str = "up",
    target: ArrayLike | None = None,
    dialect: str | Dialect = "mdc",
) -> ControlChart:
    """The chart of this kind; `values` are numerators for p and u charts.

    `denominator` is the exposure, or the subgroup size of i′ and Xbar charts (with `sds`).
    """
    first: tuple[ArrayLike, ...] = (values,)
    if kind in NEED_DENOMINATOR:
        if denominator is None or (kind == "xbar" and sds is None):
            more = "standard deviations and sizes" if kind == "xbar" else "a denominator"
            raise ValueError(f"A {kind} chart needs {more}.")
        first = (values, sds, denominator) if sds is not None else (values, denominator)
    if kind not in CHARTS:
        raise ValueError(f"There is no chart {kind!r}: choose {', '.join(CHARTS)}.")
    if kind == "run":
        if denominator is not None:
            top, bottom = as_values(values), as_values(denominator, "denominators")
            first = (np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0),)
        return run_chart(
            *first, baseline=baseline, rebase=rebase, improvement=improvement, target=target
        )
    more_options = {"prime": True} if kind.endswith("_prime") and kind != "i_prime" else {}
    return CHARTS[kind](
        *first,
        baseline=baseline,
        rebase=rebase,
        improvement=improvement,
        target=target,
        dialect=dialect,
        **more_options,
    )


NEED_DENOMINATOR = ("p", "u", "p_prime", "u_prime", "i_prime", "xbar")
CHARTS: dict[str, Callable[..., ControlChart]] = {
    "xmr": xmr,
    "run": run_chart,
    "p": p_chart,
    "u": u_chart,
    "p_prime": p_chart,
    "u_prime": u_chart,
    "c": c_chart,
    "t": t_chart,
    "g": g_chart,
    "i_prime": i_prime_chart,
    "xbar": xbar_chart,
}
