"""How long each picture takes to draw: `python -m benchmarks.charts`, milliseconds a picture."""

from __future__ import annotations

import time

from spreadwell.charts.frame import Look
from tests.charts.picture_samples import DRAWN

REPEATS = 200


def main() -> None:
    """Print the median time of every sample picture, wide and narrow."""
    for name, draw in DRAWN.items():
        for look in (Look(720, "wide"), Look(360, "narrow")):
            times = []
            for _ in range(REPEATS):
                start = time.perf_counter()
                draw(look, "Alder Bank")
                times.append(time.perf_counter() - start)
            times.sort()
            print(f"{name:24}{look.prefix:8}{times[REPEATS // 2] * 1000:7.2f} ms")


if __name__ == "__main__":
    main()
