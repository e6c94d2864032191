"""What a point is for a measure with a direction, and the two icons."""

from __future__ import annotations

from decimal import Decimal

from tests.methods.spc.slow.digits import over, same
from tests.methods.spc.slow.rules import is_high, label


def state(value, names: set[str], improvement: str, reading) -> str:
    if value is None:
        return "missing"
    if not names:
        return "common_cause"
    if improvement == "neither":
        return "neutral"
    told = names if reading.improvement_shows else {label(names)}
    good = [name for name in told if is_high(name) == (improvement == "up")]
    return "improvement" if good else "concern"


def variation(state: str, names: set[str], improvement: str) -> str | None:
    """The state of the latest point, with its direction."""
    if state in ("missing", "common_cause"):
        return None if state == "missing" else state
    if state == "neutral":
        return "neutral_high" if is_high(label(names)) else "neutral_low"
    high = (state == "improvement") == (improvement == "up")
    return f"{state}_{'high' if high else 'low'}"


def assurance(target: Decimal | None, line, improvement: str, reading) -> str | None:
    """The latest target against the latest limits; none for neutral measures."""
    if target is None or line.low is None or improvement == "neither":
        return None
    worst, best, middle, goal = line.low, line.high, line.centre, target
    if improvement == "down":
        worst, best, middle, goal = -line.high, -line.low, -line.centre, -target
    if same(worst, best):
        # No width: the mean is compared, and meeting the target exactly is a pass.
        return "fail" if over(goal, middle) else "pass"
    on_worst, on_best = same(worst, goal), same(best, goal)
    if over(worst, goal) or (on_worst and reading.on_the_limit_counts):
        return "pass"
    if over(goal, best) or (on_best and reading.on_the_limit_counts):
        return "fail"
    return "hit_or_miss"
