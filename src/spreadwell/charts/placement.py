"""Labels beside points that never cover one another, a mark, or the edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its edges, y downwards."""

    x0: float
    y0: float
    x1: float
    y1: float

    def hits(self, other: Box) -> bool:
        """Whether the two share any area."""
        return (
            self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1
        )

    def inside(self, other: Box) -> bool:
        """Whether this lies wholly in the other."""
        return (
            self.x0 >= other.x0
            and self.y0 >= other.y0
            and self.x1 <= other.x1
            and self.y1 <= other.y1
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label went: its box, which wording fitted, and whether it needs a line."""

    box: Box
    choice: int
    far: bool


def place(
    points: Sequence[tuple[float, float]],
    sizes: Sequence[Sequence[tuple[float, float]]],
    frame: Box,
    *,
    radius: float = 8.0,
    blocked: Sequence[Box] = (),
) -> list[Placed | None]:
    """A place for each label, the most crowded first; None where none is free.

    Each label gives the (width, height) of its wordings, best first: the first that fits counts.
    Greedy over eight sides at three distances. Deterministic; quadratic in the number of points.
    """
    marks = [Box(x - radius, y - radius, x + radius, y + radius) for x, y in points]
    taken = [*marks, *blocked]
    out: list[Placed | None] = [None] * len(points)

    def crowd(i: int) -> float:
        x, y = points[i]
        return sum(1 / (1 + (x - u) ** 2 + (y - v) ** 2) for u, v in points)

    for i in sorted(range(len(points)), key=lambda i: (-crowd(i), i)):
        out[i] = _best(points[i], sizes[i], radius, frame, taken)
        if (found := out[i]) is not None:
            taken.append(found.box)
    return out


def _best(
    at: tuple[float, float],
    sizes: Sequence[tuple[float, float]],
    radius: float,
    frame: Box,
    taken: Sequence[Box],
) -> Placed | None:
    for choice, size in enumerate(sizes):
        for distance in (radius + 2, radius + 14, radius + 28):
            box = _free(at, size, distance, frame, taken)
            if box is not None:
                return Placed(box, choice, distance > radius + 2)
    return None


def _free(
    at: tuple[float, float],
    size: tuple[float, float],
    distance: float,
    frame: Box,
    taken: Sequence[Box],
) -> Box | None:
    (x, y), (w, h), d = at, size, distance
    slant = d * 0.75
    corners = (
        (x + d, y - h / 2),
        (x - d - w, y - h / 2),
        (x - w / 2, y - d - h),
        (x - w / 2, y + d),
        (x + slant, y - slant - h),
        (x + slant, y + slant),
        (x - slant - w, y - slant - h),
        (x - slant - w, y + slant),
    )
    for left, top in corners:
        box = Box(left, top, left + w, top + h)
        if box.inside(frame) and not any(box.hits(t) for t in taken):
            return box
    return None
