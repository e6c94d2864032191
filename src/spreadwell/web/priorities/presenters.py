"""What the shortlist page prints: the picture, and the words for each opportunity."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.urls import reverse

from spreadwell.charts.frame import Look, Picture
from spreadwell.charts.powerful_possible import Opportunity, Verdict, powerful_possible
from spreadwell.charts.wording import joined
from spreadwell.domain.priorities.meeting import Table, in_force
from spreadwell.domain.priorities.models import ShortlistEntry
from spreadwell.domain.priorities.queries import Change, PanelView
from spreadwell.domain.priorities.robust import worth_talking

from ..missions.presenters import NARROW, WIDE, Drawn

# A change of standing this large is worth a line under “the most deprived fifth first”.
MOVES = 0.15
INEQUALITY = "inequality"
WORDS: dict[str, Verdict] = {
    "in": "in",
    "depends": "depends",
    "not_this_round": "not this round",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One opportunity as the page tells it; shares as “83 of 100”."""

    entry: ShortlistEntry
    verdict: str
    in_top: int
    powerful: float
    possible: float
    disagreement: str
    unknown: str
    set_aside: tuple[str, ...]
    flips: int
    equity_change: int
    change: Change | None

    @property
    def overridden(self) -> bool:
        """Tell whether the body decided other than the scores say."""
        choice = self.entry.choice
        return choice in WORDS and WORDS[choice] != self.verdict


def rows_of(view: PanelView, changed: Mapping[int, Change] | None = None) -> list[Row]:
    """Return the rows, most often among the first first, with what the second round changed."""
    verdicts = view.ranks.verdicts()
    equity = _equity(view)
    rows = [
        Row(
            entry=entry,
            verdict=verdicts[i],
            in_top=_hundred(view.ranks.in_top[i]),
            powerful=float(view.powerful.score[i]),
            possible=float(view.possible.score[i]),
            disagreement=_disagreement(view, i),
            unknown=_unknown(view, i),
            set_aside=tuple(
                f"{scorer.person}: {scorer.interest}"
                for scorer, aside in zip(view.scorers, view.aside[i], strict=True)
                if aside
            ),
            flips=_hundred(view.ranks.flips[i]),
            equity_change=equity[i],
            change=(changed or {}).get(entry.pk),
        )
        for i, entry in enumerate(view.entries)
    ]
    return sorted(rows, key=lambda row: (-row.in_top, row.entry.opportunity.title))


def talks_of(table: Table | None, rows: list[Row]) -> list[tuple[Row, str]]:
    """Return where talk could change the shortlist and what to begin with, most worth it first."""
    if table is None:
        return []
    by_entry = {row.entry.pk: row for row in rows}
    found = worth_talking(table, in_force(table))
    return [(by_entry[one.entry.pk], one.on.name.lower()) for one in found]


def moved_by_equity(rows: list[Row]) -> list[Row]:
    """Return what reaching the most deprived first would lift or lower."""
    chosen = [row for row in rows if abs(row.equity_change) >= 100 * MOVES]
    return sorted(chosen, key=lambda row: -row.equity_change)


def _hundred(share: float) -> int:
    return round(100 * float(share))


def _equity(view: PanelView) -> list[int]:
    """Return how much more often in the first places, in 100, when inequality weighs most."""
    slugs = [criterion.slug for criterion in view.criteria]
    if INEQUALITY not in slugs:
        return [0] * len(view.entries)
    led = view.ranks.led_by[:, slugs.index(INEQUALITY)]
    return [
        0 if math.isnan(share) else _hundred(share - top)
        for share, top in zip(led, view.ranks.in_top, strict=True)
    ]


def _disagreement(view: PanelView, i: int) -> str:
    """Say in words how far the panel agrees, and on what it does not."""
    camps = [
        c.name.lower() for c, two in zip(view.criteria, view.panel.camps[i], strict=True) if two
    ]
    if camps:
        return f"Two camps on {joined(camps)}"
    spread = view.panel.disagreement[i]
    if np.isnan(spread).all():
        return "Too few scores to tell"
    mean = float(np.nanmean(spread))
    return "Close together" if mean < 0.75 else "Some spread" if mean < 1.1 else "Far apart"


def _unknown(view: PanelView, i: int) -> str:
    """Say how many scores are missing: ignorance is not disagreement."""
    asked, known = int(view.panel.asked[i].sum()), int(view.panel.known[i].sum())
    missing = asked - known
    return f"{missing:,} of {asked:,} scores not known" if missing else "All scores given"


def spread_of(view: PanelView, entry: int, criterion: int) -> str:
    """Word one cell's scores as counts, lowest first; names stay out of it."""
    given = view.scores[entry, criterion][~view.aside[entry]]
    counts = [(score, int((given == score).sum())) for score in range(1, 6)]
    said = [f"{many} gave {score}" for score, many in counts if many]
    unknown = int(np.isnan(given).sum())
    return joined([*said, f"{unknown} did not know"] if unknown else said)


def panel_drawn(view: PanelView, pk: int, *, invented: bool) -> Drawn:
    """Draw powerful × possible, by what was decided or else by what the scores say."""
    verdicts = view.ranks.verdicts()
    items = []
    for i, entry in enumerate(view.entries):
        verdict = WORDS.get(entry.choice) or WORDS[verdicts[i].replace(" ", "_")]
        items.append(
            Opportunity(
                name=entry.opportunity.title,
                possible=float(view.possible.score[i]),
                powerful=float(view.powerful.score[i]),
                possible_se=float(view.possible.se[i]),
                powerful_se=float(view.powerful.se[i]),
                verdict=verdict,
                url=reverse("discovery:opportunity", args=[entry.opportunity.slug]),
            )
        )

    def draw(width: int, prefix: str) -> Picture:
        look = Look(width=width, prefix=prefix, invented=invented)
        return powerful_possible(items, look, low=1, high=5)

    return Drawn(draw(WIDE, f"panel{pk}"), draw(NARROW, f"panel{pk}-narrow"))
