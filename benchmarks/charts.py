"""How long pictures take to draw, beside the time a parser needs to read the same SVG.

Milliseconds of processor time, the median of many. Drawing less than a few times as long as
reading means that little is left to gain: the parser is written in C.

    python -m benchmarks.charts [--repeats 200]
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

from spreadwell.charts.control import control_chart
from spreadwell.charts.frame import Look
from spreadwell.charts.icon_table import IconCell, icon_rows, icon_table
from spreadwell.charts.icons import assurance_icon, control_glyph, variation_icon
from spreadwell.charts.state_table import state_table
from spreadwell.charts.states import STATES
from spreadwell.methods import spc
from tests.charts.picture_samples import DRAWN

SITES, MEASURES, MONTHS = 400, 12, 48
WIDE, NARROW = Look(720, "wide"), Look(360, "narrow")


def milliseconds(work: Callable[[], Any], repeats: int) -> float:
    """The median processor time of the work."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times) * 1000


def row(name: str, draw: Callable[[], str], repeats: int) -> None:
    """Print a picture's time, that of reading it again, the ratio, and its size."""
    drawn = draw()
    made, read = milliseconds(draw, repeats), milliseconds(lambda: ET.fromstring(drawn), repeats)
    size = len(drawn.encode()) / 1000
    print(f"{name:34}{made:9.2f} ms{read:9.2f} ms{made / read:8.1f}{size:9.0f} kB")


def samples(repeats: int) -> None:
    """Every sample picture, wide and narrow."""
    for name, draw in DRAWN.items():
        for look in (WIDE, NARROW):
            row(f"{name}, {look.prefix}", lambda d=draw, k=look: d(k, "Alder Bank").svg, repeats)


def one_chart(repeats: int) -> None:
    """One control chart of 48 months: computed, and drawn."""
    rng = random.Random(1)
    values = [rng.gauss(50, 5) for _ in range(MONTHS)]
    periods = [f"{2022 + i // 12}-{i % 12 + 1:02d}" for i in range(MONTHS)]
    chart = spc.xmr(values, target=55.0)
    computed = milliseconds(lambda: spc.xmr(values, target=55.0), repeats)
    print(f"{'XmR chart of 48 months, computed':34}{computed:9.2f} ms")
    row("… drawn", lambda: control_chart(chart, periods, WIDE, name="Reviews").svg, repeats)
    kept = Look(720, "wide", heading=True)
    row("… drawn as a file", lambda: control_chart(chart, periods, kept, name="x").svg, repeats)


def icons(repeats: int) -> None:
    """400 sites × 12 measures as HTML for a page and as SVG for a file; 400 sites × 48 months."""
    rng = random.Random(1)
    variation = [None, *map(variation_icon, spc.VariationIcon)]
    assurance = [None, *map(assurance_icon, spc.AssuranceIcon)]
    sites = [f"Practice {i}" for i in range(SITES)]
    measures = [f"Measure {i}" for i in range(MEASURES)]
    cells = [
        [
            IconCell(rng.choice(variation), rng.choice(assurance), f"{rng.random():.1%}")
            for _ in measures
        ]
        for _ in sites
    ]
    states = [[rng.choice(STATES) for _ in range(MONTHS)] for _ in sites]
    periods = [f"{2022 + i // 12}-{i % 12 + 1:02d}" for i in range(MONTHS)]
    row(
        "icon table 400 × 12, HTML",
        lambda: f"<div>{icon_rows(sites, measures, cells, prefix='i', caption='c')}</div>",
        repeats,
    )
    row(
        "icon table 400 × 12, SVG",
        lambda: icon_table(sites, measures, cells, WIDE, glyph=control_glyph).svg,
        repeats,
    )
    row("state table 400 × 48, SVG", lambda: state_table(sites, periods, states, WIDE).svg, repeats)


def main() -> None:
    """Print one line a picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=200)
    asked = parser.parse_args()
    print(f"{'':34}{'drawn':>12}{'read again':>12}{'ratio':>8}{'size':>12}")
    one_chart(asked.repeats)
    icons(max(asked.repeats // 20, 5))
    samples(asked.repeats)


if __name__ == "__main__":
    main()
