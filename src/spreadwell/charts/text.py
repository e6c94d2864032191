"""How wide words are, so that they can be wrapped, cut and kept apart without a browser."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

# Advance widths of Helvetica in thousandths of the size, characters 32 to 126. Arial has the same.
# Source: Adobe Font Metrics of the PDF base 14 fonts.
_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_OTHER = 600
_BOLD = 1.08
FONT = "Arial, Helvetica, sans-serif"


@lru_cache(maxsize=8192)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line in the same unit as `size`; other scripts are taken as wide letters."""
    total = 0
    for c in text:
        code = ord(c)
        if 32 <= code <= 126:
            total += _WIDTHS[code - 32]
        else:
            total += 1000 if code >= 0x1100 else _OTHER
    return total * size / 1000 * (_BOLD if bold else 1.0)


@lru_cache(maxsize=4096)
def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text when it fits the room, otherwise as much as fits with an ellipsis."""
    text = " ".join(text.split())
    if width(text, size, bold=bold) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + "…", size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


def cut_each(texts: Sequence[str], size: float, room: float) -> list[str]:
    """The texts cut to the room; in the middle where the ends tell them apart and starts do not."""
    shown = [cut(text, size, room) for text in texts]
    if len(set(shown)) == len(shown) or len(set(texts)) < len(texts):
        return shown
    return [_cut_middle(text, size, room) for text in texts]


def _cut_middle(text: str, size: float, room: float) -> str:
    """The text when it fits the room, otherwise its first part, an ellipsis and its end."""
    text = " ".join(text.split())
    if width(text, size) <= room:
        return text
    end = text[-min(len(text) // 2, 10) :]
    # A whole word reads better than the rest of one.
    end = end[end.find(" ") :] if " " in end.rstrip() else end
    return cut(text, size, room - width(end, size)) + end


def wrap(
    text: str, size: float, room: float, *, lines: int | None = None, bold: bool = False
) -> list[str]:
    """The text in lines that fit the room; the last of `lines` is cut when more is left."""
    out: list[str] = []
    current = ""
    words = text.split()
    for i, word in enumerate(words):
        longer = f"{current} {word}" if current else word
        if not current or width(longer, size, bold=bold) <= room:
            current = longer
            continue
        if lines is not None and len(out) == lines - 1:
            current = " ".join([current, *words[i:]])
            break
        out.append(current)
        current = word
    if current:
        out.append(current)
    return [cut(line, size, room, bold=bold) for line in out]
