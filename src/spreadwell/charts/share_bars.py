"""Of so many, how many each: a bar a name on one denominator, with a dashed end for none."""

from __future__ import annotations

from collections.abc import Sequence

from spreadwell.charts import palette
from spreadwell.charts.axes import rule
from spreadwell.charts.frame import MARGIN, SMALL, Look, Picture, Table, compose, words
from spreadwell.charts.scales import Linear
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.text import cut, width
from spreadwell.charts.wording import joined, sentence

ROW, BAR, NAMES = 30.0, 16.0, 250.0


def share_bars(
    rows: Sequence[tuple[str, int]],
    total: int,
    look: Look | None = None,
    *,
    noun: str = "decisions",
    said: str = "",
    title: str = "How many of them all",
) -> Picture:
    """Bars of counts out of `total`, the most first; a count may overlap another's.

    `said` is the sentence above it, where it is not about whom things trace to.

    Raises ValueError when empty, or when a count is below nought or above the total.
    """
    look = look or Look()
    if not rows or total < 1:
        raise ValueError("Bars of shares need at least one name and one thing counted.")
    if any(not 0 <= many <= total for _, many in rows):
        raise ValueError("A share is between none and all of what is counted.")
    ordered = sorted(rows, key=lambda row: -row[1])
    body, height = _draw(ordered, total, look)
    return compose(
        look,
        title=title,
        sentence=said or _sentence(ordered, total, noun),
        height=height,
        body=body,
        table=Table(("Name", noun.capitalize(), "Of"), tuple((n, m, total) for n, m in ordered)),
        vega=_vega(ordered, noun),
    )


def _draw(rows: Sequence[tuple[str, int]], total: int, look: Look) -> tuple[list[Markup], float]:
    stacked = look.narrow
    told = [f"{many:,} of {total:,}" for _, many in rows]
    left = MARGIN if stacked else MARGIN + NAMES
    right = look.width - MARGIN - max(width(text, SMALL) for text in told) - 12
    scale = Linear(0.0, float(total), left, right)
    step = ROW + 14 if stacked else ROW
    out: list[Markup] = []
    for at, ((name, many), text) in enumerate(zip(rows, told, strict=True)):
        top = 8 + step * at
        if stacked:
            out.append(words(cut(name, SMALL, look.width - 2 * MARGIN), MARGIN, top + 11))
            top += 16
        else:
            out.append(
                words(cut(name, SMALL, NAMES - 10), left - 8, top + BAR / 2 + 4, anchor="end")
            )
        out.append(
            element(
                "rect", x=left, y=top, width=right - left, height=BAR, fill=palette.ACCENT_WASH
            )
        )  # fmt: skip
        if many:
            out.append(
                element(
                    "rect", element("title", f"{name}: {text}"), x=left, y=top,
                    width=scale(many) - left, height=BAR, fill=palette.ACCENT,
                )
            )  # fmt: skip
        else:
            # None is drawn, so that a gap is seen and not only missing.
            out.append(
                element(
                    "rect", x=left + 1, y=top + 1, width=right - left - 2, height=BAR - 2,
                    fill=palette.CONCERN_WASH, stroke=palette.CONCERN, stroke_dasharray="4 3",
                )
            )  # fmt: skip
        ink = palette.INK if many else palette.CONCERN
        out.append(words(text, right + 8, top + BAR / 2 + 4, fill=ink, bold=not many))
    bottom = 8 + step * len(rows)
    out.append(rule(left, 4, left, bottom - 4, stroke=palette.MARK_RULE))
    return out, bottom + 4


def _sentence(rows: Sequence[tuple[str, int]], total: int, noun: str) -> str:
    first, many = rows[0]
    if not many:
        return sentence(f"Of {total:,} {noun} none traces to anybody")
    none = [name for name, n in rows if not n]
    said = f"Of {total:,} {noun} most trace to {first.lower()} ({many:,})"
    return sentence(said, f"none to {joined(none).lower()}" if none else "some to every voice")


def _vega(rows: Sequence[tuple[str, int]], noun: str) -> dict[str, object]:
    return {
        "data": {"values": [{"name": name, "count": many} for name, many in rows]},
        "mark": "bar",
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": [name for name, _ in rows]},
            "x": {"field": "count", "type": "quantitative", "title": noun},
        },
    }
