"""What stands whatever weights are taken, where talk is worth it, who comes first."""

from dataclasses import dataclass

import numpy as np

from spreadwell.methods.priorities import any_weights, best_portfolio
from spreadwell.methods.priorities.discuss import WorthDiscussing, worth_discussing
from spreadwell.methods.priorities.nondominated import nondominated
from spreadwell.methods.priorities.what_if import deprived_first

from .meeting import Dials, Table, rules_of, weights_set
from .models import Criterion, ShortlistEntry

# Talk is worth it from a thousandth of the portfolio's value on; below that nothing would move.
WORTH = 0.001
# From a hundredth on the price of reaching those first is told as one.
PRICE = 0.01


@dataclass(frozen=True, slots=True)
class Robust:
    """Every portfolio that some weighting could make best, as places of opportunities.

    `always`, `sometimes` and `never` are in all, some or none of them; without `complete` the
    search was stopped.
    """

    portfolios: tuple[tuple[int, ...], ...]
    share: tuple[float, ...]
    complete: bool

    @property
    def always(self) -> tuple[int, ...]:
        """In each of them."""
        return tuple(i for i, one in enumerate(self.share) if one >= 1)

    @property
    def sometimes(self) -> tuple[int, ...]:
        """In some of them."""
        return tuple(i for i, one in enumerate(self.share) if 0 < one < 1)

    @property
    def never(self) -> tuple[int, ...]:
        """In none of them."""
        return tuple(i for i, one in enumerate(self.share) if one <= 0)


def robust(table: Table, dials: Dials) -> Robust | None:
    """The portfolios that any weighting of the panel's means could make best; None without one."""
    count = len(table.criteria)
    middle = table.mean @ weights_set(table, dials).middle()
    found = nondominated(
        table.mean, table.mean, any_weights(count).corners, rules_of(table, dials, middle)
    )
    if not len(found.portfolios):
        return None
    # The one worth most at equal weights first.
    order = np.argsort(-(found.portfolios @ table.mean.mean(axis=1)), kind="stable")
    held = tuple(tuple(int(i) for i in np.flatnonzero(found.portfolios[k])) for k in order)
    return Robust(held, tuple(float(one) for one in found.core_index), found.complete)


@dataclass(frozen=True, slots=True)
class Talk:
    """An opportunity worth talking about, the criterion to begin with, and what it is worth.

    `points` is the expected gain from settling it, in 100 points of the portfolio's value.
    """

    entry: ShortlistEntry
    on: Criterion
    points: float


def worth_talking(table: Table, dials: Dials) -> list[Talk]:
    """Where talk could change what is chosen under the weights in force, most worth it first."""
    found, value = _worth(table, dials)
    if found is None or not value > 0:
        return []
    return [
        Talk(
            table.entries[i],
            table.criteria[int(found.cell[i].argmax())],
            100 * float(found.gain[i]) / value,
        )
        for i in found.order
        if found.gain[i] >= WORTH * value
    ]


def _worth(table: Table, dials: Dials) -> tuple[WorthDiscussing | None, float]:
    weights = weights_set(table, dials).middle()
    values = table.mean @ weights
    rules = rules_of(table, dials, values)
    now = best_portfolio(values, rules)
    if not now.found:
        return None, float("nan")
    return worth_discussing(table, weights, rules), now.value


def deprived_sentence(table: Table, dials: Dials) -> str:
    """Say what choosing first for the most deprived fifth would change; blank if none is known."""
    if table.not_known("fifth") == len(table.names):
        return ""
    values = table.mean @ weights_set(table, dials).middle()
    rules = rules_of(table, dials, values)
    now = best_portfolio(values, rules)
    found = deprived_first(values, np.minimum(table.known("fifth") / 100, 1.0), rules, now)
    if found is None:
        return ""
    if not (found.into or found.out):
        return "Reaching the most deprived fifth first changes nothing: the same are chosen."
    said = "Reaching the most deprived fifth first "
    if found.into:
        said += f"brings in {table.listed(found.into)}"
        said += f" in the place of {table.listed(found.out)}" if found.out else ""
    else:
        said += f"leaves out {table.listed(found.out)}"
    said += (
        f": {100 * found.after:.0f} of 100 points of benefit go there, not {100 * found.before:.0f}"
    )
    part = found.loss / now.value if now.value else 0.0
    if part < PRICE:
        return f"{said}, and hardly any value is given up."
    return f"{said}, and {100 * part:.0f} of 100 points of all value are given up."
