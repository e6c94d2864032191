"""The whole chart of one series: lines, marks, states and icons."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from tests.methods.spc.slow import lines as drawn
from tests.methods.spc.slow import runcharts, runs
from tests.methods.spc.slow.dialects import READINGS
from tests.methods.spc.slow.digits import column
from tests.methods.spc.slow.parts import counted, pairs, segments
from tests.methods.spc.slow.rules import label, marks
from tests.methods.spc.slow.shapes import Line, Slow
from tests.methods.spc.slow.states import assurance, state, variation

KINDS: dict[str, Callable[..., list[Line]]] = {
    "xmr": drawn.xmr,
    "p": partial(drawn.share, binomial=True, prime=False),
    "pprime": partial(drawn.share, binomial=True, prime=True),
    "u": partial(drawn.share, binomial=False, prime=False),
    "uprime": partial(drawn.share, binomial=False, prime=True),
    "c": partial(drawn.share, binomial=False, prime=False),
    "g": drawn.g,
    "t": drawn.t,
    "xbar": partial(drawn.subgroups, of_means=True),
    "s": partial(drawn.subgroups, of_means=False),
    "mr": drawn.mr,
    "iprime": drawn.iprime,
}
ABOVE_NOTHING = ("u", "uprime", "c", "g", "s", "mr")
FLOORS = {"p": (0, 1), "pprime": (0, 1), **dict.fromkeys(ABOVE_NOTHING, (0, None))}


def columns_of(kind: str, given: dict[str, list]) -> dict[str, list[Decimal | None]]:
    """The columns of a kind as exact numbers; a row that lacks one of its numbers is missing."""
    columns = {name: column(numbers) for name, numbers in given.items()}
    length = len(next(iter(columns.values())))
    if kind == "c":
        # The exposure is one also where the count is missing, so limits are drawn there.
        return columns | {"numerator": columns["value"], "denominator": [Decimal(1)] * length}
    for i in range(length):
        needed = [name for name in columns if not (name == "sd" and columns["n"][i] == 1)]
        nobody = "denominator" in columns and columns["denominator"][i] == 0
        if nobody or any(columns[name][i] is None for name in needed):
            needed = list(columns)
        else:
            needed = [name for name in columns if name not in needed]
        for name in needed:
            columns[name][i] = None
    if kind == "s":
        columns["value"] = columns["sd"]
    if "denominator" in columns:
        columns["value"] = [
            None if top is None else top / bottom
            for top, bottom in zip(columns["numerator"], columns["denominator"], strict=True)
        ]
    return columns


def clipped(kind: str, line: Line) -> Line:
    low, high = FLOORS.get(kind, (None, None))

    def held(number: Decimal | None) -> Decimal | None:
        if number is None:
            return None
        number = number if low is None else max(number, Decimal(low))
        return number if high is None else min(number, Decimal(high))

    return Line(line.centre, *(held(n) for n in (line.low, line.high, line.low2, line.high2)))


def chart(
    kind: str,
    given: dict[str, list],
    *,
    baseline: int | None = None,
    rebase=(),
    exclude=(),
    improvement: str = "up",
    target=None,
    dialect: str = "mdc",
    screen: bool | None = None,
    rules: str = "anhoej",
) -> Slow:
    """One series; `given` holds value, or numerator and denominator, or value, sd and n."""
    reading = READINGS[dialect]
    columns = columns_of(kind, given)
    values = columns["value"]
    parts = segments(len(values), rebase)
    if reading.rebase_drops_baseline and len(parts) > 1:
        baseline = None
    targets = column(target) if isinstance(target, list) else column([target] * len(values))
    if kind == "run":
        spans = reading.spans
        return runcharts.chart(values, parts, baseline, exclude, improvement, rules, spans)
    screens = reading.screens_xmr if kind == "xmr" else reading.screens_others and kind != "mr"
    if screen is not None:
        screens = screen
    lines: list[Line] = []
    found: list[set[str]] = []
    for part in parts:
        # A subgroup of one has no deviation, yet it is one of the first so many subgroups.
        stands = columns["n"] if kind == "s" else values
        used = counted(stands, part, baseline, exclude)
        near = pairs(part, used, exclude, reading.spans)
        here = KINDS[kind](columns, part, used, near, reading, screens)
        seen = [i for i in part if stands[i] is not None]
        if min(len(seen), len(used)) < reading.needs:
            here = [Line(line.centre) for line in here]
        lines += here
        found += marks(tested(kind, values, part), here, reading, kind != "mr")
    if kind == "mr":
        values = ranges_of(values, parts)
        improvement = "neither"
    states = [state(v, names, improvement, reading) for v, names in zip(values, found, strict=True)]
    latest = max((i for i, v in enumerate(values) if v is not None), default=None)
    icon = met = None
    if latest is not None and (lines[latest].low is not None or not reading.needs):
        icon = variation(states[latest], found[latest], improvement)
        goal = targets[latest]
        if kind == "t" and goal is not None:
            goal = drawn.root(goal)
        met = assurance(goal, lines[latest], improvement, reading)
    if kind == "t":
        lines = [drawn.unrooted(line, reading) for line in lines]
    ran = [None if reading.spans and i in exclude else v for i, v in enumerate(values)]
    return Slow(
        values=values,
        lines=[clipped(kind, line) for line in lines],
        marks=found,
        labels=[label(names) for names in found],
        states=states,
        latest=latest,
        variation=icon,
        assurance=met,
        runs=[runs.test([ran[i] for i in p], [lines[i].centre for i in p]) for p in parts],
    )


def tested(kind: str, values: list[Decimal | None], part: range) -> list[Decimal | None]:
    """What the rules look at: the values, their roots, or their ranges."""
    if kind == "t":
        return [None if values[i] is None else drawn.root(values[i]) for i in part]
    if kind == "mr":
        ranges = ranges_of(values, [part])
        return [ranges[i] for i in part]
    return [values[i] for i in part]


def ranges_of(values: list[Decimal | None], parts: list[range]) -> list[Decimal | None]:
    """The moving range at each period: none at the first of a segment, none beside a gap."""
    ranges: list[Decimal | None] = [None] * len(values)
    for part in parts:
        for i in part[1:]:
            if values[i] is not None and values[i - 1] is not None:
                ranges[i] = abs(values[i] - values[i - 1])
    return ranges
