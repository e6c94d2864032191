"""What an evaluation needs before any effect is shown, and what is missing."""

from typing import Final

import numpy as np

from spreadwell.formats.periods import PeriodKind
from spreadwell.methods.effects.panel import Panel
from spreadwell.methods.effects.results import Gate, Requirement
from spreadwell.methods.effects.segmented import FEWEST_AFTER, FEWEST_BEFORE

BEFORE: Final = 8
BEFORE_LONG: Final = 4
"""Quarters and years: four hold as much as eight shorter periods."""
AFTER: Final = 3
AFTER_LONG: Final = 1
MOST_MISSING: Final = 0.10
SMALLEST_DENOMINATOR: Final = 10
LONG_KINDS: Final = (
    PeriodKind.YEAR,
    PeriodKind.QUARTER,
    PeriodKind.FINANCIAL_YEAR,
    PeriodKind.FINANCIAL_QUARTER,
)


def check_gate(panel: Panel, *, compared: bool, after_window: int) -> Gate:
    """The requirements of a panel without always-treated sites; `compared`: with comparators.

    `after_window` periods from each start do not count as time since it.
    """
    ever = panel.ever
    name = panel.kind.value if panel.kind is not PeriodKind.INTEGER else "period"
    long = panel.kind in LONG_KINDS
    before_needed = BEFORE_LONG if long else BEFORE
    after_needed = AFTER_LONG if long else AFTER
    if not compared:
        before_needed, after_needed = FEWEST_BEFORE, FEWEST_AFTER
    n_ever = int(ever.sum())
    items = [
        _item(
            "sites",
            n_ever >= 1,
            "1 site that has started",
            _count(n_ever, "site"),
            "No site with readings from before its start has started within the readings.",
        )
    ]
    if n_ever:
        starts = panel.start[ever]
        seen = panel.seen[ever]
        t = np.arange(panel.shape[1])
        before = int(np.median((seen & (t < starts[:, None])).sum(axis=1)))
        after = int(np.median((seen & (t >= starts[:, None] + after_window)).sum(axis=1)))
        items.append(
            _item(
                "before",
                before >= before_needed,
                f"{_count(before_needed, name)} before the start at most sites",
                f"{_count(before, name)} at the middle site",
                f"Most sites have only {_count(before, name)} of readings before they started; "
                f"{before_needed} are needed.",
            )
        )
        items.append(
            _item(
                "after",
                after >= after_needed,
                f"{_count(after_needed, name)} since the start at most sites",
                f"{_count(after, name)} at the middle site",
                f"Most sites have only {_count(after, name)} of readings since they started; "
                f"{after_needed} {'is' if after_needed == 1 else 'are'} needed.",
            )
        )
    missing = float(1 - panel.seen.mean())
    items.append(
        _item(
            "complete",
            missing < MOST_MISSING,
            "under 10 in 100 readings missing",
            f"{100 * missing:.0f} in 100 missing",
            f"{100 * missing:.0f} in 100 readings are missing; under 10 in 100 are needed.",
        )
    )
    if panel.denominator is not None:
        people = float(np.nanmedian(panel.denominator))
        items.append(
            _item(
                "people",
                people >= SMALLEST_DENOMINATOR,
                f"a middle denominator of {SMALLEST_DENOMINATOR} or more",
                f"{people:.0f}",
                f"The middle reading counts only {people:.0f} people; "
                f"{SMALLEST_DENOMINATOR} are needed, so join periods or sites.",
            )
        )
    return Gate(all(item.met for item in items), tuple(items))


def _item(name: str, met: bool, needed: str, found: str, unmet: str) -> Requirement:
    sentence = f"There must be {needed}: {found}." if met else unmet
    return Requirement(name, bool(met), needed, found, sentence)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
