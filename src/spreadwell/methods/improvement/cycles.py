"""Chains of tests of change: what the record shows of them, and what would make the next stronger.

Source: Taylor, McNicholas, Nicolay, Darzi, Bell and Reed, Systematic review of the application of
the plan-do-study-act method, BMJ Quality & Safety 2014, doi:10.1136/bmjqs-2013-001862.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

NextAct = Literal["", "adopt", "adapt", "abandon", "repeat"]
Feature = Literal["prediction", "small start", "measure", "learning", "followed"]

SMALL = 10
"""A first test with more people than this is a launch: it can no longer fail cheaply."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """One test of change as recorded; "" and None mean that the record does not say.

    `predicted_on` is the day the prediction was written, `tried_with` how many people (or cases)
    it was tried with, `follows` the key of the cycle it builds on.
    """

    key: str
    question: str
    started: date
    prediction: str = ""
    predicted_on: date | None = None
    tried_with: int | None = None
    measure: str = ""
    what_happened: str = ""
    learning: str = ""
    next_act: NextAct = ""
    ended: date | None = None
    follows: str = ""

    @property
    def studied(self) -> bool:
        """Whether it was carried through: what happened and what was learnt are written down."""
        return bool(self.what_happened.strip() and self.learning.strip())


@dataclass(frozen=True, slots=True)
class FeatureSeen:
    """One feature over a team's cycles: met by so many of those it applies to, how many unknown."""

    feature: Feature
    met: int
    of: int
    unknown: int
    sentence: str


@dataclass(frozen=True, slots=True)
class CyclesSeen:
    """What the record shows: chains as keys in order, each feature, and one thing to try next."""

    chains: tuple[tuple[str, ...], ...]
    features: tuple[FeatureSeen, ...]
    sentence: str
    next_time: str


def look_at_cycles(cycles: Sequence[Cycle]) -> CyclesSeen:
    """The features of a team's tests of change, in words for the team; not a score of people.

    Raises ValueError naming a cycle given twice, one that follows an unknown one, or itself.
    """
    chains = chains_of(cycles)
    if not cycles:
        said = "No test of change is recorded yet."
        return CyclesSeen((), (), said, "Ask one question that a week with a few people answers.")
    features = tuple(
        feature
        for feature in (
            _prediction(cycles),
            _small_start(cycles, chains),
            _measure(cycles),
            _learning(cycles),
            _followed(cycles),
        )
        if feature.of
    )
    longest = max(len(c) for c in chains)
    tests = "1 test of change" if len(cycles) == 1 else f"{len(cycles)} tests of change"
    rows = "1 chain" if len(chains) == 1 else f"{len(chains)} chains"
    sentence = f"{tests} in {rows}; the longest chain has {longest}."
    return CyclesSeen(chains, features, sentence, _next_time(features))


def chains_of(cycles: Sequence[Cycle]) -> tuple[tuple[str, ...], ...]:
    """The keys of cycles that build on one another, each chain by start, earliest chain first."""
    by_key: dict[str, Cycle] = {}
    for c in cycles:
        if c.key in by_key:
            raise ValueError(f"The test of change {c.key} is given twice.")
        by_key[c.key] = c
    first: dict[str, str] = {}
    for c in cycles:
        walked = [c.key]
        while by_key[walked[-1]].follows:
            before = by_key[walked[-1]].follows
            if before not in by_key:
                raise ValueError(
                    f"The test of change {walked[-1]} follows {before}, which is not recorded."
                )
            if before in walked:
                raise ValueError(f"The test of change {before} follows itself.")
            walked.append(before)
        first[c.key] = walked[-1]
    order = sorted(cycles, key=lambda c: (c.started, c.key))
    chains: dict[str, list[str]] = {}
    for c in order:
        chains.setdefault(first[c.key], []).append(c.key)
    return tuple(tuple(keys) for keys in chains.values())


def _prediction(cycles: Sequence[Cycle]) -> FeatureSeen:
    made = [c for c in cycles if c.prediction.strip()]
    dated = [c for c in made if c.predicted_on is not None]
    before = [c for c in dated if c.predicted_on is not None and c.predicted_on <= c.started]
    unknown = len(made) - len(dated)
    late = len(dated) - len(before)
    said = f"{len(before)} of {len(cycles)} said what the team expected before it began"
    if late:
        said += f"; {_n(late, 'wrote', 'wrote')} it down afterwards"
    if unknown:
        said += f"; for {unknown} the day of writing is not known"
    return FeatureSeen("prediction", len(before), len(cycles), unknown, f"{said}.")


def _small_start(cycles: Sequence[Cycle], chains: Sequence[Sequence[str]]) -> FeatureSeen:
    by_key = {c.key: c for c in cycles}
    firsts = [by_key[chain[0]] for chain in chains]
    sizes = [c.tried_with for c in firsts if c.tried_with is not None]
    small = sum(n <= SMALL for n in sizes)
    unknown = len(firsts) - len(sizes)
    said = f"{small} of {_chains(len(firsts))} began with {SMALL} people or fewer"
    if unknown:
        said += f"; for {unknown} the record does not say with how many"
    return FeatureSeen("small start", small, len(firsts), unknown, f"{said}.")


def _measure(cycles: Sequence[Cycle]) -> FeatureSeen:
    met = sum(bool(c.measure) for c in cycles)
    return FeatureSeen(
        "measure", met, len(cycles), 0, f"{met} of {len(cycles)} can be seen on a measure's chart."
    )


def _learning(cycles: Sequence[Cycle]) -> FeatureSeen:
    over = [c for c in cycles if c.ended is not None or c.next_act]
    met = sum(c.studied for c in over)
    said = f"of {len(over)} that ended, {met} wrote down what happened and what was learnt."
    return FeatureSeen("learning", met, len(over), 0, f"{said[0].upper()}{said[1:]}")


def _followed(cycles: Sequence[Cycle]) -> FeatureSeen:
    """A cycle that asked to be adapted or repeated needs another; the others have none to need."""
    built_on = {c.follows for c in cycles if c.follows}
    asked = [c for c in cycles if c.next_act in ("adapt", "repeat")]
    met = sum(c.key in built_on for c in asked)
    said = f"Of {len(asked)} that asked for another test, {met} {'was' if met == 1 else 'were'} "
    return FeatureSeen("followed", met, len(asked), 0, f"{said}followed by one.")


_ADVICE: dict[Feature, str] = {
    "prediction": "Before the next test, write one line on what you expect to see.",
    "small start": f"Begin the next change with {SMALL} people or fewer, and write down how many.",
    "measure": "Tie the next test to the measure that would show it.",
    "learning": "Close the tests that ended with a line on what happened and what was learnt.",
    "followed": "Plan the test that the last one asked for.",
}


def _next_time(features: Sequence[FeatureSeen]) -> str:
    """The one thing that most of the cycles lack; the earlier step where two are level."""
    least = min(features, key=lambda f: f.met / f.of)
    if least.met == least.of:
        return "Keep going: the record holds all that a reader needs to learn from these tests."
    return _ADVICE[least.feature]


def _n(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


def _chains(n: int) -> str:
    return _n(n, "chain", "chains")
