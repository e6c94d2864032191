"""The reference page of chart rules, drawn from the worked examples that the tests run."""

from __future__ import annotations

from typing import Any

from spreadwell.methods.spc import ControlChart
from tests.methods.spc.specs import Chapter, Example, chapters
from tests.methods.spc.things import fast

NAMES = {
    "xmr": "XmR",
    "run": "Run",
    "pprime": "p′",
    "uprime": "u′",
    "iprime": "i′",
    "xbar": "Xbar",
    "s": "S",
    "mr": "MR",
}
WORDS = {
    "baseline": "baseline of {} points",
    "target": "target {}",
    "improvement": "improvement {}",
    "dialect": "`{}`",
    "rules": "{}",
}
FIGURES = {"centre": "centre", "lower": "lower limit", "upper": "upper limit"}

INTRODUCTION = """# Chart rules

Each rule, icon, dialect and guard of the charts, with a small table in and the table that comes
out. The tests hold every example here against the charts, and against a second, slow way to compute
them. Why the rules are so is told in [Charts](../explanation/charts.md).

| sign | state | letter | rule that names the point |
| --- | --- | --- | --- |
| ○ | common cause | O | outside the limits |
| ▲ ▼ | improvement, where more (▲) or less (▼) is better | T | trend |
| ◆ | concern | 2 | two of three |
| ⬡ | a signal without good or bad | S | shift |
| – | no value | . | none |

Improvement is up and the dialect `mdc` unless an example says otherwise. The lines are those at the
last period.
"""


def page() -> str:
    """Return the page without its first line."""
    return "\n".join([INTRODUCTION, *(section(chapter) for chapter in chapters())])


def section(chapter: Chapter) -> str:
    """Return one chapter."""
    examples = "\n".join(shown(one) for one in chapter.examples)
    return f"## {chapter.title}\n\n{chapter.words}\n\n{examples}"


def shown(one: Example) -> str:
    """Return one example: its sentence, the table in and out, and what the chart says."""
    made = fast(one.kind, one.given, **one.asked)
    rows = [[name, *map(plain, column)] for name, column in one.given.items()]
    rows += [["state", *one.states], ["rule", *one.rules]]
    first = max(len(row[0]) for row in rows)
    widths = [max(len(row[i]) for row in rows) for i in range(1, one.length + 1)]
    lines = [
        f"{row[0]:<{first}}  " + " ".join(f"{c:>{w}}" for c, w in zip(row[1:], widths, strict=True))
        for row in rows
    ]
    told = "".join(f"{line.rstrip()}\n" for line in lines)
    return f"**{one.says}**\n\n{asked(one)}\n\n```text\n{told}```\n\n{answer(one, made)}\n"


def asked(one: Example) -> str:
    """Return the kind of chart and what was asked, in a line."""
    parts = [f"{NAMES.get(one.kind, one.kind)} chart"]
    for name, value in one.asked.items():
        if name == "rebase":
            parts.append(f"rebase at point {value[0] + 1}")
        elif name == "exclude":
            parts.append(f"point {value[0] + 1} left out of the limits")
        elif name == "screen":
            parts.append("screened" if value else "not screened")
        elif isinstance(value, list):
            parts.append(f"a target by period, at last {plain(value[-1])}")
        else:
            parts.append(WORDS[name].format(plain(value)))
    return ", ".join(parts) + ":"


def answer(one: Example, made: ControlChart) -> str:
    """Return lines, icons and guards in words."""
    drawn = [f"{FIGURES[name]} {plain(n)}" for name, n in one.lines.items() if n is not None]
    told = [f"{', '.join(drawn).capitalize()}." if drawn else ""]
    told.append("No limits." if one.lines.get("lower", 0) is None else "")
    variation = (one.variation or "none").replace("_", " ")
    told.append(f"Variation: {variation}.")
    told.append(f"Assurance: {(one.assurance or 'none').replace('_', ' ')}.")
    told += [f"`{guard.code}`: {guard.sentence}" for guard in made.guards]
    return " ".join(part for part in told if part)


def plain(value: Any) -> str:
    """Return a number without needless digits; a dash for none."""
    if value is None:
        return "–"
    return value if isinstance(value, str) else f"{value:.6g}".replace("-", "−")
