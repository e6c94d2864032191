"""XmR charts of 100,000 series × 48 points: CPU seconds, and the ratio to plain loops.

The plain loops are the exact oracle of the tests and a float version of them here, both in
Python on a sample, in the same run. No R is run here, so this says nothing about an R package.

    python -m benchmarks.spc [--series 100000] [--points 48]
"""

from __future__ import annotations

import argparse
import itertools
import json
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from spreadwell.charts.control import control_chart
from spreadwell.methods.spc import xmr, xmr_batch
from tests.methods.spc import oracle

SAMPLE = 100


def plain_loops(values: list[float], target: float) -> tuple[list[int], int, int]:
    """One XmR chart with rules and icons in plain Python, in floats: no arrays."""
    n = len(values)
    mean = sum(values) / n
    width = 2.66 * sum(abs(values[i] - values[i - 1]) for i in range(1, n)) / (n - 1)
    bits = [0] * n
    for i, v in enumerate(values):
        bits[i] |= (v > mean + width) | (v < mean - width) << 1
    for i in range(n - 6):
        window = values[i : i + 7]
        steps = [b - a for a, b in itertools.pairwise(window)]
        hits = (all(s > 0 for s in steps), all(s < 0 for s in steps))
        sides = (all(v > mean for v in window), all(v < mean for v in window))
        mark = hits[0] << 2 | hits[1] << 3 | sides[0] << 6 | sides[1] << 7
        if mark:
            for j in range(i, i + 7):
                bits[j] |= mark
    for i in range(n - 2):
        for sign, bit in ((1, 16), (-1, 32)):
            away = [sign * (v - mean) for v in values[i : i + 3]]
            if min(away) > 0 and sum(a > width * 2 / 3 for a in away) >= 2:
                for j in range(3):
                    if away[j] > width * 2 / 3:
                        bits[i + j] |= bit
    good, bad = bits[-1] & 0b01010101, bits[-1] & 0b10101010
    assurance = 1 if mean - width >= target else 2 if mean + width <= target else 3
    return bits, 1 if good else 2 if bad else 0, assurance


def seconds(work: Callable[[], Any], times: int = 1) -> float:
    """CPU seconds of the best of so many tries."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Measure, check that fast and slow agree, and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=100_000)
    parser.add_argument("--points", type=int, default=48)
    asked = parser.parse_args()
    rng = np.random.default_rng(2026)
    grid = rng.normal(50, 5, (asked.series, asked.points)).round(1)
    sample = grid[:SAMPLE].tolist()
    batch = xmr_batch(grid[:SAMPLE], target=55.0)
    for i, values in enumerate(sample):
        told = oracle.chart(values, target=55.0)[2]
        assert [kind.value for kind in xmr(values, target=55.0).kinds] == told
        bits, _, assurance = plain_loops(values, 55.0)
        # Both marks of a turning point stay in the loops; the engine keeps the later one.
        same = [
            a == b or (a & 12) == 12 for a, b in zip(bits, batch.signals[i].tolist(), strict=True)
        ]
        assert all(same)
        assert assurance == batch.assurance[i]
    fast = seconds(lambda: xmr_batch(grid, target=55.0), 3)
    exact = seconds(lambda: [oracle.chart(v, target=55.0) for v in sample[:20]]) / 20
    loops = seconds(lambda: [plain_loops(v, 55.0) for v in sample], 3) / SAMPLE
    chart = xmr(sample[0], target=55.0)
    periods = [f"{2020 + i // 12}-{i % 12 + 1:02d}" for i in range(asked.points)]
    draw = seconds(lambda: [control_chart(chart, periods, name="x") for _ in range(100)], 3) / 100
    one = seconds(lambda: [xmr(sample[0], target=55.0) for _ in range(200)], 3) / 200
    print(
        json.dumps(
            {
                "series": asked.series,
                "points": asked.points,
                "batch_cpu_s": round(fast, 3),
                "times_faster_than_plain_loops": round(loops * asked.series / fast),
                "times_faster_than_exact_oracle": round(exact * asked.series / fast),
                "one_chart_ms": round(one * 1e3, 3),
                "one_picture_ms": round(draw * 1e3, 3),
                "compared_with_r": False,
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
