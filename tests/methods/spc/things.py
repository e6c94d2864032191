"""What tests of charts share: a chart of the engine from its columns, and how it compares."""

from __future__ import annotations

from typing import Any

import numpy as np

from spreadwell.methods import spc
from spreadwell.methods.spc import ControlChart, Signal
from tests.methods.spc.slow import Slow

NAMES = {
    Signal.OUTSIDE_HIGH: "outside high",
    Signal.OUTSIDE_LOW: "outside low",
    Signal.TREND_UP: "trend up",
    Signal.TREND_DOWN: "trend down",
    Signal.TWO_IN_THREE_HIGH: "two of three high",
    Signal.TWO_IN_THREE_LOW: "two of three low",
    Signal.SHIFT_HIGH: "shift high",
    Signal.SHIFT_LOW: "shift low",
}


COLUMNS = ("value", "numerator", "sd", "denominator", "n")


def fast(
    kind: str, given: dict[str, list], *, rules: str = "anhoej", **options: Any
) -> ControlChart:
    """The engine's chart of one series from its columns."""
    columns = [given[name] for name in COLUMNS if name in given]
    if kind == "s":
        return spc.s_chart(*columns, **options)
    if kind == "run":
        return spc.run_chart(*columns, rules=rules, **options)
    return spc.chart(kind, *columns, question=spc.Question(**options))


def told(signals: Signal) -> set[str]:
    return {name for signal, name in NAMES.items() if signals & signal}


def numbers(entries) -> np.ndarray:
    return np.array([np.nan if one is None else float(one) for one in entries])


def agree(chart: ControlChart, slow: Slow) -> None:
    """Every line, mark, state and icon of the engine's chart is that of the slow one."""
    pairs = [
        (chart.values, slow.values),
        (chart.centre, [line.centre for line in slow.lines]),
        (chart.lower, [line.low for line in slow.lines]),
        (chart.upper, [line.high for line in slow.lines]),
        (chart.two_sigma_lower, [line.low2 for line in slow.lines]),
        (chart.two_sigma_upper, [line.high2 for line in slow.lines]),
    ]
    # A line at nought is held to the scale of the chart, not to its own.
    scale = max(np.nanmax(np.abs(numbers(wanted)), initial=0.0) for _, wanted in pairs)
    for got, wanted in pairs:
        np.testing.assert_allclose(got, numbers(wanted), rtol=1e-9, atol=1e-12 * scale)
    assert [told(one) for one in chart.signals] == slow.marks
    assert [NAMES.get(one, "") for one in chart.labels] == slow.labels
    assert [one.value for one in chart.kinds] == slow.states
    assert chart.latest == slow.latest
    assert chart.variation == slow.variation
    assert chart.assurance == slow.assurance
    for one, run in zip(chart.runs, slow.runs, strict=False):
        assert (one.useful, one.longest_run, one.crossings) == (
            run.useful,
            run.longest,
            run.crossings,
        )
        assert (one.longest_run_max, one.crossings_min) == (run.allowed, run.fewest)
