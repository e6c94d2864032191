"""A suggested progress score of 0.5 to 5.0 for one team, with its reason; never for a ranking.

Source: Institute for Healthcare Improvement, assessment scale for collaboratives, as published by
NHS improvement teams. Its words leave room; where they do, this module's own reading is a constant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from spreadwell.methods.improvement.cycles import Cycle

LEVELS: dict[Fraction, str] = {
    Fraction(1, 2): "intent to participate",
    Fraction(1): "charter and team",
    Fraction(3, 2): "planning begun",
    Fraction(2): "activity, no changes",
    Fraction(5, 2): "changes tested, no improvement",
    Fraction(3): "modest improvement",
    Fraction(7, 2): "improvement",
    Fraction(4): "significant improvement",
    Fraction(9, 2): "sustainable improvement",
    Fraction(5): "outstanding sustainable results",
}

MODEST = 0.2
"""Share of the way to the aim that counts as modest. Source: the scale's own "about 20%"."""

SIGNIFICANT = 0.5
"""Share of the way to the aim that counts as significant. Source: the scale's own "50%+"."""

HELD = 6
"""Periods a better level must hold to be called sustainable: our reading, six months of months."""

HELD_LONG = 12
"""Periods for the last level: our reading, so that a whole year with its winter is seen."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the team's charts show; None where it is not known yet.

    `share` is how far the outcome has come from its baseline (0) to the aim (1);
    `outcome_shift` and `process_shift` say whether a chart shows a lasting change for the better;
    `held` is for how many periods; `everywhere` whether all the sites meant have it.
    """

    share: float | None = None
    outcome_shift: bool | None = None
    process_shift: bool | None = None
    held: int = 0
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """A suggestion: the level, its words, the reasons, and what the next level would need."""

    level: float
    words: str
    reasons: tuple[str, ...]
    next_needs: str

    @property
    def sentence(self) -> str:
        """The suggestion as the team reads it; the team and its lead decide."""
        return f"{self.level:.1f}, {self.words}, is suggested: {'; '.join(self.reasons)}."


def suggest_progress(
    *,
    aim: bool = False,
    team: int = 0,
    plan: bool = False,
    activity: bool = False,
    cycles: Sequence[Cycle] = (),
    seen: Seen | None = None,
) -> Progress:
    """The highest level of which every step beneath is on the record.

    `aim` = a measurable aim is agreed, `team` = named members, `plan` = what will be tried is
    written down, `activity` = meetings, training or baseline readings took place.
    """
    seen = seen or Seen()
    steps = _steps(aim, team, plan, activity, cycles, seen)
    level, reasons = Fraction(1, 2), ["the site has joined"]
    for reached, met, reason, needs in steps:
        if not met:
            return Progress(float(level), LEVELS[level], tuple(reasons[-2:]), needs)
        level = reached
        reasons.append(reason)
    return Progress(float(level), LEVELS[level], tuple(reasons[-2:]), _TOP)


_TOP = "Nothing more on this scale: tell others how it was done."

_Step = tuple[Fraction, bool, str, str]


def _steps(
    aim: bool, team: int, plan: bool, activity: bool, cycles: Sequence[Cycle], seen: Seen
) -> list[_Step]:
    """Each level with whether it is met, why, and what it would need; in order."""
    share = seen.share if seen.share is not None else 0.0
    far = f"{round(max(share, 0) * 100)} in 100 of the way to the aim"
    studied = [c for c in cycles if c.studied]
    shift = bool(seen.outcome_shift)
    some = shift or bool(seen.process_shift)
    members = "1 member" if team == 1 else f"{team} members"
    tests = "1 test of change" if len(studied) == 1 else f"{len(studied)} tests of change"
    return [
        (
            Fraction(1),
            aim and team > 0,
            f"an aim is agreed and the team has {members}",
            "An aim that can be measured, and the names of the team.",
        ),
        (
            Fraction(3, 2),
            plan or activity or bool(cycles),
            "what will be tried is planned",
            "A first plan of what will be tried.",
        ),
        (
            Fraction(2),
            activity or bool(cycles),
            "the work has begun",
            "First activity: a meeting, a baseline, a test of change begun.",
        ),
        (
            Fraction(5, 2),
            bool(studied),
            f"{tests} {'was' if len(studied) == 1 else 'were'} carried through and learnt from",
            "A test of change with what happened and what was learnt.",
        ),
        (
            Fraction(3),
            some and share >= MODEST,
            f"a chart shows a lasting change for the better, {far}",
            "A lasting change on a chart, and about a fifth of the way to the aim.",
        ),
        (
            Fraction(7, 2),
            shift,
            "the outcome itself has changed, not only what is done",
            "A lasting change of the outcome, not only of what is done.",
        ),
        (
            Fraction(4),
            share >= SIGNIFICANT,
            f"the outcome has come {far}",
            "Half of the way to the aim.",
        ),
        (
            Fraction(9, 2),
            seen.held >= HELD,
            f"it has held for {seen.held} periods",
            f"The better level held for {HELD} periods.",
        ),
        (
            Fraction(5),
            share >= 1 and seen.held >= HELD_LONG and seen.everywhere,
            "the aim is reached at all the sites meant",
            f"The aim reached at all the sites meant, and held for {HELD_LONG} periods.",
        ),
    ]
