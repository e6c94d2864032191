"""The key of a control chart: the marks and lines that are there, on a phone with numbers."""

from __future__ import annotations

from spreadwell.charts import icons, palette
from spreadwell.charts.axes import rule
from spreadwell.charts.control_lines import MARKS, mark_drawing, stroke
from spreadwell.charts.control_plan import CENTRE, LOWER, TARGET, UPPER, Plan
from spreadwell.charts.control_segments import (
    LIMIT,
    LIMIT_DASH,
    OLD_DASH,
    PROVISIONAL_DASH,
    TARGET_DASH,
    bracket,
    held_back,
)
from spreadwell.charts.control_wording import centre_name
from spreadwell.charts.legend import Entry
from spreadwell.charts.scales import period_text
from spreadwell.charts.svg import Markup, element

# A target that changes more often than this is told by its latest value alone.
STEPS_TOLD = 3


def entries(plan: Plan, *, has_baseline: bool) -> list[Entry]:
    """The marks and lines that are there; where labels have no room, with their numbers."""
    at = plan.count - 1
    here = set(plan.marks)
    out = [shape(mark) for mark in MARKS if mark in here]
    numbers = {line: number for line, _, number in plan.facts(at)} if plan.look.narrow else {}
    told = {line for line, _, _ in plan.facts(at)}
    middle = centre_name(plan.chart).capitalize()
    if CENTRE in told:
        out.append(line_entry(_with(middle, numbers.get(CENTRE)), palette.INK, 1.6, None))
    out += _limits(plan, numbers)
    if TARGET in told:
        out.append(line_entry(_target(plan), icons.TARGET, 2, TARGET_DASH))
    if len(plan.chart.segments) > 1:
        out.append(line_entry("Limits before", palette.MARK_RULE, 1, OLD_DASH))
    if has_baseline:
        text = f"Baseline: the {centre_name(plan.chart)} and limits rest on it"
        out.append(Entry(text, _draw_baseline, room=26))
    if "missing" in here or len(plan.xs) > plan.count:
        out.append(Entry("No value", _draw_gap))
    if plan.suppressed:
        out.append(Entry("Held back: few people", held_back))
    return out


def shape(mark: str, text: str = "") -> Entry:
    """A mark in the key."""
    return Entry(text or MARKS[mark][1], lambda x, y: mark_drawing(mark, x, y))


def line_entry(text: str, colour: str, thick: float, dash: str | None) -> Entry:
    """A line in the key."""

    def draw(x: float, y: float) -> Markup:
        return rule(x - 12, y, x + 12, y, stroke=colour, stroke_width=thick, dash=dash)

    return Entry(text, draw, room=26)


def _with(text: str, number: str | None) -> str:
    return f"{text} {number}" if number else text


def _limits(plan: Plan, numbers: dict[int, str]) -> list[Entry]:
    """One entry for settled limits and one for provisional ones, the latest with its numbers."""
    has = [
        segment
        for segment in plan.chart.segments
        if plan.levels[UPPER][segment.stop - 1] is not None
        or plan.levels[LOWER][segment.stop - 1] is not None
    ]
    out = []
    for provisional in (False, True):
        those = [segment for segment in has if segment.provisional is provisional]
        if not those:
            continue
        text = "Provisional limits" if provisional else "Limits"
        if numbers and those[-1].stop == plan.count and UPPER in numbers:
            text += f" {numbers.get(LOWER, '')} to {numbers[UPPER]}".replace("  ", " ")
        out.append(line_entry(text, LIMIT, 1.4, PROVISIONAL_DASH if provisional else LIMIT_DASH))
    return out


def _target(plan: Plan) -> str:
    """The target, with each of its steps where they are few."""
    steps = target_steps(plan)
    if len(steps) == 1:
        return _with("Target", steps[0][1] if plan.look.narrow else None)
    if len(steps) > STEPS_TOLD + 1:
        return f"Target, by period; now {steps[-1][1]}"
    later = [f"{number} from {period_text(plan.periods[i])}" for i, number in steps[1:]]
    return f"Target {steps[0][1]}, then {', then '.join(later)}"


def target_steps(plan: Plan) -> list[tuple[int, str]]:
    """(period, number) wherever the target takes a new value."""
    steps: list[tuple[int, str]] = []
    held: float | None = None
    for i, value in enumerate(plan.columns[TARGET]):
        if value is not None and value != held:
            held, number = value, plan.said(TARGET, i) or ""
            if not steps or steps[-1][1] != number:
                steps.append((i, number))
    return steps


def _draw_gap(x: float, y: float) -> Markup:
    return element("rect", x=x - 6, y=y - 6, width=12, height=12, fill=palette.WASH,
                   stroke=palette.MARK_RULE)  # fmt: skip


def _draw_baseline(x: float, y: float) -> Markup:
    return stroke(bracket(x - 12, x + 12, y + 2), palette.INK, 1.6) or Markup("")
