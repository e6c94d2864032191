"""How numbers and lists become words in every picture's sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence

NOT_QUANTIFIED = "contribution not quantified"


def joined(parts: Sequence[str]) -> str:
    """A list as people say it: "a, b and c"; nothing is ""."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def count(n: int, singular: str, plural: str | None = None) -> str:
    """A number with its noun: "1 site", "1,200 sites"."""
    return f"{n:,} {singular if n == 1 else plural or singular + 's'}"


def figure(value: float, decimals: int = 1, *, fixed: bool = False) -> str:
    """A number in a sentence: commas, a real minus, no trailing noughts unless `fixed`."""
    if not math.isfinite(value):
        return "not known"
    text = f"{abs(value):,.{decimals}f}"
    nought = float(text.replace(",", "")) == 0
    if "." in text and not fixed:
        text = text.rstrip("0").rstrip(".")
    return f"−{text}" if value < 0 and not nought else text


def signed(value: float, decimals: int = 1, *, fixed: bool = False) -> str:
    """A change with its sign, plus or minus; nought has none."""
    text = figure(value, decimals, fixed=fixed)
    return f"+{text}" if value > 0 and text.strip("0.") else text


def interval(
    low: float, high: float, decimals: int = 1, *, sign: bool = False, fixed: bool = False
) -> str:
    """A range in words: "0.8 to 4.2"."""
    say = signed if sign else figure
    return f"{say(low, decimals, fixed=fixed)} to {say(high, decimals, fixed=fixed)}"


def short(n: int) -> str:
    """A count that fits a small circle: "940", "1,200", "12k", "2.1m"."""
    if n < 10_000:
        return f"{n:,}"
    if n < 999_500:
        return f"{n / 1000:.0f}k"
    return f"{figure(n / 1_000_000, 1)}m"


def sentence(*parts: str) -> str:
    """Whole sentences put together: capital first, one full stop last, empty ones left out."""
    out = []
    for part in parts:
        part = part.strip()
        if part:
            out.append(part[0].upper() + part[1:] + ("" if part[-1] in ".?!…" else "."))
    return " ".join(out)
