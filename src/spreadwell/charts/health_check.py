"""The health of a network: how its members see five features, each time they were asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median_low

from spreadwell.charts import palette
from spreadwell.charts.axes import rule
from spreadwell.charts.frame import MARGIN, SMALL, Cell, Look, Picture, Table, compose, words
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.marks import point
from spreadwell.charts.scales import Linear
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.text import wrap
from spreadwell.charts.wording import count, joined, sentence

FEATURES = (
    "Common purpose",
    "Cooperative structure",
    "Critical mass",
    "Collective intelligence",
    "Community building",
)
"""Source: The Health Foundation, Effective networks for improvement, 2014."""

LOWEST, HIGHEST = 1, 5
FEWEST = 3
"""With fewer answers a view could be traced to the member who gave it, so none is drawn."""

SHOWN = 4
"""How many times are drawn; the table holds all of them."""

_ROW = 66.0
_STACK = 40.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One time the members were asked: when, how many were asked, and the views by feature.

    A view is 1 (not at all) to 5 (fully); None = the member did not say.
    """

    when: str
    members: int
    views: Mapping[str, Sequence[int | None]] = field(default_factory=dict)


def health_check(
    times: Sequence[Asked],
    look: Look | None = None,
    *,
    title: str = "How members see the network",
) -> Picture:
    """A dot a member on 1 to 5, a row a feature, a column (on a phone a strip) each time.

    `times` in order of asking; the last four are drawn. Raises ValueError naming the time and
    feature where a view is outside 1 to 5, a feature is unknown or more answered than were asked.
    """
    look = look or Look()
    for asked in times:
        _check(asked)
    shown = list(times[-SHOWN:])
    body, y = (_strips if look.narrow else _columns)(shown, look)
    drawn, more = legend(_entries(shown), look.width, y)
    return compose(
        look,
        title=title,
        sentence=_sentence(times),
        height=y + more + 6,
        body=body + drawn,
        table=_table(times),
    )


def _check(asked: Asked) -> None:
    for feature, views in asked.views.items():
        if feature not in FEATURES:
            raise ValueError(f"{feature} is not one of the five features.")
        if any(v is not None and not LOWEST <= v <= HIGHEST for v in views):
            raise ValueError(f"{asked.when}, {feature}: a view lies outside 1 to 5.")
        if len(_given(asked, feature)) > asked.members:
            raise ValueError(f"{asked.when}, {feature}: more answered than were asked.")


def _given(asked: Asked, feature: str) -> list[int]:
    return sorted(v for v in asked.views.get(feature, ()) if v is not None)


def _most(times: Sequence[Asked]) -> int:
    """The most members who share one view: it sets one size for the dots of all times."""
    every = [_given(a, f) for a in times for f in FEATURES]
    return max((views.count(v) for views in every for v in set(views)), default=1)


def _columns(times: Sequence[Asked], look: Look) -> tuple[list[Markup], float]:
    names = 136.0
    gap = 20.0
    wide = (look.width - 2 * MARGIN - names - gap * max(len(times) - 1, 0)) / max(len(times), 1)
    wide = min(wide, 250.0)
    most = _most(times)
    out: list[Markup] = []
    for k, asked in enumerate(times):
        x = MARGIN + names + k * (wide + gap)
        out.append(words(asked.when, x + wide / 2, 14, size=13, anchor="middle", bold=True))
        for r, feature in enumerate(FEATURES):
            out += _spread(
                _given(asked, feature), x, 26 + r * _ROW, wide, most, latest=k == len(times) - 1
            )
        out += _scale(x, 26 + len(FEATURES) * _ROW, wide)
    for r, feature in enumerate(FEATURES):
        lines = wrap(feature, 13, names - 14, bold=True)
        first = 26 + r * _ROW + _ROW - 20 - 8 * (len(lines) - 1)
        out += [
            words(t, MARGIN, first + 16 * j, size=13, bold=True) for j, t in enumerate(lines)
        ]  # fmt: skip
    return out, 26 + len(FEATURES) * _ROW + 26


def _strips(times: Sequence[Asked], look: Look) -> tuple[list[Markup], float]:
    names = 82.0
    x, wide = MARGIN + names, look.width - 2 * MARGIN - names
    most = _most(times)
    out: list[Markup] = []
    y = 4.0
    for feature in FEATURES:
        y += 16
        out.append(words(feature, MARGIN, y, size=14, bold=True))
        for k, asked in enumerate(times):
            out += _spread(_given(asked, feature), x, y, wide, most, latest=k == len(times) - 1)
            for j, line in enumerate(wrap(asked.when, SMALL, names - 8, lines=2)):
                at = y + _ROW - 12 + 14 * j
                out.append(words(line, MARGIN, at, fill=palette.QUIET_INK))
            y += _ROW - 8
        y += 14
        out += _scale(x, y, wide)
        y += 26
    return out, y


def _spread(
    views: Sequence[int], x: float, y: float, wide: float, most: int, *, latest: bool
) -> list[Markup]:
    """Stacked dots over a line from 1 to 5, with the middle view marked under them."""
    line = y + _ROW - 12
    across = Linear(LOWEST - 0.5, HIGHEST + 0.5, x, x + wide)
    base = rule(x, line, x + wide, line, stroke=palette.MARK_RULE)
    if len(views) < FEWEST:
        text = "nobody asked" if not views else "too few answers"
        said = words(
            text, x + wide / 2, line - 12, anchor="middle", fill=palette.QUIET_INK,
            font_style="italic",
        )  # fmt: skip
        return [base, said]
    r = min(5.0, _STACK / (2 * most))
    colour = palette.ACCENT if latest else palette.MARK_RULE
    out = [base]
    for v in range(LOWEST, HIGHEST + 1):
        n = views.count(v)
        if r >= 2:
            out += [
                element("circle", cx=across(v), cy=line - 2 - r - 2 * r * k, r=r - 0.5, fill=colour)
                for k in range(n)
            ]
        elif n:
            # Dots this small would be dust: a bar holds the same share.
            high = _STACK * n / most
            out.append(
                element("rect", x=across(v) - 8, y=line - 1 - high, width=16, height=high,
                        fill=colour)
            )  # fmt: skip
    out.append(_middle(across(median_low(views)), line + 5))
    return out


def _middle(x: float, y: float) -> Markup:
    return point("triangle", x, y, 4.5, fill=palette.INK)


def _scale(x: float, y: float, wide: float) -> list[Markup]:
    across = Linear(LOWEST - 0.5, HIGHEST + 0.5, x, x + wide)
    return [
        words(str(v), across(v), y + 14, anchor="middle", fill=palette.QUIET_INK)
        for v in range(LOWEST, HIGHEST + 1)
    ]


def _entries(times: Sequence[Asked]) -> list[Entry]:
    drawn = [_given(a, f) for a in times for f in FEATURES]
    if not any(len(views) >= FEWEST for views in drawn):
        return []

    def dot(colour: str) -> Callable[[float, float], Markup]:
        return lambda x, y: element("circle", cx=x, cy=y, r=4.5, fill=colour)

    out = [Entry("a member's view, 1 not at all to 5 fully", dot(palette.ACCENT))]
    if len(times) > 1:
        out.append(Entry("an earlier time", dot(palette.MARK_RULE)))
    out.append(Entry("middle view: half said this or less", _middle))
    return out


def _sentence(times: Sequence[Asked]) -> str:
    if not times:
        return "The members have not been asked yet."
    last = times[-1]
    answered = max((len(_given(last, f)) for f in FEATURES), default=0)
    first = f"in {last.when}, {answered:,} of {count(last.members, 'member')} answered"
    held = {f: v for f in FEATURES if len(v := _given(last, f)) >= FEWEST}
    if not held:
        return sentence(first, f"views are shown once at least {FEWEST} have answered")
    middles = {f: median_low(v) for f, v in held.items()}
    low, high = min(middles.values()), max(middles.values())
    spread = {f: v[-1 - len(v) // 10] - v[len(v) // 10] for f, v in held.items()}
    widest = max(spread.values())

    def said(values: Mapping[str, int], at: int) -> str:
        return joined([f.lower() for f, v in values.items() if v == at])

    where = (
        f"the middle view is lowest for {said(middles, low)} ({low} of 5) "
        f"and highest for {said(middles, high)} ({high} of 5)"
        if low < high
        else f"the middle view is {low} of 5 for every feature shown"
    )
    differ = f"members differ most about {said(spread, widest)}" if widest >= 2 else ""
    return sentence(first, where, differ, _change(times, middles))


def _change(times: Sequence[Asked], middles: Mapping[str, int]) -> str:
    """Which middle views rose or fell since the time before."""
    if len(times) < 2:
        return ""
    before = times[-2]
    was = {f: median_low(v) for f in middles if len(v := _given(before, f)) >= FEWEST}
    if not was:
        return ""
    rose = [f.lower() for f in was if middles[f] > was[f]]
    fell = [f.lower() for f in was if middles[f] < was[f]]
    parts = [f"rose for {joined(rose)}"] if rose else []
    parts += [f"fell for {joined(fell)}"] if fell else []
    return f"since {before.when} the middle view {joined(parts) or 'stayed the same'}"


def _table(times: Sequence[Asked]) -> Table:
    scores = tuple(str(v) for v in range(LOWEST, HIGHEST + 1))
    rows: list[tuple[Cell, ...]] = []
    for asked in times:
        for feature in FEATURES:
            views = _given(asked, feature)
            counts: tuple[Cell, ...] = tuple(
                views.count(v) if len(views) >= FEWEST else None for v in range(LOWEST, HIGHEST + 1)
            )
            middle = median_low(views) if len(views) >= FEWEST else None
            rows.append((asked.when, feature, asked.members, len(views), *counts, middle))
    return Table(("When", "Feature", "Asked", "Answered", *scores, "Middle view"), tuple(rows))
