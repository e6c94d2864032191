"""The inputs of a decision as plain values, and the portfolio worked out again from them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from spreadwell.methods.priorities import best_portfolio

from .meeting import DRAWS, SEED, Dials, Table, plausible, rules_of, weights_set
from .models import Criterion


def inputs_of(table: Table, dials: Dials) -> dict[str, Any]:
    """Everything that a portfolio is worked out from, to the last digit; what is not known is None.

    The panel's means and standard errors stand in it, nobody's scores.
    """
    return {
        "opportunities": list(table.names),
        "missions": list(table.missions),
        "criteria": [{"slug": c.slug, "name": c.name, "side": c.side} for c in table.criteria],
        "means": table.mean.tolist(),
        "standard_errors": table.se.tolist(),
        "takes": {
            name: [None if one != one else one for one in amounts.tolist()]
            for name, amounts in table.takes.items()
        },
        "dials": asdict(dials),
        "seed": SEED,
        "draws": DRAWS,
    }


def table_of(inputs: Mapping[str, Any]) -> tuple[Table, Dials]:
    """The table and the dials as they were frozen."""

    def numbers(rows: Any) -> Any:
        return np.array(rows, dtype=float)  # None becomes NaN: not known

    table = Table(
        names=tuple(inputs["opportunities"]),
        criteria=tuple(Criterion(**one) for one in inputs["criteria"]),
        mean=numbers(inputs["means"]),
        se=numbers(inputs["standard_errors"]),
        missions=tuple(inputs["missions"]),
        takes={name: numbers(amounts) for name, amounts in inputs["takes"].items()},
    )
    return table, Dials(**inputs["dials"])


def portfolio_of(table: Table, dials: Dials) -> dict[str, Any]:
    """What is proposed, its value, and in how many of 100 plausible portfolios each is."""
    values = table.mean @ weights_set(table, dials).middle()
    now = best_portfolio(values, rules_of(table, dials, values))
    if not now.found:
        return {"proposed": [], "value": None, "of_100": []}
    chosen = [name for name, one in zip(table.names, now.chosen, strict=True) if one]
    return {"proposed": chosen, "value": now.value, "of_100": plausible(table, dials)}


def _alike(one: Any, other: Any) -> bool:
    """Tell whether two numbers, or rows of them, differ by no more than the last digits."""
    if one is None or other is None:
        return one is other
    return np.shape(one) == np.shape(other) and bool(np.allclose(one, other, rtol=1e-9, atol=1e-12))


@dataclass(frozen=True, slots=True)
class Again:
    """A decided portfolio worked out again: what was frozen, what comes out, and whether alike."""

    frozen: Mapping[str, Any]
    now: Mapping[str, Any]

    @property
    def same(self) -> bool:
        """Tell whether the same is proposed, with the same numbers but for a machine's rounding."""
        was, now = dict(self.frozen), dict(self.now)
        if was.pop("proposed") != now.pop("proposed"):
            return False
        return was.keys() == now.keys() and all(_alike(was[name], now[name]) for name in was)


def work_out_again(evidence: Mapping[str, Any]) -> Again | None:
    """Work a decision's portfolio out again from its frozen inputs; None where none were kept."""
    if not evidence.get("inputs"):
        return None
    return Again(evidence["portfolio"], portfolio_of(*table_of(evidence["inputs"])))
