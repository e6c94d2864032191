"""The spread ladder: each site a rung, from planned to live, sorted by when it started."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from spreadwell.charts import palette
from spreadwell.charts.axes import rule, time_axis
from spreadwell.charts.frame import MARGIN, SMALL, Cell, Look, Picture, Table, compose, words
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.marks import hatch, point
from spreadwell.charts.scales import period_text
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.text import cut, width
from spreadwell.charts.wording import count, joined, sentence

State = Literal["planned", "preparing", "live", "paused", "stopped", "de_adopted"]
MarkKind = Literal["adaptation", "test", "other"]


@dataclass(frozen=True, slots=True)
class Tint:
    """How a state looks: its letter, fill, line and the ink of its letter."""

    letter: str
    fill: str
    stroke: str
    ink: str
    dash: str | None = None


TINTS: dict[State, Tint] = {
    "planned": Tint("P", palette.PAPER, palette.MARK_RULE, palette.QUIET_INK, "3 2"),
    "preparing": Tint("R", palette.ACCENT_TINT, palette.ACCENT, palette.ACCENT_DARK),
    "live": Tint("L", palette.ACCENT, palette.ACCENT, palette.PAPER),
    "paused": Tint("H", palette.CONCERN_WASH, palette.CONCERN, palette.CONCERN),
    "stopped": Tint("S", palette.WASH, palette.MARK_RULE, palette.INK),
    "de_adopted": Tint("D", palette.WASH, palette.INK, palette.INK, "3 2"),
}
SAID: dict[State, str] = {
    "planned": "planned",
    "preparing": "getting ready",
    "live": "live",
    "paused": "on hold (paused)",
    "stopped": "stopped",
    "de_adopted": "de-adopted",
}
TOLD: dict[MarkKind, str] = {
    "adaptation": "adaptation",
    "test": "test of change",
    "other": "start of another innovation",
}
ORDER: tuple[State, ...] = ("live", "paused", "preparing", "planned", "stopped", "de_adopted")


@dataclass(frozen=True, slots=True)
class LadderMark:
    """Something at a site in a period (its index): an adaptation, a test, another innovation."""

    period: int
    kind: MarkKind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """One site: its state in each period (None = not in the network yet), marks, and its page."""

    site: str
    states: tuple[State | None, ...]
    marks: tuple[LadderMark, ...] = field(default=())
    url: str = ""


def started(rung: Rung) -> int | None:
    """The first period in which the site was live, or None."""
    return next((i for i, s in enumerate(rung.states) if s == "live"), None)


def _order(rung: Rung) -> tuple[int, int, str]:
    far = len(rung.states) + 1
    first = started(rung)
    earliest = next((i for i, s in enumerate(rung.states) if s), far)
    return (far if first is None else first, earliest, rung.site)


def ladder(
    periods: Sequence[str],
    rungs: Sequence[Rung],
    look: Look | None = None,
    *,
    now: int | None = None,
    title: str = "Spread ladder",
) -> Picture:
    """The spread ladder, site × period, earliest start on top.

    `now` is the index of the present period where plans run beyond it (the last one by default).
    Each rung needs one state a period. Raises ValueError naming the site where it does not.
    """
    look = look or Look()
    present = len(periods) - 1 if now is None else now
    if periods and not 0 <= present < len(periods):
        raise ValueError("The present period of a ladder must be one of its periods.")
    for rung in rungs:
        if len(rung.states) != len(periods):
            raise ValueError(f"{rung.site} needs one state for each of {len(periods)} periods.")
        if any(not 0 <= m.period < len(periods) for m in rung.marks):
            raise ValueError(f"{rung.site} has a mark outside the periods.")
    ordered = sorted(rungs, key=_order)
    body, height = _draw(periods, ordered, look, present)
    return compose(
        look,
        title=title,
        sentence=_sentence(periods, ordered, present),
        height=height,
        body=body,
        table=_table(periods, ordered),
        vega=_vega(periods, ordered),
        links=any(r.url for r in ordered),
    )


def _draw(
    periods: Sequence[str], rungs: Sequence[Rung], look: Look, now: int
) -> tuple[list[Markup], float]:
    room = 104.0 if look.narrow else 168.0
    left, right = MARGIN + room, look.width - MARGIN
    step = (right - left) / max(len(periods), 1)
    linked = any(r.url for r in rungs)
    # A link needs 24 px to be hit with a finger.
    row = 24.0 if linked else 22.0 if len(rungs) <= 40 else 18.0
    top = 8.0 if now == len(periods) - 1 else 22.0
    ident = f"{look.prefix}-hold"
    out: list[Markup] = [
        element("defs", hatch(ident, palette.CONCERN, palette.CONCERN_WASH, gap=7))
    ]
    bottom = top + row * len(rungs)
    centres = [left + (i + 0.5) * step for i in range(len(periods))]
    for i, period in enumerate(periods):
        if period.endswith("-01") or (i and "-" not in period):
            out.append(rule(left + i * step, top, left + i * step, bottom))
    for k, rung in enumerate(rungs):
        out.append(_rung(rung, left, top + k * row, step, row, room, ident))
    if now < len(periods) - 1:
        x = left + (now + 1) * step
        # A pale line under the dashes keeps them visible across the dark bars.
        out.append(rule(x, top - 4, x, bottom, stroke=palette.PAPER, stroke_width=4))
        out.append(rule(x, top - 4, x, bottom, stroke=palette.INK, stroke_width=1.5, dash="4 3"))
        out.append(words("today", x, top - 8, anchor="middle", fill=palette.INK))
    out += time_axis(periods, centres, bottom + 2, low=left, high=right)
    drawn, more = legend(_entries(rungs, ident), look.width, bottom + 28)
    return out + drawn, bottom + 28 + more + 6


def _rung(
    rung: Rung, left: float, y: float, step: float, row: float, room: float, ident: str
) -> Markup:
    bar = row - 7
    parts: list[Markup] = [
        words(cut(rung.site, SMALL, room - 10), left - 8, y + row / 2 + 4, anchor="end")
    ]
    marks = [left + (m.period + 0.5) * step for m in rung.marks]
    start = 0
    for state, run in groupby(rung.states):
        n = len(list(run))
        if state is not None:
            parts += _spell(state, left + start * step, y + 3, n * step, bar, ident, marks)
        start += n
    for mark in rung.marks:
        parts.append(_mark(mark.kind, left + (mark.period + 0.5) * step, y + row / 2 - 0.5, row))
    if rung.url:
        return element("a", parts, href=rung.url, aria_label=rung.site, class_="sw-step")
    return element("g", parts)


def _spell(
    state: State, x: float, y: float, w: float, h: float, ident: str, marks: Sequence[float] = ()
) -> list[Markup]:
    tint = TINTS[state]
    fill = f"url(#{ident})" if state == "paused" else tint.fill
    out = [
        element(
            "rect",
            x=x + 0.75,
            y=y,
            width=max(w - 1.5, 1.5),
            height=h,
            rx=2.5,
            fill=fill,
            stroke=tint.stroke,
            stroke_dasharray=tint.dash,
        )
    ]
    size = min(12.0, h - 2)
    # The letter stands where no mark covers it, or not at all in a spell too short for both.
    free = [lx for lx in (x + min(w / 2, 9), x + 22, x + 36, x + 50) if lx <= x + w - 7]
    free = [lx for lx in free if all(abs(lx - m) > 11 for m in marks)]
    if free and w >= width(tint.letter, size, bold=True) + 4:
        lx = free[0]
        if state == "paused":
            out.append(
                element("rect", x=lx - 6, y=y + 1, width=12, height=h - 2, fill=palette.PAPER)
            )
        out.append(
            words(
                tint.letter, lx, y + h / 2 + size * 0.36, size=size, fill=tint.ink,
                anchor="middle", bold=True,
            )
        )  # fmt: skip
    return out


def _mark(kind: MarkKind, x: float, y: float, row: float) -> Markup:
    r = row * 0.24
    if kind == "adaptation":
        return point("diamond", x, y, r, fill="#ffdd57", stroke=palette.INK)
    if kind == "other":
        return point("triangle", x, y, r, fill=palette.CONCERN, stroke=palette.PAPER)
    return point("circle", x, y, r, fill=palette.PAPER, stroke=palette.INK)


def _entries(rungs: Sequence[Rung], ident: str) -> list[Entry]:
    seen = {s for r in rungs for s in r.states}
    kinds = {m.kind for r in rungs for m in r.marks}

    def drawer(state: State) -> Entry:
        return Entry(
            SAID[state], lambda x, y: _spell(state, x - 11, y - 7.5, 22, 15, ident), room=22
        )

    out = [drawer(s) for s in TINTS if s in seen]
    if "adaptation" in kinds:
        out.append(Entry("adaptation", lambda x, y: _mark("adaptation", x, y, 22)))
    if "test" in kinds:
        out.append(Entry("test of change", lambda x, y: _mark("test", x, y, 22)))
    if "other" in kinds:
        out.append(Entry("another innovation starts there", lambda x, y: _mark("other", x, y, 22)))
    return out


def _sentence(periods: Sequence[str], rungs: Sequence[Rung], now: int) -> str:
    if not rungs or not periods:
        return "No site is planned yet."
    states = [r.states[now] for r in rungs]
    said = [f"{states.count(s)} {SAID[s]}" for s in ORDER if s in states]
    out = states.count(None)
    if out:
        said.append(f"{out} not in the network yet")
    number, rest = said[0].split(" ", 1)
    said[0] = f"{number} {'is' if number == '1' else 'are'} {rest}"
    firsts = [i for r in rungs if (i := started(r)) is not None and i <= now]
    first = f"the first went live in {period_text(periods[min(firsts)])}" if firsts else ""
    kinds = [m.kind for r in rungs for m in r.marks]
    marks = [
        count(kinds.count(kind), one, many)
        for kind, one, many in (
            ("adaptation", "adaptation", "adaptations"),
            ("test", "test of change", "tests of change"),
            ("other", "start of another innovation", "starts of other innovations"),
        )
        if kind in kinds
    ]
    verb = "is" if len(kinds) == 1 else "are"
    return sentence(
        f"in {period_text(periods[now])}, of {count(len(rungs), 'site')}, {joined(said)}",
        first,
        f"{joined(marks)} {verb} marked" if marks else "",
    )


def _table(periods: Sequence[str], rungs: Sequence[Rung]) -> Table:
    columns = ("Site", "Went live", *periods, "What happened there")
    rows: list[tuple[Cell, ...]] = []
    for r in rungs:
        first = started(r)
        marks = "; ".join(
            f"{periods[m.period]} {TOLD[m.kind]}" + (f": {m.text}" if m.text else "")
            for m in sorted(r.marks, key=lambda m: m.period)
        )
        rows.append((r.site, periods[first] if first is not None else None, *r.states, marks))
    return Table(columns, tuple(rows))


def _vega(periods: Sequence[str], rungs: Sequence[Rung]) -> dict[str, object]:
    values = [
        {"site": r.site, "period": p, "state": s}
        for r in rungs
        for p, s in zip(periods, r.states, strict=True)
        if s is not None
    ]
    return {
        "data": {"values": values},
        "mark": "rect",
        "encoding": {
            "x": {"field": "period", "type": "ordinal", "title": None},
            "y": {"field": "site", "type": "nominal", "sort": [r.site for r in rungs]},
            "color": {"field": "state", "type": "nominal"},
        },
    }
