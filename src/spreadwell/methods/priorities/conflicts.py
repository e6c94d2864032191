"""Rules that cannot all hold: which, and what relaxing each would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .rules import Rule, matrix
from .solver import milp

# An amount below this is rounding of the solver.
NOTHING = 1e-7


@dataclass(frozen=True, slots=True)
class Way:
    """One rule of a conflict: by how much it alone would have to give way (None = it cannot)."""

    rule: Rule
    by: float | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A smallest set of rules that no portfolio keeps, each with what relaxing it would take.

    Without any one of them the others of the set can be kept. `enough` says of each way whether
    all rules together could then be kept.
    """

    ways: tuple[Way, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that conflict."""
        return tuple(way.rule for way in self.ways)


def can_keep(rules: Sequence[Rule], opportunities: int) -> bool:
    """Tell whether any portfolio keeps all rules."""
    return _least_slack(rules, opportunities, None) is not None


def find_conflict(rules: Sequence[Rule], opportunities: int) -> Conflict | None:
    """A smallest set of rules that conflict, or None when all can be kept.

    Rules are left out one at a time as long as the rest still conflict (the deletion filter of
    Chinneck & Dravnieks 1991); then each of the set is made elastic in turn, with all other rules
    kept, and gives way by the least that helps.
    """
    if can_keep(rules, opportunities):
        return None
    core = list(rules)
    for rule in rules:
        rest = [other for other in core if other is not rule]
        if not can_keep(rest, opportunities):
            core = rest
    ways = []
    for rule in core:
        place = next(i for i, other in enumerate(rules) if other is rule)
        ways.append(Way(rule, _least_slack(rules, opportunities, place)))
    return Conflict(tuple(ways))


def _least_slack(rules: Sequence[Rule], opportunities: int, elastic: int | None) -> float | None:
    """The least by which one rule must give way for all to be kept; None when it does not help."""
    from scipy import optimize

    rows, low, high = matrix(rules, opportunities)
    # One more column: by how much the elastic rule gives way, either side.
    slack = np.zeros((len(rules), 1))
    bounds = np.append(np.ones(opportunities), 0.0)
    if elastic is not None:
        slack[elastic] = -1.0 if np.isfinite(high[elastic]) else 1.0
        bounds[-1] = np.inf
    found = milp(
        np.append(np.zeros(opportunities), 1.0),
        integrality=np.append(np.ones(opportunities), 0.0),
        bounds=optimize.Bounds(np.zeros(opportunities + 1), bounds),
        constraints=[optimize.LinearConstraint(np.hstack([rows, slack]), low, high)]
        if len(rules)
        else [],
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None
    least = float(found.x[-1])
    return least if least > NOTHING else 0.0
