"""XmR charts in plain loops over exact fractions: slow, obvious, and nothing shared."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction

WIDTH = Fraction(266, 100)
SCREEN = Fraction(3267, 1000)


@dataclass
class Reading:
    """The rules read one way: what the dialect says, in words of this file."""

    screen: bool
    between_only: bool
    improvement_shows: bool
    equality: bool
    needs: int
    tie_falls: bool


READINGS = {
    "mdc": Reading(False, False, True, True, 7, False),
    "nhsrplotthedots-0.2": Reading(True, True, False, False, 0, True),
}


def limits(values, baseline, reading):
    seen = [i for i, v in enumerate(values) if v is not None]
    used = set(seen if baseline is None else seen[:baseline])
    if not used:
        return None, None, None
    mean = sum(Fraction(values[i]) for i in used) / len(used)
    ranges = [
        abs(Fraction(values[i]) - Fraction(values[i - 1]))
        for i in range(1, len(values))
        if i in used and i - 1 in used
    ]
    if not ranges or len(seen) < reading.needs or len(used) < reading.needs:
        return mean, None, None
    amr = sum(ranges) / len(ranges)
    if reading.screen:
        kept = [r for r in ranges if r < SCREEN * amr]
        if sum(kept) > 0:
            amr = sum(kept) / len(kept)
    return mean, mean - WIDTH * amr, mean + WIDTH * amr


def marks(values, mean, lower, upper, reading):
    """A set of rule names for each point of one segment."""
    n = len(values)
    found = [set() for _ in range(n)]
    v = [None if x is None else Fraction(x) for x in values]
    if mean is None:
        return found
    trend_starts = {}
    for i in range(n - 6):
        window = v[i : i + 7]
        if None in window:
            continue
        steps = [b - a for a, b in itertools.pairwise(window)]
        if all(x > mean for x in window):
            for j in range(i, i + 7):
                found[j].add("shift high")
        if all(x < mean for x in window):
            for j in range(i, i + 7):
                found[j].add("shift low")
        for name, hit in (("up", all(s > 0 for s in steps)), ("down", all(s < 0 for s in steps))):
            if hit:
                for j in range(i, i + 7):
                    trend_starts[j] = name  # windows come in order, so the later one stands
    for j, name in trend_starts.items():
        if reading.tie_falls and j + 1 in trend_starts and v[j + 1] == v[j]:
            name = "down"  # the next point is of another trend, and the step to it is no rise
        found[j].add("trend " + name)
    if lower is None:
        return found
    for i, x in enumerate(v):
        if x is not None and x > upper:
            found[i].add("outside high")
        if x is not None and x < lower:
            found[i].add("outside low")
    third = (upper - mean) / 3
    for name, sign in (("high", 1), ("low", -1)):
        away = [None if x is None else sign * (x - mean) for x in v]

        def counts(a):
            return a > 2 * third and not (reading.between_only and a > 3 * third)

        for i in range(n - 2):
            window = away[i : i + 3]
            if None in window or not all(a > 0 for a in window):
                continue
            if sum(counts(a) for a in window) >= 2:
                for j in range(i, i + 3):
                    if counts(away[j]):
                        found[j].add("two in three " + name)
    return found


def label(names):
    for rule in ("outside", "trend", "two in three", "shift"):
        for name in sorted(names):
            if name.startswith(rule):
                return name
    return ""


def kind(value, names, improvement, reading):
    if value is None:
        return "missing"
    if not names:
        return "common_cause"
    if improvement == "neither":
        return "neutral"
    good = ("high", "up") if improvement == "up" else ("low", "down")
    told = names if reading.improvement_shows else {label(names)}
    return "improvement" if any(n.endswith(good) for n in told) else "concern"


def assurance(target, mean, lower, upper, improvement, equality):
    if target is None or lower is None or improvement == "neither":
        return None
    goal = Fraction(target)
    if improvement == "down":
        goal, mean, lower, upper = -goal, -mean, -upper, -lower
    if lower == upper:
        return "pass" if mean >= goal else "fail"
    if lower > goal or (equality and lower == goal):
        return "pass"
    if upper < goal or (equality and upper == goal):
        return "fail"
    return "hit_or_miss"


def chart(values, baseline=None, rebase=(), improvement="up", target=None, dialect="mdc"):
    """(segments' limits, names at each point, kinds, variation, assurance)."""
    reading = READINGS[dialect]
    edges = [0, *sorted(rebase), len(values)]
    lines, names = [], []
    for start, stop in itertools.pairwise(edges):
        part = values[start:stop]
        line = limits(part, baseline, reading)
        lines.append(line)
        names += marks(part, *line, reading)
    kinds = [kind(v, n, improvement, reading) for v, n in zip(values, names, strict=True)]
    seen = [i for i, v in enumerate(values) if v is not None]
    if not seen:
        return lines, names, kinds, None, None
    last = seen[-1]
    segment = max(i for i, start in enumerate(edges[:-1]) if start <= last)
    line = lines[segment]
    variation = None
    if line[1] is not None or not reading.needs:
        variation = kinds[last]
        if variation == "neutral":
            variation += "_high" if label(names[last]).endswith(("high", "up")) else "_low"
        elif variation != "common_cause":
            better = (kinds[last] == "improvement") == (improvement == "up")
            variation += "_high" if better else "_low"
    return (
        lines,
        names,
        kinds,
        variation,
        assurance(target, *line, improvement, reading.equality),
    )
