"""Reading a shortlist: what the panel says, and what it would do under every weighting."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from spreadwell.methods.priorities import (
    Acceptability,
    Panel,
    SideScore,
    panel_scores,
    rank_acceptability,
    side_scores,
)

from .models import Criterion, Score, Scorer, Shortlist, ShortlistEntry, Side


@dataclass(frozen=True, slots=True)
class PanelView:
    """A shortlist with what its panel says; arrays follow `entries` and `criteria`."""

    entries: tuple[ShortlistEntry, ...]
    criteria: tuple[Criterion, ...]
    scorers: tuple[Scorer, ...]
    panel: Panel
    powerful: SideScore
    possible: SideScore
    ranks: Acceptability
    scores: np.ndarray
    aside: np.ndarray

    @property
    def scored(self) -> bool:
        """Tell whether anybody gave a score."""
        return bool(self.panel.known.any())


def panel_view(shortlist: Shortlist) -> PanelView | None:
    """Return what the panel says; None without an entry or a criterion of each side."""
    entries = tuple(shortlist.entries.select_related("opportunity"))
    criteria = tuple(shortlist.criteria.all())
    sides = [[i for i, c in enumerate(criteria) if c.side == side] for side in Side.values]
    if not entries or not all(sides):
        return None
    scorers = tuple(shortlist.scorers.select_related("person").prefetch_related("interest_in"))
    scores, aside = _arrays(entries, criteria, scorers)
    groups = tuple(scorer.group for scorer in scorers)
    panel, ranks = _worked_out(
        scores.tobytes(), scores.shape, groups, aside.tobytes(), shortlist.places
    )
    return PanelView(
        entries,
        criteria,
        scorers,
        panel,
        side_scores(panel, sides[Side.values.index("powerful")]),
        side_scores(panel, sides[Side.values.index("possible")]),
        ranks,
        scores,
        aside,
    )


def _arrays(
    entries: Sequence[ShortlistEntry], criteria: Sequence[Criterion], scorers: Sequence[Scorer]
) -> tuple[np.ndarray, np.ndarray]:
    """Return scores as entry × criterion × scorer, and which are set aside."""
    row = {entry.pk: i for i, entry in enumerate(entries)}
    column = {criterion.pk: i for i, criterion in enumerate(criteria)}
    who = {scorer.pk: i for i, scorer in enumerate(scorers)}
    scores = np.full((len(entries), len(criteria), len(scorers)), np.nan)
    rows = Score.objects.filter(entry__in=entries).exclude(value=None)
    for entry, criterion, scored_by, value in rows.values_list(
        "entry_id", "criterion_id", "scorer_id", "value"
    ):
        if criterion in column:
            scores[row[entry], column[criterion], who[scored_by]] = value
    aside = np.zeros((len(entries), len(scorers)), dtype=bool)
    for scorer in scorers:
        for interest in scorer.interest_in.all():
            aside[row[interest.pk], who[scorer.pk]] = True
    return scores, aside


@lru_cache(maxsize=64)
def _worked_out(
    scores: bytes, shape: tuple[int, ...], groups: tuple[str, ...], aside: bytes, places: int
) -> tuple[Panel, Acceptability]:
    """Work the panel out once for the same scores: the draws are seeded, so it stays the same."""
    given = np.frombuffer(scores).reshape(shape)
    set_aside = np.frombuffer(aside, dtype=bool).reshape(shape[0], shape[2])
    panel = panel_scores(given, groups, aside=set_aside)
    return panel, rank_acceptability(panel, places)


def to_score(scorer: Scorer) -> list[tuple[ShortlistEntry, str]]:
    """Return the entries in order with how far this scorer is: done, started, open or aside."""
    needed = scorer.shortlist.criteria.count()
    saved: dict[int, int] = {}
    for entry in scorer.scores.values_list("entry_id", flat=True):
        saved[entry] = saved.get(entry, 0) + 1
    aside = set(scorer.interest_in.values_list("pk", flat=True))

    def how_far(entry: ShortlistEntry) -> str:
        if entry.pk in aside:
            return "aside"
        done = saved.get(entry.pk, 0)
        return "done" if done >= needed else "started" if done else "open"

    entries = scorer.shortlist.entries.select_related("opportunity")
    return [(entry, how_far(entry)) for entry in entries]
