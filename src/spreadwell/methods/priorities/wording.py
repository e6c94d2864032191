"""Facts about a shortlist as sentences, used by page, paper and command line alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .conflicts import Conflict, Way
from .core_index import CoreIndex
from .what_if import EquityPrice, NextBuy, Swap


def share_sentence(name: str, share: float) -> str:
    """How often an opportunity is in the best portfolio, in hundredths."""
    return f"{name} is in {share * 100:.0f} of 100 plausible portfolios."


def cut_sentence(name: str, unit: str, cut: float) -> str:
    """When an opportunity drops out; `cut` is a share, NaN when none up to half takes it out."""
    if np.isnan(cut):
        return f"{name} stays in even if {unit} is cut by half."
    return f"{name} drops out only if {unit} is cut by {cut * 100:.0f} in 100."


def swap_sentence(names: Sequence[str], swap: Swap) -> str:
    """What to give up when one opportunity must be added."""
    add = names[swap.add]
    if not swap.out:
        return f"{add} could be added and nothing given up."
    given = listed([names[i] for i in swap.out])
    sentence = f"If you must add {add}, the least costly to give up is {given}"
    if swap.beside:
        sentence += f", and {listed([names[i] for i in swap.beside])} would then fit too"
    return f"{sentence} (value falls by {_plain(swap.loss)})."


def next_sentence(names: Sequence[str], found: NextBuy) -> str:
    """What a little more of a budget would buy."""
    unit = found.rule.unit
    if found.extra is None:
        return f"More of {unit} alone would buy nothing better."
    bought = listed([names[i] for i in found.into])
    sentence = (
        f"The next useful step is {_plain(found.extra)} more of {unit}: it would buy {bought}"
    )
    if found.out:
        sentence += f" in place of {listed([names[i] for i in found.out])}"
    return f"{sentence} (value rises by {_plain(found.gain)})."


def equity_sentence(found: EquityPrice) -> str:
    """What reaching the most deprived fifth first costs."""
    if found.price <= 1e-9:
        return "The floor for the most deprived fifth costs nothing: the best choice keeps it."
    part = found.price / found.without if found.without else 0.0
    return (
        f"The floor for the most deprived fifth costs {_plain(found.price)} of a value of "
        f"{_plain(found.without)} ({part * 100:.1f} in 100)."
    )


def conflict_sentence(conflict: Conflict) -> str:
    """Which rules cannot all hold."""
    words = [rule.words for rule in conflict.rules]
    if len(words) == 1:
        return f"No choice can keep this rule: {words[0]}."
    return f"These rules cannot all hold: {listed(words)}."


def way_sentence(way: Way) -> str:
    """What relaxing one rule of a conflict would do."""
    rule = way.rule
    if way.by is None:
        return f"Giving way on “{rule.words}” alone would not be enough."
    by = _plain(way.by)
    if rule.kind == "budget":
        said = f"Raising the {rule.unit} budget by {by} to {_plain(rule.high + way.by)}"
    elif rule.kind in ("floor", "count") and np.isfinite(rule.low):
        said = f"Asking for {by} fewer than “{rule.words}”"
    elif rule.kind in ("ceiling", "count", "excludes"):
        said = f"Allowing {by} more than “{rule.words}”"
    elif rule.kind in ("mix", "equity"):
        said = f"A lower share than “{rule.words}”"
    else:
        said = f"Giving up “{rule.words}”"
    return f"{said} would be enough."


def core_sentence(names: Sequence[str], found: CoreIndex) -> str:
    """Which opportunities are in whatever one thinks, which depend, which are never in."""
    parts = []
    for chosen, words in (
        (found.core, "in whatever weights and scores are drawn"),
        (found.borderline, "depending on them"),
        (found.exterior, "never in"),
    ):
        these = [name for name, one in zip(names, chosen, strict=True) if one]
        parts.append(f"{len(these)} {words}" + (f" ({listed(these)})" if these else ""))
    return f"Of {len(names)} opportunities {'; '.join(parts)}."


def listed(words: Sequence[str], most: int = 6) -> str:
    """Words in a sentence, the longest lists cut."""
    if not words:
        return "nothing"
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most} more"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _plain(number: float) -> str:
    """Two decimals at most, none needless."""
    text = f"{number:,.2f}".rstrip("0").rstrip(".")
    return text if text != "0" or number == 0 else f"{number:.2g}"
