"""Many measures at once: what is left of a p-value when others were asked beside it."""

from collections.abc import Sequence


def q_values(ps: Sequence[float]) -> tuple[float, ...]:
    """The smallest share of false findings at which each would still be counted as one.

    Benjamini and Hochberg (1995): with m values, the i-th smallest is multiplied by m/i, and none
    is larger than the next. In the order given; raises ValueError for what is no probability.
    """
    for p in ps:
        if not 0 <= p <= 1:
            raise ValueError(f"The p-value is {p}; it must lie between 0 and 1.")
    order = sorted(range(len(ps)), key=lambda i: ps[i], reverse=True)
    found = [1.0] * len(ps)
    least = 1.0
    for place, i in enumerate(order):
        rank = len(ps) - place
        least = min(least, ps[i] * len(ps) / rank)
        found[i] = least
    return tuple(found)
