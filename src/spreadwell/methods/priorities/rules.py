"""Rules of a portfolio, each one linear limit with the words it is told in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from .panel import Floats

Kind = Literal[
    "budget", "floor", "ceiling", "mix", "requires", "excludes", "must", "never", "funded",
    "count", "equity",
]  # fmt: skip
INF = float("inf")


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit: `low` ≤ the sum of `amounts` over the chosen ≤ `high`.

    `words` says it as a person would (“the budget of 500”); `unit` what its amounts count.
    """

    kind: Kind
    words: str
    amounts: Floats
    low: float = -INF
    high: float = INF
    unit: str = ""

    def __post_init__(self) -> None:
        if not np.isfinite(self.amounts).all():
            raise ValueError(f"Every opportunity needs an amount for {self.words}.")

    def used(self, chosen: Floats) -> float:
        """What a portfolio takes of this rule's amounts."""
        return float(self.amounts @ chosen)


def budget(name: str, amounts: Sequence[float] | Floats, limit: float, *, unit: str = "") -> Rule:
    """At most `limit` of money, or of staff in a quarter; amounts and limit may not be negative."""
    needs = np.asarray(amounts, dtype=float)
    if (needs < 0).any() or limit < 0:
        raise ValueError(f"A cost or budget of {name} cannot be negative.")
    return Rule("budget", f"the {name} budget of {limit:,g}", needs, high=limit, unit=unit or name)


def floor(name: str, members: Sequence[bool] | Floats, at_least: float) -> Rule:
    """At least so many of a mission, a stage or any other group."""
    return Rule(
        "floor", f"at least {at_least:g} of {name}", np.asarray(members, dtype=float),
        low=at_least, unit=name,
    )  # fmt: skip


def ceiling(name: str, members: Sequence[bool] | Floats, at_most: float) -> Rule:
    """At most so many of a mission, a stage or any other group."""
    return Rule(
        "ceiling", f"at most {at_most:g} of {name}", np.asarray(members, dtype=float),
        high=at_most, unit=name,
    )  # fmt: skip


def mix(
    name: str,
    members: Sequence[bool] | Floats,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    of: Floats | None = None,
) -> list[Rule]:
    """A share (0 to 1) of the chosen that is of one group; `of` counts by amount, not by head."""
    inside = np.asarray(members, dtype=float)
    weight = np.ones(len(inside)) if of is None else np.asarray(of, dtype=float)
    made = []
    if at_least is not None:
        words = f"at least {at_least:.0%} {name}"
        made.append(Rule("mix", words, weight * (inside - at_least), low=0.0))
    if at_most is not None:
        words = f"at most {at_most:.0%} {name}"
        made.append(Rule("mix", words, weight * (inside - at_most), high=0.0))
    return made


def requires(names: Sequence[str], one: int, other: int) -> Rule:
    """The one only together with the other."""
    amounts = np.zeros(len(names))
    amounts[one] += 1.0
    amounts[other] -= 1.0
    return Rule("requires", f"{names[one]} only with {names[other]}", amounts, high=0.0)


def excludes(names: Sequence[str], members: Sequence[int]) -> Rule:
    """At most one of several."""
    amounts = np.zeros(len(names))
    amounts[list(members)] = 1.0
    listed = " or ".join(names[i] for i in members)
    return Rule("excludes", f"only one of {listed}", amounts, high=1.0)


def must(names: Sequence[str], one: int) -> Rule:
    """This one, whatever else."""
    return Rule("must", f"{names[one]} must be in", _only(len(names), one), low=1.0)


def never(names: Sequence[str], one: int) -> Rule:
    """Not this one, whatever else."""
    return Rule("never", f"{names[one]} must stay out", _only(len(names), one), high=0.0)


def count_rule(
    opportunities: int, *, at_least: float | None = None, at_most: float | None = None
) -> list[Rule]:
    """So many opportunities at least or at most, such as a mission's limit on what is live."""
    every, made = np.ones(opportunities), []
    if at_least is not None:
        made.append(Rule("count", f"at least {at_least:g} opportunities", every, low=at_least))
    if at_most is not None:
        made.append(Rule("count", f"at most {at_most:g} opportunities", every, high=at_most))
    return made


def equity_floor(share: Sequence[float] | Floats, benefit: Floats, at_least: float) -> Rule:
    """At least this share (0 to 1) of all benefit reaches the most deprived fifth.

    `share` is the part of each opportunity's benefit that does, from 0 to 1; `benefit` how much it
    brings.
    """
    reach = np.asarray(share, dtype=float)
    if (reach < 0).any() or (reach > 1).any() or not 0 <= at_least <= 1:
        raise ValueError("The share that reaches the most deprived fifth lies between 0 and 1.")
    words = f"at least {at_least:.0%} of the benefit for the most deprived fifth"
    return Rule("equity", words, np.asarray(benefit, dtype=float) * (reach - at_least), low=0.0)


def already_funded(
    rules: Sequence[Rule], names: Sequence[str], funded: Sequence[int]
) -> list[Rule]:
    """The rules with some opportunities in already: they are kept, and charged to no budget."""
    free = np.ones(len(names))
    free[list(funded)] = 0.0
    made = [replace(r, amounts=r.amounts * free) if r.kind == "budget" else r for r in rules]
    for one in funded:
        words = f"{names[one]} is funded already"
        made.append(Rule("funded", words, _only(len(names), one), low=1.0))
    return made


def matrix(rules: Sequence[Rule], opportunities: int) -> tuple[Floats, Floats, Floats]:
    """All rules as rows (R, n) with their lower and upper limits."""
    rows = np.array([rule.amounts for rule in rules]).reshape(len(rules), opportunities)
    return rows, np.array([r.low for r in rules]), np.array([r.high for r in rules])


def _only(opportunities: int, one: int) -> Floats:
    amounts = np.zeros(opportunities)
    amounts[one] = 1.0
    return amounts
