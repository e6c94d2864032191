"""Where the words and marks of each area of a map go, so that none covers another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from spreadwell.charts.outlines import Room, closest, nearest
from spreadwell.charts.placement import Box

LINE = 14.0
_GAP = 4.0
# Looking at more places than this changes nothing that an eye would see.
_LOOKED_AT = 400


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to name an area: its lines, how wide they are, and whether it is only a number."""

    lines: tuple[str, ...]
    width: float
    key: bool = False

    @property
    def height(self) -> float:
        """Height of the lines in px."""
        return 20.0 if self.key else LINE * len(self.lines)


@dataclass(frozen=True, slots=True)
class Want:
    """What an area must show: wordings, best first; one mark a site, or one a state; their size.

    `home` is a point deep inside; `targets` are the places of the sites where all are known;
    `single` and `grouped` are (how many, width, height) of the marks of each kind.
    """

    room: Room
    home: tuple[float, float]
    wordings: tuple[Wording, ...]
    single: tuple[int, float, float]
    grouped: tuple[int, float, float]
    targets: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Laid:
    """What was found: the wording and its box (None = nowhere), and the marks' middles.

    `below` says that the marks found no room and belong into the key under the map.
    """

    wording: Wording | None
    label: Box | None
    marks: tuple[tuple[float, float], ...]
    grouped: bool
    below: bool = False
    far: bool = False


def lay_out(wants: Sequence[Want], frame: Box) -> list[Laid]:
    """A place for everything: inside its area where that fits, else beside with a line."""
    out: list[Laid | None] = [_within(want) for want in wants]
    taken = [b for want, laid in zip(wants, out, strict=True) if laid for b in _boxes(want, laid)]
    for k, want in enumerate(wants):
        if out[k] is None:
            laid = _beside(want, frame, taken)
            out[k] = laid
            taken += _boxes(want, laid)
    return [laid for laid in out if laid is not None]


def _boxes(want: Want, laid: Laid) -> list[Box]:
    _, w, h = want.grouped if laid.grouped else want.single
    marks = [Box(x - w / 2, y - h / 2, x + w / 2, y + h / 2) for x, y in laid.marks]
    return [*marks, *([laid.label] if laid.label else [])]


def _within(want: Want) -> Laid | None:
    """Names before numbers, each site's own mark before marks that are counted together."""
    named = [w for w in want.wordings if not w.key]
    keyed = [w for w in want.wordings if w.key]
    for wordings, grouped in ((named, False), (keyed, False), (named, True), (keyed, True)):
        n, w, h = want.grouped if grouped else want.single
        if want.targets and not grouped:
            marks = _greedy(want.room, want.targets, w, h, [])
            for wording in wordings if marks is not None else ():
                if (label := _label(want, wording, marks or (), w, h)) is not None:
                    return Laid(wording, label, marks or (), grouped)
            continue
        for wording in wordings:
            found = _block(want, wording, n, w, h) or _loose(want, wording, n, w, h)
            if found is not None:
                return Laid(wording, found[0], found[1], grouped)
    for wording in keyed:
        if (label := _label(want, wording, (), 0, 0)) is not None:
            return Laid(wording, label, (), True, below=want.single[0] > 0)
    return None


def _block(
    want: Want, wording: Wording, n: int, w: float, h: float
) -> tuple[Box, tuple[tuple[float, float], ...]] | None:
    """The words with rows of marks beneath, in the middle of the area as one block."""
    centre = want.home
    best: tuple[float, int, float, float] | None = None
    for across in range(min(n, 6), 0, -1) if n else (1,):
        deep = math.ceil(n / across)
        wide = max(wording.width, across * w) + 2
        high = wording.height + (deep * h + _GAP if n else 0)
        spots = want.room.spots(wide, high)
        if not len(spots):
            continue
        x, y = closest(spots, centre)
        # Flat blocks sit better under a name than towers do.
        cost = math.dist((x, y), centre) + 8 * max(deep - across, 0)
        if best is None or cost < best[0]:
            best = cost, across, x, y
    if best is None:
        return None
    _, across, x, y = best
    deep = math.ceil(n / across)
    top = y - (wording.height + (deep * h + _GAP if n else 0)) / 2
    half = wording.width / 2
    label = Box(x - half, top, x + half, top + wording.height)
    marks = []
    for k in range(n):
        row, column = divmod(k, across)
        in_row = min(across, n - row * across)
        marks.append(
            (x + (column - (in_row - 1) / 2) * w, label.y1 + _GAP + (row + 0.5) * h)
        )  # fmt: skip
    return label, tuple(marks)


def _loose(
    want: Want, wording: Wording, n: int, w: float, h: float
) -> tuple[Box, tuple[tuple[float, float], ...]] | None:
    """The words where they fit best and the marks in what is left of an awkward shape."""
    spots = want.room.spots(wording.width, wording.height)
    if not len(spots):
        return None
    centre = want.home
    ranked = nearest(spots, centre)
    for x, y in ranked[:: max(len(ranked) // 12, 1)]:
        label = _around(float(x), float(y), wording.width, wording.height)
        target = (float(x), label.y1 + _GAP + h / 2)
        marks = _greedy(want.room, [target] * n, w, h, [label])
        if marks is not None:
            return label, marks
    return None


def _around(x: float, y: float, w: float, h: float) -> Box:
    return Box(x - w / 2, y - h / 2, x + w / 2, y + h / 2)


def _greedy(
    room: Room,
    targets: Sequence[tuple[float, float]],
    w: float,
    h: float,
    taken: Sequence[Box],
) -> tuple[tuple[float, float], ...] | None:
    """A free place for each mark as near to its target as can be; None where one has none."""
    spots = room.spots(w, h)
    if len(spots) < len(targets):
        return None
    held = list(taken)
    out: list[tuple[float, float]] = []
    for target in targets:
        for x, y in nearest(spots, target):
            box = _around(float(x), float(y), w, h)
            if not any(box.hits(t) for t in held):
                held.append(box)
                out.append((float(x), float(y)))
                break
        else:
            return None
    return tuple(out)


def _label(
    want: Want, wording: Wording, marks: Sequence[tuple[float, float]], w: float, h: float
) -> Box | None:
    """A place for the words in an area whose marks stand where their sites are."""
    spots = want.room.spots(wording.width, wording.height)
    if not len(spots):
        return None
    held = [_around(x, y, w, h) for x, y in marks]
    for x, y in nearest(spots, want.home)[:_LOOKED_AT]:
        box = _around(float(x), float(y), wording.width, wording.height)
        if not any(box.hits(t) for t in held):
            return box
    return None


def _beside(want: Want, frame: Box, taken: Sequence[Box]) -> Laid:
    """The number as near to a small area as there is room; nothing where it need not be named."""
    below = want.single[0] > 0
    wording = want.wordings[-1]
    if not wording.key:
        return Laid(None, None, (), True, below)
    cx, cy = want.home
    for ring in range(26):
        for step in range(16 if ring else 1):
            turn = 2 * math.pi * step / 16
            x, y = cx + ring * 8 * math.cos(turn), cy + ring * 8 * math.sin(turn)
            box = _around(x, y, wording.width, wording.height)
            if box.inside(frame) and not any(box.hits(t) for t in taken):
                return Laid(wording, box, (), True, below, far=ring > 1)
    return Laid(wording, None, (), True, below)
