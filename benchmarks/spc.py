"""XmR charts of 100,000 series × 48 points with every rule and both icons: CPU seconds.

    python -m benchmarks.spc [--series 100000] [--points 48]
    python -m benchmarks.peers spc      # the same beside abspc, in an environment made for it

`--peer` sets the figure against `abspc` in the same run: limits, rules, the state of the series
and its assurance, through the package's own functions, one series at a time as it works. It is
run on a sample and scaled, and the answer says so. No R is run, so this says nothing about an R
package. Before anything is timed a few charts are held against the slow twin of the tests.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from spreadwell.charts.control import control_chart
from spreadwell.methods.spc import Question, chart, chart_batch, xmr
from tests.methods.spc.slow import chart as slow_chart

SAMPLE = 300
TARGET = 55.0
ASKED = Question(target=TARGET)
# What every kind but the first takes beside its values, for the time of one chart.
OTHERS = ("run", "pprime", "uprime", "c", "g", "t", "mr")


def seconds(work: Callable[[], Any], times: int = 1) -> float:
    """CPU seconds of the best of so many tries."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def check(sample: np.ndarray) -> None:
    """Fast and slow agree on states and icons, or nothing is timed."""
    for values in sample[:20].tolist():
        fast, slow = xmr(values, ASKED), slow_chart("xmr", {"value": values}, target=TARGET)
        assert [kind.value for kind in fast.kinds] == slow.states
        assert (fast.variation, fast.assurance) == (slow.variation, slow.assurance)


def beside_abspc(sample: np.ndarray, series: int, ours: float) -> dict[str, Any]:
    """abspc on the sample, scaled to all series; and how far its limits lie from ours."""
    import abspc
    import pandas as pd

    frames = [pd.DataFrame({"value": values}) for values in sample]

    def one(frame: Any) -> Any:
        found = abspc.detect_special_causes(abspc.calculate_control_limits(frame, "XmR"))
        abspc.determine_point_colours(found)
        abspc.determine_variation_type(found)
        abspc.determine_assurance_type(found, TARGET)
        return found

    # It takes 3/1.128 for 2.66, and other lengths of runs: so limits are compared, labels not.
    upper = np.array([one(frame)["ucl"].iloc[0] for frame in frames])
    exact = chart_batch("xmr", sample, question=Question(dialect="qicharts2-0.8", screen=False))
    apart = float(np.abs(upper - exact.upper[:, 0]).max())
    theirs = seconds(lambda: [one(frame) for frame in frames], 2) * series / len(sample)
    return {
        "abspc_version": abspc.__version__,
        "abspc_cpu_s": round(theirs, 1),
        "abspc_scaled_from_series": len(sample),
        "times_faster_than_abspc": round(theirs / ours),
        "limits_apart_at_most": apart,
    }


def one_chart_ms(sample: np.ndarray) -> dict[str, float]:
    """Milliseconds of one chart of each kind, words and guards included."""
    values = sample[0].round()
    columns = dict.fromkeys(OTHERS, (values,)) | {
        "pprime": (values, np.full(len(values), 200.0)),
        "uprime": (values, np.full(len(values), 200.0)),
    }
    work: dict[str, Callable[[], Any]] = {"xmr": lambda: xmr(sample[0], ASKED)}
    for kind, given in columns.items():
        work[kind] = lambda kind=kind, given=given: chart(kind, *given, question=ASKED)
    return {
        kind: round(seconds(lambda go=go: [go() for _ in range(100)], 3) * 10, 3)
        for kind, go in work.items()
    }


def main() -> None:
    """Measure, check that fast and slow agree, and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=100_000)
    parser.add_argument("--points", type=int, default=48)
    parser.add_argument("--peer", action="store_true", help="beside abspc, which must be there")
    asked = parser.parse_args()
    rng = np.random.default_rng(2026)
    grid = rng.normal(50, 5, (asked.series, asked.points)).round(1)
    sample = grid[:SAMPLE]
    check(sample)
    fast = seconds(lambda: chart_batch("xmr", grid, question=ASKED), 3)
    made = xmr(sample[0], ASKED)
    periods = [f"{2020 + i // 12}-{i % 12 + 1:02d}" for i in range(asked.points)]
    draw = seconds(lambda: [control_chart(made, periods, name="x") for _ in range(100)], 3) / 100
    told = {
        "series": asked.series,
        "points": asked.points,
        "batch_cpu_s": round(fast, 3),
        "one_chart_ms": one_chart_ms(sample),
        "one_picture_ms": round(draw * 1e3, 3),
        "compared_with_r": False,
    }
    if asked.peer:
        told |= beside_abspc(sample, asked.series, fast)
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
