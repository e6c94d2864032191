"""The shapes that carry meaning beside colour: points, hatching, arrow heads."""

from __future__ import annotations

import math
from typing import Literal

from spreadwell.charts import palette
from spreadwell.charts.svg import Markup, element, path

Shape = Literal["circle", "square", "diamond", "triangle", "cross", "bar"]


def point(
    shape: Shape,
    x: float,
    y: float,
    r: float = 5.0,
    *,
    fill: str = palette.ACCENT,
    stroke: str | None = None,
    hollow: bool = False,
) -> Markup:
    """A point of about radius r; hollow ones have paper inside and a line around."""
    inside = palette.PAPER if hollow else fill
    line = stroke or fill
    if shape == "circle":
        return element("circle", cx=x, cy=y, r=r, fill=inside, stroke=line, stroke_width=1.5)
    if shape == "square":
        a = r * 0.9
        return element(
            "rect", x=x - a, y=y - a, width=2 * a, height=2 * a, fill=inside, stroke=line,
            stroke_width=1.5,
        )  # fmt: skip
    if shape == "cross":
        a = r * 0.75
        d = f"{path([(x - a, y - a), (x + a, y + a)])}{path([(x - a, y + a), (x + a, y - a)])}"
        return element("path", d=d, stroke=line, stroke_width=2.5, fill="none")
    if shape == "bar":
        return element("rect", x=x - r, y=y - 2, width=2 * r, height=4, fill=line)
    if shape == "diamond":
        a = r * 1.25
        points = [(x, y - a), (x + a, y), (x, y + a), (x - a, y)]
    else:
        a = r * 1.2
        points = [(x, y - a), (x + a, y + a * 0.8), (x - a, y + a * 0.8)]
    return element("path", d=path(points, closed=True), fill=inside, stroke=line, stroke_width=1.5)


def hatch(ident: str, colour: str, paper: str = palette.PAPER, *, gap: float = 6) -> Markup:
    """A pattern of slanted lines; use it as `fill=f"url(#{ident})"`."""
    return element(
        "pattern",
        element("rect", width=gap, height=gap, fill=paper),
        element("rect", width=2.2, height=gap, fill=colour),
        id=ident,
        width=gap,
        height=gap,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def arrow_head(x: float, y: float, angle: float, size: float, fill: str) -> Markup:
    """A chevron-like head with its tip at x, y; the angle is in radians, 0 to the right."""

    def turn(dx: float, dy: float) -> tuple[float, float]:
        c, s = math.cos(angle), math.sin(angle)
        return x + dx * c - dy * s, y + dx * s + dy * c

    back = [turn(-size, -size * 0.62), (x, y), turn(-size, size * 0.62), turn(-size * 0.62, 0)]
    return element("path", d=path(back, closed=True), fill=fill)
