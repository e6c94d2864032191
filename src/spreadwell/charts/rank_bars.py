"""How often each opportunity ranks where: one bar an opportunity, cut by rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spreadwell.charts import palette
from spreadwell.charts.axes import rule
from spreadwell.charts.frame import MARGIN, SMALL, Look, Picture, Table, compose, words
from spreadwell.charts.scales import Linear
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.text import cut
from spreadwell.charts.wording import count, sentence

# Ranks beyond this are drawn as one: nobody tells the ninth from the tenth.
RANKS_APART = 6
ROW, BAR = 30.0, 18.0


@dataclass(frozen=True, slots=True)
class RankRow:
    """One opportunity: the share of draws (0 to 1) in which it ranks first, second, and so on."""

    name: str
    shares: tuple[float, ...]


def rank_bars(
    rows: Sequence[RankRow], look: Look | None = None, *, title: str = "How often each ranks where"
) -> Picture:
    """Bars of rank acceptability, the most often first at the top. ValueError when empty."""
    look = look or Look()
    if not rows:
        raise ValueError("Bars of ranks need at least one opportunity.")
    ordered = sorted(rows, key=lambda row: (sum(k * s for k, s in enumerate(row.shares)), row.name))
    body, height = _draw(ordered, look)
    columns = ("Opportunity", *(f"Rank {k + 1}" for k in range(len(ordered[0].shares))))
    return compose(
        look,
        title=title,
        sentence=_sentence(ordered),
        height=height,
        body=body,
        table=Table(columns, tuple((row.name, *row.shares) for row in ordered)),
        vega=_vega(ordered),
    )


def _draw(rows: Sequence[RankRow], look: Look) -> tuple[list[Markup], float]:
    stacked = look.narrow
    left = MARGIN if stacked else MARGIN + 190.0
    scale = Linear(0.0, 1.0, left, look.width - MARGIN)
    step = ROW + 14 if stacked else ROW
    ranks = len(rows[0].shares)
    out: list[Markup] = []
    for place, row in enumerate(rows):
        top = 10 + step * place
        if stacked:
            out.append(words(cut(row.name, SMALL, look.width - 2 * MARGIN), MARGIN, top + 11))
            top += 16
        else:
            name = cut(row.name, SMALL, 180)
            out.append(words(name, left - 8, top + BAR / 2 + 4, anchor="end"))
        at = 0.0
        for k, share in enumerate(_apart(row.shares)):
            if share <= 0:
                continue
            x0, x1 = scale(at), scale(min(at + share, 1.0))
            out.append(
                element(
                    "rect", element("title", f"{row.name}: {_rank(k, ranks)} {share:.0%}"),
                    x=x0, y=top, width=x1 - x0, height=BAR, fill=palette.ACCENT,
                    fill_opacity=_shade(k), stroke=palette.PAPER,
                )
            )  # fmt: skip
            if x1 - x0 > 26:
                # Dark shades carry light words.
                ink = palette.PAPER if k < 2 else palette.INK
                text = _short(k, ranks)
                out.append(words(text, (x0 + x1) / 2, top + BAR / 2 + 4, anchor="middle", fill=ink))
            at += share
    bottom = 10 + step * len(rows)
    for mark in (0.0, 0.5, 1.0):
        out.append(rule(scale(mark), 6, scale(mark), bottom, stroke=palette.MARK_RULE))
        anchor = "start" if mark == 0 else "end" if mark == 1 else "middle"
        out.append(
            words(f"{mark:.0%}", scale(mark), bottom + 15, anchor=anchor, fill=palette.QUIET_INK)
        )
    out.append(words("share of weightings and scores", left, bottom + 32, bold=True))
    return out, bottom + 42


def _apart(shares: Sequence[float]) -> list[float]:
    """The first ranks each, the others together."""
    if len(shares) <= RANKS_APART:
        return list(shares)
    return [*shares[: RANKS_APART - 1], sum(shares[RANKS_APART - 1 :])]


def _short(k: int, ranks: int) -> str:
    return f"{k + 1}+" if k == RANKS_APART - 1 and ranks > RANKS_APART else f"{k + 1}"


def _rank(k: int, ranks: int) -> str:
    return f"rank {_short(k, ranks)}"


def _shade(k: int) -> float:
    """Darkest for the first, lighter by rank; never so light that the bar is lost."""
    return max(1.0 - 0.18 * k, 0.1)


def _sentence(rows: Sequence[RankRow]) -> str:
    often = max(rows, key=lambda row: row.shares[0])
    said = count(len(rows), "opportunity", "opportunities")
    return sentence(f"{said} ranked; {often.name} is first in {often.shares[0] * 100:.0f} of 100")


def _vega(rows: Sequence[RankRow]) -> dict[str, object]:
    values = [
        {"name": row.name, "rank": k + 1, "share": share}
        for row in rows
        for k, share in enumerate(row.shares)
    ]
    return {
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": [row.name for row in rows]},
            "x": {"field": "share", "type": "quantitative", "stack": "zero"},
            "color": {"field": "rank", "type": "ordinal"},
        },
    }
