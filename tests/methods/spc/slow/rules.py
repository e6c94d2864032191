"""The four rules, window by window, and the label of a point that meets several."""

from __future__ import annotations

from decimal import Decimal

from tests.methods.spc.slow.digits import over

LABELS = ("outside", "trend", "two of three", "shift")
HIGH = ("high", "up")


def outside(values, lines) -> list[set[str]]:
    found: list[set[str]] = [set() for _ in values]
    for i, (x, line) in enumerate(zip(values, lines, strict=True)):
        if x is None or line.high is None:
            continue
        if over(x, line.high):
            found[i].add("outside high")
        if over(line.low, x):
            found[i].add("outside low")
    return found


def shift(values, lines) -> list[set[str]]:
    """Seven in a row strictly on one side of the centre; all seven are marked."""
    found: list[set[str]] = [set() for _ in values]
    for start in range(len(values) - 6):
        window = range(start, start + 7)
        if any(values[i] is None or lines[i].centre is None for i in window):
            continue
        if all(over(values[i], lines[i].centre) for i in window):
            for i in window:
                found[i].add("shift high")
        if all(over(lines[i].centre, values[i]) for i in window):
            for i in window:
                found[i].add("shift low")
    return found


def trend(values, lines, next_step: bool) -> list[set[str]]:
    """Seven in a row, each strictly above (below) the one before; all seven are marked.

    A point in two opposite trends takes the later. `next_step`: where the next point belongs to
    a trend too, one tool takes the step to it, and calls every step that is no rise a fall.
    """
    found: list[set[str]] = [set() for _ in values]
    for start in range(len(values) - 6):
        window = values[start : start + 7]
        if any(x is None for x in window):
            continue
        rises = all(window[i] < window[i + 1] for i in range(6))
        falls = all(window[i] > window[i + 1] for i in range(6))
        if rises or falls:
            for i in range(start, start + 7):
                # Windows come in order of time, so the later trend overwrites.
                found[i] = {"trend up" if rises else "trend down"}
    if next_step:
        for i in range(len(values) - 1):
            if found[i] and found[i + 1]:
                found[i] = {"trend up" if values[i + 1] > values[i] else "trend down"}
    return found


def two_of_three(values, lines, between_only: bool) -> list[set[str]]:
    """Two of three beyond two sigma, all three on that side; only those beyond are marked."""
    found: list[set[str]] = [set() for _ in values]

    def side(i: int, high: bool) -> bool:
        x, middle = values[i], lines[i].centre
        if x is None or middle is None:
            return False
        return over(x, middle) if high else over(middle, x)

    def beyond(i: int, high: bool) -> bool:
        x, line = values[i], lines[i]
        if x is None or line.high2 is None:
            return False
        far = over(x, line.high2) if high else over(line.low2, x)
        out = over(x, line.high) if high else over(line.low, x)
        return far and not (between_only and out)

    for start in range(len(values) - 2):
        window = range(start, start + 3)
        for high in (True, False):
            if all(side(i, high) for i in window) and sum(beyond(i, high) for i in window) >= 2:
                for i in window:
                    if beyond(i, high):
                        found[i].add("two of three high" if high else "two of three low")
    return found


def marks(values: list[Decimal | None], lines, reading, every_rule: bool) -> list[set[str]]:
    """The rules each point of one segment meets."""
    sets = [outside(values, lines)]
    if reading.has_rules and every_rule:
        sets.append(shift(values, lines))
        sets.append(trend(values, lines, reading.next_step))
        sets.append(two_of_three(values, lines, reading.between_only))
    return [set().union(*(one[i] for one in sets)) for i in range(len(values))]


def label(names: set[str]) -> str:
    """One label a point: outside, then trend, then two of three, then shift."""
    for rule in LABELS:
        for name in sorted(names):
            if name.startswith(rule):
                return name
    return ""


def is_high(name: str) -> bool:
    return name.endswith(HIGH)
