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
from .pace import MOST_BEFORE_THE_PANEL, Left
from .states import AFTER_FIRST, AFTER_SECOND, round_of


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
    rounds: int

    @property
    def scored(self) -> bool:
        """Tell whether anybody gave a score."""
        return bool(self.panel.known.any())


def closed_rounds(shortlist: Shortlist) -> int:
    """Return how many rounds are closed: only their scores are anybody's to see."""
    return 2 if shortlist.state in AFTER_SECOND else 1 if shortlist.state in AFTER_FIRST else 0


def before_panel(shortlist: Shortlist) -> list[ShortlistEntry]:
    """Return the entries that the two questions left, or all where none were asked."""
    return list(shortlist.entries.filter(cut=False).select_related("opportunity"))


def panel_view(shortlist: Shortlist, rounds: int | None = None) -> PanelView | None:
    """Return what the panel says in its closed rounds; None without an entry or both sides.

    A score of the second round stands in the place of the first's, where one was given. Fewer
    `rounds` show what was said before; never more than are closed.
    """
    entries = tuple(before_panel(shortlist))
    criteria = tuple(shortlist.criteria.all())
    sides = [[i for i, c in enumerate(criteria) if c.side == side] for side in Side.values]
    if not entries or not all(sides):
        return None
    closed = closed_rounds(shortlist)
    rounds = closed if rounds is None else min(rounds, closed)
    scorers = tuple(shortlist.scorers.select_related("person").prefetch_related("interest_in"))
    scores, aside = _arrays(entries, criteria, scorers, rounds)
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
        rounds,
    )


def _arrays(
    entries: Sequence[ShortlistEntry],
    criteria: Sequence[Criterion],
    scorers: Sequence[Scorer],
    rounds: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Return scores as entry × criterion × scorer, and which are set aside."""
    row = {entry.pk: i for i, entry in enumerate(entries)}
    column = {criterion.pk: i for i, criterion in enumerate(criteria)}
    who = {scorer.pk: i for i, scorer in enumerate(scorers)}
    scores = np.full((len(entries), len(criteria), len(scorers)), np.nan)
    rows = Score.objects.filter(entry__in=entries, round__lte=rounds).order_by("round")
    for entry, criterion, scored_by, value in rows.values_list(
        "entry_id", "criterion_id", "scorer_id", "value"
    ):
        if criterion in column:
            scores[row[entry], column[criterion], who[scored_by]] = (
                np.nan if value is None else value
            )
    aside = np.zeros((len(entries), len(scorers)), dtype=bool)
    for scorer in scorers:
        for interest in scorer.interest_in.all():
            if interest.pk in row:
                aside[row[interest.pk], who[scorer.pk]] = True
    return scores, aside


@lru_cache(maxsize=64)
def _worked_out(
    scores: bytes, shape: tuple[int, ...], groups: tuple[str, ...], aside: bytes, places: int
) -> tuple[Panel, Acceptability]:
    """Work the panel out once for the same scores: the draws are seeded, so it stays the same."""
    given = np.frombuffer(scores).reshape(shape)
    set_aside = np.frombuffer(aside, dtype=bool).reshape(shape[0], shape[2])
    # Where somebody left gaps, strict and mild scorers are told apart before means are compared.
    panel = panel_scores(given, groups, aside=set_aside, shrink=True)
    return panel, rank_acceptability(panel, places)


def to_score(scorer: Scorer) -> list[tuple[ShortlistEntry, str]]:
    """Return the entries in order with how far this scorer is: done, started, open or aside.

    In the second round an entry is done once this scorer looked at it again.
    """
    shortlist = scorer.shortlist
    needed = shortlist.criteria.count()
    saved: dict[int, int] = {}
    rows = scorer.scores.filter(round=round_of(shortlist.state))
    for entry in rows.values_list("entry_id", flat=True):
        saved[entry] = saved.get(entry, 0) + 1
    aside = set(scorer.interest_in.values_list("pk", flat=True))

    def how_far(entry: ShortlistEntry) -> str:
        if entry.pk in aside:
            return "aside"
        done = saved.get(entry.pk, 0)
        return "done" if done >= needed else "started" if done else "open"

    return [(entry, how_far(entry)) for entry in before_panel(shortlist)]


def to_screen(scorer: Scorer) -> list[ShortlistEntry]:
    """Return the entries of the long list that this scorer has not answered yet."""
    rows = scorer.shortlist.entries.exclude(screened__scorer=scorer).exclude(interested=scorer)
    return list(rows.select_related("opportunity"))


def left_for(scorer: Scorer) -> Left:
    """Return what remains for one scorer, in answers; in the second round nothing is owed."""
    shortlist = scorer.shortlist
    criteria = shortlist.criteria.count()
    pairs = criteria - 1 - scorer.swings.count()
    if shortlist.state == "screen":
        each = min(MOST_BEFORE_THE_PANEL, shortlist.entries.count())
        return Left(len(to_screen(scorer)), each * criteria, pairs)
    if shortlist.state != "scoring":
        return Left()
    owed = sum(how in ("open", "started") for _, how in to_score(scorer))
    return Left(0, owed * criteria, pairs)


@dataclass(frozen=True, slots=True)
class Change:
    """What the second round changed of one entry; `before` and `after` are shares in 100."""

    before: int
    after: int
    scores_changed: int


def changes(shortlist: Shortlist) -> dict[int, Change]:
    """Return what the second round changed, by entry key; empty until it is closed."""
    if closed_rounds(shortlist) < 2:
        return {}
    first, both = panel_view(shortlist, rounds=1), panel_view(shortlist)
    if first is None or both is None or not first.scored:
        return {}
    moved = (first.scores != both.scores) & ~(np.isnan(first.scores) & np.isnan(both.scores))
    return {
        entry.pk: Change(
            round(100 * float(first.ranks.in_top[i])),
            round(100 * float(both.ranks.in_top[i])),
            int(moved[i].sum()),
        )
        for i, entry in enumerate(both.entries)
    }
