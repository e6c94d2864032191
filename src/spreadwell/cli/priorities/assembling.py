"""All that is known of each opportunity, put together."""

from collections.abc import Sequence

import numpy as np

from spreadwell.cli.priorities.choosing import Choice
from spreadwell.cli.priorities.result import CellOut, OpportunityOut
from spreadwell.cli.priorities.sides import Side
from spreadwell.formats.scores import Scores
from spreadwell.methods.priorities import Acceptability, Panel
from spreadwell.methods.priorities.confidence import confidence_factors
from spreadwell.methods.priorities.discuss import WorthDiscussing


def opportunities_of(
    scores: Scores,
    sides: Sequence[Side | None],
    panel: Panel,
    middle: np.ndarray,
    ranks: Acceptability,
    chosen: Choice,
    talk: WorthDiscussing,
) -> list[OpportunityOut]:
    """A row an opportunity, in the order of the file."""
    confidence = confidence_factors(panel, ranks.central)
    powerful, possible = (_side(panel, sides, side, middle) for side in ("powerful", "possible"))
    core = chosen.core.share if chosen.every is None else chosen.every.core_index
    classes = _classes(core)
    made = []
    for i, name in enumerate(scores.opportunities):
        spread = panel.disagreement[i]
        told = spread[~np.isnan(spread)]
        central = ranks.central[i]
        made.append(
            OpportunityOut(
                name=name,
                powerful=None if powerful is None else float(powerful[0][i]),
                possible=None if possible is None else float(possible[0][i]),
                se=float(np.sqrt((panel.se[i] ** 2) @ (middle**2))),
                disagreement=float(told.mean()) if len(told) else None,
                rank_acceptability=[float(share) for share in ranks.rank[i]],
                central_weights=None
                if np.isnan(central).any()
                else dict(zip(scores.criteria, central.tolist(), strict=True)),
                core_index=_known(core[i]),
                in_portfolio=bool(chosen.best.chosen[i]),
                score=float(panel.mean[i] @ middle),
                powerful_se=None if powerful is None else float(powerful[1][i]),
                possible_se=None if possible is None else float(possible[1][i]),
                confidence=_known(confidence[i]),
                standing=classes[i],
                worth_discussing=float(talk.gain[i]),
                cells=[
                    CellOut(
                        criterion=criterion,
                        mean=float(panel.mean[i, c]),
                        se=float(panel.se[i, c]),
                        sd=_known(spread[c]),
                        known=int(panel.known[i, c]),
                        dont_know=_unknown(scores, i, c),
                        two_camps=bool(panel.camps[i, c]),
                        worth_discussing=float(talk.cell[i, c]),
                    )
                    for c, criterion in enumerate(scores.criteria)
                ],
            )
        )
    return made


def _side(
    panel: Panel, sides: Sequence[Side | None], side: str, middle: np.ndarray
) -> tuple[np.ndarray, np.ndarray] | None:
    """One side's score and standard error, its criteria weighed as at the middle."""
    inside = np.array([one == side for one in sides])
    if not inside.any():
        return None
    weights = np.where(inside, middle, 0.0)
    # Weights that are all nought on this side leave it a plain mean.
    weights = weights / weights.sum() if weights.sum() > 0 else inside / inside.sum()
    return panel.mean @ weights, np.sqrt((panel.se**2) @ (weights**2))


def _classes(core: np.ndarray) -> list[str]:
    """Core, borderline or exterior; “unknown” where the rules conflict."""
    return [
        "unknown"
        if np.isnan(share)
        else "core"
        if share >= 1 - 1e-9
        else "exterior"
        if share <= 1e-9
        else "borderline"
        for share in core
    ]


def _unknown(scores: Scores, opportunity: int, criterion: int) -> int:
    """Scorers who said something of this opportunity or criterion but gave no score here."""
    given = ~np.isnan(scores.scores)
    asked = given[opportunity].any(axis=0) | given[:, criterion].any(axis=0)
    return int((asked & ~given[opportunity, criterion]).sum())


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)
