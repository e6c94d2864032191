"""What a page says of each point of a control chart, for keyboard, touch and pointer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spreadwell.charts.control_plan import CENTRE, TARGET, VALUE, Plan
from spreadwell.charts.control_table import KIND_SAID
from spreadwell.charts.control_wording import SIGNAL_SAID, centre_name, number_text
from spreadwell.charts.frame import ReadOut, ReadOuts
from spreadwell.charts.scales import period_text
from spreadwell.charts.wording import sentence
from spreadwell.methods.spc import PointKind, Signal


def readouts(plan: Plan, happened: Mapping[int, Sequence[str]]) -> ReadOuts:
    """One read-out a period of the axis: value, state, rule, limits, target and what happened."""
    out = []
    middle = centre_name(plan.chart)
    behind: dict[tuple[float | None, ...], str] = {}
    states: dict[tuple[PointKind, Signal], str] = {}
    chart, unit, spread = plan.chart, plan.unit, plan.spread
    lines = list(zip(*plan.columns[CENTRE:], strict=True))
    values, heights = plan.columns[VALUE], plan.levels[VALUE]
    foot = (plan.top + plan.bottom) / 2
    for i, (period, x) in enumerate(zip(plan.periods, plan.xs, strict=True)):
        when = period_text(period) or "Later"
        y = foot
        if i >= plan.count:
            said = f"{when}: no reading yet."
        elif (value := values[i]) is None:
            gone = "held back, because few people stand behind it"
            said = f"{when}: {gone if i in plan.suppressed else 'no value'}."
        else:
            y = heights[i] or 0.0
            limits = behind.get(lines[i])
            if limits is None:
                limits = behind[lines[i]] = _lines_said(plan, i)
            key = (chart.kinds[i], chart.labels[i])
            state = states.get(key)
            if state is None:
                state = states[key] = _state_said(*key, middle)
            if plan.marks[i] == "excluded":
                state = "Left out of the limits"
            said = f"{when}: {number_text(value, spread, unit)}. {state}. {limits}"
        if i in happened:
            said = f"{said} {' '.join(happened[i])}"
        out.append(ReadOut(x, y, said))
    latest = plan.chart.latest
    box = (plan.left, plan.top, plan.right, plan.bottom)
    return ReadOuts(out, box, plan.count - 1 if latest is None else latest)


def _lines_said(plan: Plan, at: int) -> str:
    """The lines at a period as sentences."""
    target = plan.said(TARGET, at)
    return sentence(plan.limits_said(at), f"target {target}" if target else "")


def _state_said(kind: PointKind, label: Signal, middle: str) -> str:
    """What a point is, and by which rule."""
    state = KIND_SAID[kind.value].capitalize()
    return f"{state}, {SIGNAL_SAID[label].format(centre=middle)}" if label else state
