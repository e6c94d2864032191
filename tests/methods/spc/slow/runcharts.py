"""The run chart of one series: its median, its runs, and the points they mark."""

from __future__ import annotations

from tests.methods.spc.slow.dialects import READINGS
from tests.methods.spc.slow.digits import median, over
from tests.methods.spc.slow.parts import counted
from tests.methods.spc.slow.rules import label
from tests.methods.spc.slow.runs import stretches, test, trends, useful
from tests.methods.spc.slow.shapes import Line, Slow
from tests.methods.spc.slow.states import state, variation

# Under this many points off the median a run chart has no icon.
ADVISED = 10


def chart(values, parts, baseline, exclude, improvement, rules, spans) -> Slow:
    """Limits are none and so is assurance; the Anhøj or the Perla rules mark points."""
    reading = READINGS["qicharts2-0.8"]
    lines, found, tests = [], [], []
    for part in parts:
        used = counted(values, part, baseline, exclude)
        centre = median([values[i] for i in used]) if used else None
        here = [None if spans and i in exclude else values[i] for i in part]
        analysed = test(here, [centre] * len(part))
        marks: list[set[str]] = [set() for _ in part]
        limit = 6 if rules == "perla" else analysed.allowed + 1
        for run in stretches(useful(here, [centre] * len(part))):
            if len(run) >= limit:
                for i in run:
                    marks[i].add("shift high" if over(here[i], centre) else "shift low")
        if rules == "perla":
            marks = [a | b for a, b in zip(marks, trends(here, 5), strict=True)]
        lines += [Line(centre) for _ in part]
        found += marks
        tests.append(analysed)
    states = [state(v, names, improvement, reading) for v, names in zip(values, found, strict=True)]
    latest = max((i for i, v in enumerate(values) if v is not None), default=None)
    icon = None
    if latest is not None and tests[-1].useful >= ADVISED:
        icon = variation(states[latest], found[latest], improvement)
    labels = [label(names) for names in found]
    return Slow(values, lines, found, labels, states, latest, icon, None, tests)
