"""The loop: where everything is, one station a step, with its count, its link and what is late."""

from __future__ import annotations

from collections.abc import Sequence

from spreadwell.charts.frame import Look, Picture, Table, compose
from spreadwell.charts.loop_drawing import column, ring
from spreadwell.charts.loop_steps import KEYS, STATIONS, Station, Step
from spreadwell.charts.wording import count, joined, sentence

__all__ = ["KEYS", "STATIONS", "Step", "loop"]

TITLE = "The loop: where everything is"


def loop(steps: Sequence[Step], look: Look | None = None, *, title: str = TITLE) -> Picture:
    """The loop with a count at each step that links, and late ones marked with "!" and words.

    `steps` in any order; a step left out shows 0. Raises ValueError on an unknown or doubled key
    and on a negative count.
    """
    look = look or Look()
    by_key = _checked(steps)
    full = [(s, by_key.get(s.key, Step(s.key, 0))) for s in STATIONS]
    rows = tuple((s.many.capitalize(), step.count, step.late) for s, step in full)
    table = Table(("Step", "How many", "Late"), rows)
    body, height = (column if look.narrow else ring)(full, look)
    return compose(
        look,
        title=title,
        sentence=_sentence(full),
        height=height,
        body=body,
        table=table,
        links=any(step.url for _, step in full),
    )


def _checked(steps: Sequence[Step]) -> dict[str, Step]:
    out: dict[str, Step] = {}
    for step in steps:
        if step.key not in KEYS:
            raise ValueError(f"The loop has no step called {step.key}.")
        if step.key in out:
            raise ValueError(f"The step {step.key} is given twice.")
        if step.count < 0 or step.late < 0:
            raise ValueError(f"The step {step.key} cannot have a count below nought.")
        out[step.key] = step
    return out


def _sentence(full: Sequence[tuple[Station, Step]]) -> str:
    held = joined([count(step.count, s.one, s.many) for s, step in full])
    late = [count(step.late, s.one, s.many) for s, step in full if step.late]
    total = sum(step.late for _, step in full)
    verb = "is" if total == 1 else "are"
    return sentence(
        f"the loop holds {held}",
        f"{joined(late)} {verb} late" if late else "nothing is late",
    )
