"""What a page says of each point of a control chart, for keyboard, touch and pointer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spreadwell.charts.control_plan import CENTRE, TARGET, VALUE, Plan
from spreadwell.charts.control_table import KIND_SAID
from spreadwell.charts.control_wording import SIGNAL_SAID, centre_name
from spreadwell.charts.frame import ReadOut
from spreadwell.charts.scales import period_text
from spreadwell.charts.wording import sentence


def readouts(plan: Plan, happened: Mapping[int, Sequence[str]]) -> list[ReadOut]:
    """One read-out a period of the axis: value, state, rule, limits, target and what happened."""
    out = []
    middle = centre_name(plan.chart)
    behind: dict[tuple[float | None, ...], str] = {}
    columns, levels = plan.columns, plan.levels
    foot = (plan.top + plan.bottom) / 2
    for i, period in enumerate(plan.periods):
        also = " ".join(happened.get(i, ()))
        when = period_text(period) or "Later"
        if i >= plan.count:
            out.append(ReadOut(plan.xs[i], foot, sentence(f"{when}: no reading yet", also)))
            continue
        key = tuple(column[i] for column in columns[CENTRE:])
        lines = behind.get(key)
        if lines is None:
            target = plan.said(TARGET, i)
            lines = behind[key] = sentence(
                plan.limits_said(i), f"target {target}" if target else ""
            )
        mark, y = plan.marks[i], levels[VALUE][i]
        if mark == "missing" or y is None:
            gone = "held back, because few people stand behind it"
            text = gone if i in plan.suppressed else "no value"
            out.append(ReadOut(plan.xs[i], foot, sentence(f"{when}: {text}", also)))
            continue
        label = plan.chart.labels[i]
        state = KIND_SAID[plan.chart.kinds[i].value]
        if label:
            state += f", {SIGNAL_SAID[label].format(centre=middle)}"
        if mark == "excluded":
            state = "left out of the limits"
        said = f"{when}: {plan.said(VALUE, i)}. {state[0].upper()}{state[1:]}. {lines}"
        out.append(ReadOut(plan.xs[i], y, f"{said} {also}" if also else said))
    return out
