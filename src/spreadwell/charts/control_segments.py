"""What lies behind the points: limits of every segment, their numbers, baselines and gaps."""

from __future__ import annotations

from collections.abc import Sequence

from spreadwell.charts import icons, palette
from spreadwell.charts.axes import rule
from spreadwell.charts.control_lines import joined_line, level_line, stroke
from spreadwell.charts.control_plan import CENTRE, LOWER, TARGET, UPPER, VALUE, Plan
from spreadwell.charts.frame import SMALL, words
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.text import width
from spreadwell.methods.spc import Segment

LIMIT = palette.QUIET_INK
LIMIT_DASH = "5 3"
PROVISIONAL_DASH = "1.5 2.5"
OLD_DASH = "1.5 3"
TARGET_DASH = "9 3 2 3"
REBASE_DASH = "6 3"
LABEL_GAP = 14.0
# Places along a line that are tried for its number.
PLACES = 9
Drawn = list[Markup | None]


def gaps(plan: Plan) -> Drawn:
    """A band behind each run of periods without a value; a square where one is held back."""
    out: Drawn = []
    start: int | None = None
    last = len(plan.xs)
    for i in range(last + 1):
        gone = i < last and (i >= plan.count or plan.marks[i] == "missing")
        if gone and start is None:
            start = i
        elif not gone and start is not None:
            x1, x2 = plan.edges[start], plan.edges[i]
            out.append(
                element("rect", x=x1, y=plan.top, width=x2 - x1, height=plan.bottom - plan.top,
                        fill=palette.WASH)
            )  # fmt: skip
            start = None
    out += [held_back(plan.xs[i], plan.bottom - 9) for i in sorted(plan.suppressed) if i < last]
    return out


def held_back(x: float, y: float) -> Markup:
    """The mark of a value that is known and not shown: an open square with a bar."""
    square = f"M{x - 4:.1f} {y - 4:.1f}h8v8h-8Z"
    d = f"{square}M{x - 4:.1f} {y:.1f}h8"
    return element("path", d=d, fill=palette.PAPER, stroke=palette.INK, stroke_width=1.2)


def rebases(plan: Plan) -> Drawn:
    """A line where new limits begin."""
    return [
        rule(x, plan.top, x, plan.bottom, stroke=palette.INK, stroke_width=1.2, dash=REBASE_DASH)
        for x in (plan.edges[segment.start] for segment in plan.chart.segments[1:])
    ]


def old_limits(plan: Plan) -> Drawn:
    """The limits before a rebase, carried on faintly beside the new ones."""
    out: Drawn = []
    for old, new in zip(plan.chart.segments, plan.chart.segments[1:], strict=False):
        for line in (LOWER, CENTRE, UPPER):
            y = plan.levels[line][old.stop - 1]
            if y is not None:
                x1, x2 = plan.edges[new.start], plan.edges[new.stop]
                out.append(rule(x1, y, x2, y, stroke=palette.MARK_RULE, dash=OLD_DASH))
    return out


def lines(plan: Plan) -> Drawn:
    """Limits and centre of every segment, the target as steps, and the line through the points."""
    out: Drawn = []
    for segment in plan.chart.segments:
        part = slice(segment.start, segment.stop)
        ends = plan.edges[segment.start : segment.stop + 1]
        dash = PROVISIONAL_DASH if segment.provisional else LIMIT_DASH
        limits = "".join(level_line(ends, plan.levels[line][part]) for line in (LOWER, UPPER))
        out.append(stroke(limits, LIMIT, 1.4, dash))
        out.append(stroke(level_line(ends, plan.levels[CENTRE][part]), palette.INK, 1.6))
    for line in plan.levels[TARGET:]:
        out.append(stroke(level_line(plan.edges, line), icons.TARGET, 2, TARGET_DASH))
    out.append(stroke(joined_line(plan.xs, plan.levels[VALUE]), palette.MARK_RULE, 1.5))
    return out


def baseline_spans(plan: Plan) -> list[tuple[int, int]]:
    """(first, last) period of each baseline shorter than its segment."""
    out = []
    for segment in plan.chart.segments:
        counted = [
            i
            for i in range(segment.start, segment.stop)
            if plan.marks[i] not in ("missing", "excluded")
        ]
        if 0 < segment.baseline_points < len(counted):
            out.append((counted[0], counted[segment.baseline_points - 1]))
    return out


def baselines(plan: Plan, spans: Sequence[tuple[int, int]]) -> Drawn:
    """A bracket at the foot of the plot under the points on which the limits rest."""
    y = plan.bottom - 3
    return [
        stroke(bracket(plan.edges[a] + 1, plan.edges[b + 1] - 1, y), palette.INK, 1.6)
        for a, b in spans
    ]


def bracket(x1: float, x2: float, y: float) -> str:
    """The `d` of a flat bracket, open to the top."""
    return f"M{x1:.1f} {y - 5:.1f}V{y:.1f}H{x2:.1f}V{y - 5:.1f}"


def end_labels(plan: Plan) -> Drawn:
    """The name and number of each line at its right end, pushed apart where they would touch."""
    at = plan.count - 1
    placed = sorted((plan.levels[line][at] or 0.0, line, f"{name} {number}")
                    for line, name, number in plan.facts(at))  # fmt: skip
    out: Drawn = []
    last = plan.top - LABEL_GAP
    for y, line, text in placed:
        last = max(y, last + LABEL_GAP)
        ink = palette.WARN if line == TARGET else palette.INK
        out.append(words(text, plan.right + 8, last + 4, fill=ink, bold=line == CENTRE))
    return out


def earlier_labels(plan: Plan) -> Drawn:
    """The numbers of earlier segments on their lines, where no point or line is in the way."""
    out: Drawn = []
    for segment in plan.chart.segments[:-1]:
        for line, name, number in plan.facts(segment.stop - 1):
            if line == TARGET:
                continue
            for text in (f"{name} {number}", number):
                spot = _free_spot(plan, segment, line, width(text, SMALL))
                if spot is not None:
                    out.append(on_paper(text, *spot))
                    break
    return out


def on_paper(text: str, x: float, y: float, *, fill: str = palette.QUIET_INK) -> Markup:
    """Words that stay readable where a fine line passes behind them."""
    return words(
        text, x, y, fill=fill, stroke=palette.PAPER, stroke_width=3,
        stroke_linejoin="round", paint_order="stroke",
    )  # fmt: skip


def _free_spot(plan: Plan, segment: Segment, line: int, wide: float) -> tuple[float, float] | None:
    """Left and baseline of a free place for so wide a label on a segment's line."""
    first, last = plan.edges[segment.start] + 4, plan.edges[segment.stop] - 4 - wide
    if last < first:
        return None
    step = plan.edges[1] - plan.edges[0]
    values, level_of = plan.levels[VALUE], plan.levels[line]
    others = [plan.levels[k] for k in range(CENTRE, len(plan.levels)) if k != line]
    # Above an upper line and under a lower one hardly any points lie.
    sides = (13.0, -4.0) if line == LOWER else (-4.0, 13.0)
    for place in range(PLACES):
        x = first + (last - first) * place / (PLACES - 1)
        one, two = int((x - plan.left) / step), int((x + wide - plan.left) / step)
        level = level_of[min(two, segment.stop - 1)]
        if level is None:
            return None
        near = [y for y in values[max(one - 1, 0) : two + 2] if y is not None]
        ends = [y for other in others for y in (other[one], other[two]) if y is not None]
        for side in sides:
            top, bottom = level + side - 11, level + side + 4
            clear = not near or bottom < min(near) - 4 or top > max(near) + 4
            inside = plan.top <= top and bottom <= plan.bottom - 10
            if clear and inside and not any(top < y < bottom for y in ends):
                return x, level + side
    return None
