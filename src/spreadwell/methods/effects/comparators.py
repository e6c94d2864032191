"""Who is compared with whom, and which design the shape of the readings allows."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from spreadwell.formats.periods import PeriodKind
from spreadwell.methods.effects.gate import check_gate
from spreadwell.methods.effects.grade import PERMUTATION_DECIDES_UNDER, RANKS_ONLY_UNDER
from spreadwell.methods.effects.panel import NEVER, Bools, Panel, join_to_quarters
from spreadwell.methods.effects.question import EffectQuestion
from spreadwell.methods.effects.synthetic import can_be_synthetic

ENOUGH_NEVER: Final = 10
FEWEST_NOT_YET: Final = 5
SMALL_DENOMINATOR: Final = 10
SYNTHETIC_UNDER: Final = 5
"""Under five sites the spread between them says too little: comparators are weighed instead."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The panel to use and why; counts are of groups where adoption was decided for groups.

    `unjoined` is the same panel before months were joined. `comparators` are the groups without
    the innovation when the first one starts; `held_back` those without it to the end;
    `not_yet_only` says that too few never start, so that the readings stop while 5 still wait.
    """

    design: str
    panel: Panel
    unjoined: Panel
    compared: bool
    not_yet_only: bool
    adopters: int
    comparators: int
    held_back: int
    always_treated: tuple[str, ...]
    design_words: str
    why: str
    notes: tuple[str, ...]


def choose(panel: Panel, question: EffectQuestion) -> Choice:
    """Drop always-treated sites, choose comparators, join months where sites are few."""
    always = tuple(panel.sites[i] for i in np.flatnonzero(panel.start <= 0))
    notes = []
    if always:
        notes.append(
            f"{_sites(len(always))} used it from the first period and "
            f"{'has' if len(always) == 1 else 'have'} no reading before; left out."
        )
        panel = panel.keep(panel.start > 0)
    unread = np.asarray(~panel.seen.any(axis=1))
    if unread.any():
        notes.append(f"{_sites(int(unread.sum()))} without any reading left out.")
        panel = panel.keep(~unread)
    if not len(panel.sites):
        raise ValueError("No site has a reading from before it started.")
    if not panel.ever.any():
        raise ValueError("No site started within the periods of the readings.")
    never_groups = _groups(panel, panel.start >= panel.shape[1])
    enough = never_groups >= ENOUGH_NEVER
    # A design that was asked for uses every reading, as those who published it do.
    asked = question.design != "auto"
    cut = panel if enough or asked else _while_some_wait(panel)
    series = question.design == "interrupted-time-series"
    others = bool((cut.start > cut.start.min()).any())
    compared = not series and bool(cut.ever.any()) and others
    if not compared:
        alone = panel.keep(panel.ever)
        count = _groups(alone, alone.ever)
        why = (
            "It was asked for."
            if series
            else "Too few sites are without the innovation to compare with, so the sites are "
            "compared with their own past."
        )
        return Choice(
            "interrupted-time-series", alone, alone, False, False, count, 0, 0, always,
            "interrupted time series", why, tuple(notes),
        )  # fmt: skip
    if cut.shape[1] < panel.shape[1]:
        notes.append(
            f"Readings after {cut.label(cut.shape[1] - 1)} are not used: fewer than "
            f"{FEWEST_NOT_YET} were still without it."
        )
    adopters = _groups(cut, cut.ever)
    first = int(cut.start.min())
    comparators = _groups(cut, cut.start > first)
    held_back = _groups(cut, ~cut.ever)
    if enough:
        comparators = held_back
    used = _joined(cut, adopters, question, notes)
    design = _design(used, adopters, question)
    why = _why(design, adopters, comparators, enough, question, used)
    return Choice(
        design, used, cut, True, not enough, adopters, comparators, held_back, always,
        _design_words(design, adopters), why, tuple(notes),
    )  # fmt: skip


def _design(panel: Panel, adopters: int, question: EffectQuestion) -> str:
    """The design asked for; else synthetic comparators where under five sites started."""
    if question.design != "auto":
        return question.design
    if adopters < SYNTHETIC_UNDER and can_be_synthetic(panel.start, panel.shape[1]):
        return "synthetic-did"
    return "imputation"


def _while_some_wait(panel: Panel) -> Panel:
    """The panel up to the last period in which 5 groups are still without the innovation."""
    last = panel.shape[1]
    while last > 0 and _groups(panel, panel.start >= last) < FEWEST_NOT_YET:
        last -= 1
    last = max(last, 1)
    return replace(
        panel,
        outcome=panel.outcome[:, :last],
        denominator=None if panel.denominator is None else panel.denominator[:, :last],
        start=np.where(panel.start >= last, NEVER, panel.start),
    )


def _joined(panel: Panel, adopters: int, question: EffectQuestion, notes: list[str]) -> Panel:
    """Months joined to quarters with few sites or few people, while enough quarters remain."""
    if panel.kind is not PeriodKind.MONTH or question.design != "auto":
        return panel
    few_sites = RANKS_ONLY_UNDER <= adopters < PERMUTATION_DECIDES_UNDER
    small = panel.denominator is not None and (
        float(np.nanmedian(panel.denominator)) < SMALL_DENOMINATOR
    )
    if not (few_sites or small):
        return panel
    quarters = join_to_quarters(panel)
    window = -(-question.window // 3)
    whole = quarters.ever.any() and (quarters.start > 0).all()
    if not whole or not check_gate(quarters, compared=True, after_window=window).ok:
        return panel
    notes.append("Months were joined to quarters, because few sites or few people are counted.")
    return quarters


def _groups(panel: Panel, rows: Bools) -> int:
    return len(np.unique(panel.group[rows]))


def _sites(number: int) -> str:
    return f"{number} site" if number == 1 else f"{number} sites"


def _design_words(design: str, adopters: int) -> str:
    if design == "synthetic-did":
        return "comparison with a weighted mix of sites not using it"
    if design == "synthetic-control":
        return "comparison with a weighted mix of sites not using it, on level too"
    if adopters < RANKS_ONLY_UNDER:
        return "comparison with sites not using it, by rank alone"
    if adopters < PERMUTATION_DECIDES_UNDER:
        return "comparison with sites not using it yet, decided by shuffling the dates"
    return "comparison with sites not using it yet"


def _why(
    design: str,
    adopters: int,
    comparators: int,
    enough: bool,
    question: EffectQuestion,
    panel: Panel,
) -> str:
    what = question.group_words
    if adopters == 1 and what.endswith("s"):
        what = what[:-1]
    others = question.group_words
    whom = f"{comparators} {others} that have not" if enough else f"{others} that start later"
    dates = len(np.unique(panel.start[panel.ever]))
    when = "on one date" if dates == 1 else f"on {dates} dates"
    text = f"{adopters} {what} started {when} and can be compared with {whom}."
    if design.startswith("synthetic"):
        mixed = "Those are weighed so that together they moved as these did before the start"
        if adopters < RANKS_ONLY_UNDER:
            return f"{text} {mixed}; with one or two, only their rank among the others is given."
        return f"{text} {mixed}; pretended starts decide."
    if adopters < RANKS_ONLY_UNDER:
        return f"{text} With one or two, only their rank among the others can be given."
    if adopters < PERMUTATION_DECIDES_UNDER:
        return f"{text} With fewer than ten, shuffling the dates decides."
    return text
