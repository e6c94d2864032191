"""Which chart suits a series, with the reason in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Unpack

import numpy as np
from numpy.typing import ArrayLike

from spreadwell.methods.spc.charts import chart, share
from spreadwell.methods.spc.guards import suitability
from spreadwell.methods.spc.kinds.registry import kind_named
from spreadwell.methods.spc.question import Asked, Question, question_of
from spreadwell.methods.spc.segments import as_values
from spreadwell.methods.spc.shapes import ControlChart

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
        "pprime",
        "A p′ chart suits a proportion: its limits allow for how many people were counted and "
        "for the usual variation between periods.",
    ),
    "rate": Choice(
        "uprime",
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
    question: Question | None = None,
    **asked: Unpack[Asked],
) -> Choice:
    """The chart that suits this kind of data; `values` are what would be charted (or counts).

    Fewer points than the dialect asks for (13) since the last rebase give a run chart. Counts
    that are mostly 0 are rare events, better charted as time or cases between them; the reason
    says so of values half of which are the same.
    """
    if data not in SUITS:
        raise ValueError(f"There is no kind of data {data!r}: choose {', '.join(SUITS)}.")
    series = as_values(values)
    wanted = question_of(question, asked)
    last = max(wanted.rebase, default=0)
    observed = series[~np.isnan(series)]
    points = int(np.count_nonzero(~np.isnan(series[last:])))
    needed = wanted.rules.min_points or FULL
    if points < needed and data not in ("time_between", "cases_between"):
        since = " since the rebase" if last else ""
        return Choice(
            "run",
            f"A run chart suits {points} point{'' if points == 1 else 's'}{since}: "
            f"control limits settle from {needed}.",
        )
    if data in ("count", "rate", "proportion") and len(observed) and np.median(observed) < RARE:
        zeros = int((observed == 0).sum())
        if 2 * zeros >= len(observed):
            return Choice(
                "run",
                f"{zeros} of {len(observed)} periods have no event, so events are rare: a run "
                "chart is shown; record the date of each event for a t chart, or the cases "
                "between events for a g chart.",
            )
    choice = SUITS[data]
    if choice.kind == "xmr" and (unsuited := suitability(series)):
        return Choice("xmr", f"{choice.reason} {unsuited.sentence}")
    return choice


def chart_of(
    kind: str,
    values: ArrayLike,
    denominator: ArrayLike | None = None,
    question: Question | None = None,
    *,
    sds: ArrayLike | None = None,
    **asked: Unpack[Asked],
) -> ControlChart:
    """The chart of this kind; `values` are numerators for p and u charts.

    `denominator` is the exposure, or the subgroup size of i′, Xbar and S charts (with `sds`).
    What is asked is a `Question`, or its parts as keyword arguments.
    """
    chosen = kind_named(kind)
    columns: list[ArrayLike] = [values]
    if len(chosen.takes) > 1:
        needs_sds = len(chosen.takes) == 3
        if denominator is None or (needs_sds and sds is None):
            more = "standard deviations and sizes" if needs_sds else "a denominator"
            raise ValueError(f"A {kind} chart needs {more}.")
        columns = (
            [values, sds, denominator] if sds is not None and needs_sds else [values, denominator]
        )
    elif kind == "run" and denominator is not None:
        columns = [share(values, denominator)]
    return chart(chosen, *columns, question=question_of(question, asked))
