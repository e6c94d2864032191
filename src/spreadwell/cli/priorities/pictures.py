"""The pictures of ``spreadwell prioritise``."""

from collections.abc import Sequence

from spreadwell.charts.frame import Picture
from spreadwell.charts.powerful_possible import Opportunity, Verdict, powerful_possible
from spreadwell.charts.rank_bars import RankRow, rank_bars
from spreadwell.cli.priorities.result import OpportunityOut

IN_FROM, OUT_TO = 0.8, 0.2
"""Shares of plausible portfolios from which an opportunity is in, and up to which it is not."""


def verdict_of(share: float | None) -> Verdict:
    """In, depending on the weights, or not this round."""
    if share is None or OUT_TO < share < IN_FROM:
        return "depends"
    return "in" if share >= IN_FROM else "not this round"


def pictures_of(
    opportunities: Sequence[OpportunityOut], scale: tuple[float, float]
) -> list[tuple[str, Picture]]:
    """Powerful × possible where criteria have sides, and the bars of ranks."""
    made: list[tuple[str, Picture]] = []
    items = [
        Opportunity(
            one.name,
            one.possible,
            one.powerful,
            one.possible_se or 0.0,
            one.powerful_se or 0.0,
            verdict_of(one.core_index),
        )
        for one in opportunities
        if one.powerful is not None and one.possible is not None
    ]
    if items:
        picture = powerful_possible(items, low=scale[0], high=scale[1])
        made.append(("powerful-possible", picture))
    rows = [RankRow(one.name, tuple(one.rank_acceptability)) for one in opportunities]
    made.append(("ranks", rank_bars(rows)))
    return made
