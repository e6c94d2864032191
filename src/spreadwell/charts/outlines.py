"""Outlines of areas on paper: projected, simplified so that neighbours still meet, rasterised."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from spreadwell.formats.geojson import Area, Position, Ring

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Projection:
    """Longitude and latitude to px: equirectangular, true to shape at the middle latitude."""

    west: float
    north: float
    stretch: float
    scale: float
    left: float
    top: float

    def __call__(self, at: Position) -> tuple[float, float]:
        """The point on paper of (longitude, latitude)."""
        return (
            self.left + (at[0] - self.west) * self.stretch * self.scale,
            self.top + (self.north - at[1]) * self.scale,
        )


def fitted(
    areas: Sequence[Area], left: float, top: float, room: float, tallest: float
) -> tuple[Projection, float, float]:
    """The projection that fits the areas in a box from left, top; and the width and height used."""
    at = [p for a in areas for polygon in a.polygons for ring in polygon for p in ring]
    west, east = min(p[0] for p in at), max(p[0] for p in at)
    south, north = min(p[1] for p in at), max(p[1] for p in at)
    stretch = max(math.cos(math.radians((south + north) / 2)), 0.01)
    wide, high = max((east - west) * stretch, 1e-9), max(north - south, 1e-9)
    scale = min(room / wide, tallest / high)
    shift = (room - wide * scale) / 2
    return Projection(west, north, stretch, scale, left + shift, top), wide * scale, high * scale


def simplified(
    areas: Sequence[Area], project: Projection, tolerance: float = 0.6
) -> list[list[Points]]:
    """Each area's rings on paper with no more points than `tolerance` px needs.

    A border that two areas share is thinned once, so that no gap opens between them; islands
    smaller than a mark are left out where the area has a larger part.
    """
    met: defaultdict[Position, set[Position]] = defaultdict(set)
    for area in areas:
        for ring in _rings(area):
            for a, b in pairwise(ring):
                met[a].add(b)
                met[b].add(a)
    return [_thinned(area, met, project, tolerance) for area in areas]


def _rings(area: Area) -> Iterable[Ring]:
    for polygon in area.polygons:
        yield from polygon


def _thinned(
    area: Area, met: dict[Position, set[Position]], project: Projection, tolerance: float
) -> list[Points]:
    out: list[Points] = []
    for ring in _rings(area):
        # Where three borders meet nothing may move; a ring without such a place starts anywhere.
        stops = [i for i, p in enumerate(ring[:-1]) if len(met[p]) > 2]
        if len(stops) < 2:
            first = min(range(len(ring) - 1), key=lambda i: ring[i])
            far = max(range(len(ring) - 1), key=lambda i: math.dist(ring[i], ring[first]))
            stops = sorted({*stops, first, far})
        open_ring = ring[:-1]
        kept: list[tuple[float, float]] = []
        for k, start in enumerate(stops):
            end = stops[(k + 1) % len(stops)]
            stretch = [open_ring[start]]
            i = start
            while i != end or len(stretch) == 1:
                i = (i + 1) % len(open_ring)
                stretch.append(open_ring[i])
            # Both sides of a border walk it in the same direction, so both keep the same points.
            turned = stretch[0] > stretch[-1]
            line = [project(p) for p in (reversed(stretch) if turned else stretch)]
            thin = _douglas_peucker(line, tolerance)
            kept += (thin[::-1] if turned else thin)[:-1]
        out.append(tuple((round(x, 1), round(y, 1)) for x, y in kept))
    sizes = [_size(points) for points in out]
    most = max(sizes, default=0.0)
    return [p for p, s in zip(out, sizes, strict=True) if len(p) >= 3 and (s > 6 or s == most)]


def _douglas_peucker(
    line: Sequence[tuple[float, float]], tolerance: float
) -> list[tuple[float, float]]:
    """The line with only the points that lie further off than the tolerance.

    Source: Douglas and Peucker 1973, doi:10.3138/FM57-6770-U75U-7727.
    """
    keep = {0, len(line) - 1}
    stack = [(0, len(line) - 1)]
    while stack:
        a, b = stack.pop()
        worst, at = 0.0, -1
        for i in range(a + 1, b):
            off = _off(line[i], line[a], line[b])
            if off > worst:
                worst, at = off, i
        if worst > tolerance:
            keep.add(at)
            stack += [(a, at), (at, b)]
    return [line[i] for i in sorted(keep)]


def _off(p: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    (x, y), (ax, ay), (bx, by) = p, a, b
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    t = 0.0 if length == 0 else min(max(((x - ax) * dx + (y - ay) * dy) / length, 0), 1)
    return math.hypot(x - ax - t * dx, y - ay - t * dy)


def _size(points: Points) -> float:
    turned = zip(points, (*points[1:], *points[:1]), strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in turned)) / 2


CELL = 2.0
"""Edge in px of a cell when an area is cut into cells to find room for words and marks."""


@dataclass(frozen=True, slots=True)
class Room:
    """The inside of an area as cells: `inner[i, j]` counts inside cells left of and above."""

    left: float
    top: float
    inner: NDArray[np.int64]

    def spots(self, width: float, height: float) -> NDArray[np.float64]:
        """The middles of all places where a rectangle lies wholly inside, one a row (x, y)."""
        high, wide = math.ceil(height / CELL), math.ceil(width / CELL)
        s = self.inner
        if high >= s.shape[0] or wide >= s.shape[1]:
            return np.empty((0, 2))
        filled = s[high:, wide:] - s[:-high, wide:] - s[high:, :-wide] + s[:-high, :-wide]
        row, column = np.nonzero(filled == high * wide)
        x = self.left + (column + wide / 2) * CELL
        y = self.top + (row + high / 2) * CELL
        return np.column_stack((x, y))


def inside(rings: Sequence[Points]) -> Room:
    """The inside of an area's rings (holes by the even-odd rule) as cells of `CELL` px."""
    at = [p for ring in rings for p in ring]
    left, top = min(p[0] for p in at), min(p[1] for p in at)
    columns = max(math.ceil((max(p[0] for p in at) - left) / CELL), 1)
    rows = max(math.ceil((max(p[1] for p in at) - top) / CELL), 1)
    x = left + (np.arange(columns) + 0.5) * CELL
    y = top + (np.arange(rows) + 0.5) * CELL
    flips = np.zeros((rows, columns), dtype=bool)
    for ring in rings:
        for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], *ring[:1]), strict=True):
            if y0 == y1:
                continue
            crossed = (y0 > y) != (y1 > y)
            reach = x0 + (y - y0) * (x1 - x0) / (y1 - y0)
            flips ^= crossed[:, None] & (x[None, :] < reach[:, None])
    inner = np.zeros((rows + 1, columns + 1), dtype=np.int64)
    inner[1:, 1:] = flips.cumsum(axis=0).cumsum(axis=1)
    return Room(left, top, inner)


def middle(room: Room) -> tuple[float, float]:
    """A point deep inside the area: the middle of the largest square that it holds."""
    low, high = 0, min(room.inner.shape)
    found = np.array([[room.left, room.top]])
    while low < high:
        half = (low + high + 1) // 2
        spots = room.spots(half * CELL, half * CELL)
        if len(spots):
            low, found = half, spots
        else:
            high = half - 1
    x, y = found[len(found) // 2]
    return float(x), float(y)


def nearest(spots: NDArray[np.float64], to: tuple[float, float]) -> NDArray[np.float64]:
    """The places in the order of their distance from a point."""
    far = ((spots - np.array(to)) ** 2).sum(axis=1)
    return spots[np.argsort(far, kind="stable")]


def closest(spots: NDArray[np.float64], to: tuple[float, float]) -> tuple[float, float]:
    """The place nearest to a point."""
    x, y = spots[np.argmin(((spots - np.array(to)) ** 2).sum(axis=1))]
    return float(x), float(y)
