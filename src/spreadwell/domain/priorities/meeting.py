"""The question that a meeting turns: what is chosen under these weights and within these limits?

One or several shortlists stand together, if their panels scored the same criteria. Everything is
worked out anew for each answer; nothing is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from spreadwell.methods.priorities import (
    Rule,
    WeightSet,
    any_weights,
    budget,
    core_index,
    count_rule,
    draw_values,
    equity_floor,
    fixed_weights,
    mix,
)

from .models import Criterion, EntryCost, Shortlist, ShortlistEntry
from .queries import PanelView, panel_view
from .weighing import panel_weights

Floats = NDArray[np.float64]
# Weights that were set are a best guess: plausible are those about a third more or less.
GIVE = 0.3
# Sliders move by half a point of a hundred, and weights in force are told as they show them.
HALF = 0.5
# “In N of 100 plausible portfolios”: a page can wait for so many, and a hundred can be said.
DRAWS = 100
SEED = 20_262
# Costs at their low, likely and high end, and how many of the draws each gets.
ENDS = (("low", 25), ("", 50), ("high", 25))
# With nothing known of whom it reaches, benefit is taken to fall evenly: a fifth to each fifth.
EVEN_FIFTH = 0.2


@dataclass(frozen=True, slots=True)
class Dials:
    """What a meeting sets: weights by criterion slug (none: any are plausible), and limits.

    Money in pence a year, staff in hours a week, the floor and shares in 100; None does not bind.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    places: int | None = None
    money: int | None = None
    staff: float | None = None
    equity_floor: float | None = None
    shares: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """What lies on the table: opportunities with the panel's means and errors on common criteria.

    `entries` and `shortlists` are where they stand, empty where inputs were frozen. `takes` holds
    low, likely and high of money, staff and the deprived fifth by entry (NaN where nobody knows);
    `missions` names each entry's mission.
    """

    names: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    mean: Floats
    se: Floats
    missions: tuple[str, ...]
    takes: Mapping[str, Floats]
    entries: tuple[ShortlistEntry, ...] = ()
    shortlists: tuple[Shortlist, ...] = ()

    def listed(self, places: Sequence[int]) -> str:
        """Some of the opportunities in a sentence, by their places."""
        names = [f"“{self.names[one]}”" for one in places]
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

    def known(self, name: str, end: str = "") -> Floats:
        """One input of all entries at one end of its range, gaps filled with the middle of the
        others (an even fifth for reach): not known is not nothing."""
        values = self.takes[f"{name}_{end}".rstrip("_")]
        gap = np.isnan(values)
        if gap.all():
            return np.full(len(values), EVEN_FIFTH * 100 if name == "fifth" else 0.0)
        fill = EVEN_FIFTH * 100 if name == "fifth" else float(np.median(values[~gap]))
        return np.where(gap, fill, values)

    def not_known(self, name: str) -> int:
        """Of how many entries this input is not known."""
        return int(np.isnan(self.takes[name]).sum())


def lay_out(shortlists: Sequence[Shortlist]) -> Table | None:
    """Put shortlists on the table; None until a first round is closed and criteria are common."""
    views = [(one, view) for one in shortlists if (view := panel_view(one)) and view.scored]
    if not views:
        return None
    shared = set.intersection(*({c.slug for c in view.criteria} for _, view in views))
    criteria = tuple(c for c in views[0][1].criteria if c.slug in shared)
    if {one.side for one in criteria} != {"powerful", "possible"}:
        return None
    entries = tuple(entry for _, view in views for entry in view.entries)
    return Table(
        tuple(entry.opportunity.title for entry in entries),
        criteria,
        _stacked(views, criteria, "mean"),
        _stacked(views, criteria, "se"),
        tuple(one.mission.title for one, view in views for _ in view.entries),
        _takes(entries),
        entries,
        tuple(one for one, _ in views),
    )


def in_force(table: Table) -> Dials:
    """The dials as the shortlists set them: weights by pairs, places, what there is, the floor.

    What runs today stands beside what could start, so its places are there too.
    """
    money = [one.money for one in table.shortlists if one.money is not None]
    staff = [one.staff for one in table.shortlists if one.staff is not None]
    return Dials(
        weights=_weights_in_force(table),
        places=sum(one.places for one in table.shortlists) + sum(e.runs for e in table.entries),
        money=sum(money) if money else None,
        staff=sum(staff) if staff else None,
        equity_floor=max(one.equity_floor or 0 for one in table.shortlists) or None,
    )


def _weights_in_force(table: Table) -> dict[str, float]:
    """Points of a hundred by criterion, the mean of the panels that weighed; none if none did."""
    panels = []
    for one in table.shortlists:
        weighed = panel_weights(one)
        if weighed is not None:
            slugs = [criterion.slug for criterion in one.criteria.all()]
            panels.append(dict(zip(slugs, weighed.weights, strict=True)))
    if not panels:
        return {}
    mean = {c.slug: sum(one[c.slug] for one in panels) / len(panels) for c in table.criteria}
    whole = sum(mean.values())
    return {slug: round(100 * one / whole / HALF) * HALF for slug, one in mean.items()}


def _stacked(
    views: Sequence[tuple[Shortlist, PanelView]], criteria: Sequence[Criterion], what: str
) -> Floats:
    """Return one array of the panels, entries below each other, common criteria beside."""
    rows = []
    for _, view in views:
        slugs = [one.slug for one in view.criteria]
        rows.append(getattr(view.panel, what)[:, [slugs.index(one.slug) for one in criteria]])
    return np.vstack(rows)


def _takes(entries: Sequence[ShortlistEntry]) -> dict[str, Floats]:
    """Return what is told of each input by entry, NaN where nothing is."""
    told = {one.entry_id: one for one in EntryCost.objects.filter(entry__in=entries)}
    names = [f"{n}{end}" for n in ("money", "staff", "fifth") for end in ("_low", "", "_high")]
    return {
        name: np.array(
            [
                np.nan if (value := getattr(told.get(one.pk), name, None)) is None else value
                for one in entries
            ],
            dtype=float,
        )
        for name in names
    }


def weights_set(table: Table, dials: Dials) -> WeightSet:
    """The weightings that count: the one that was set, or any."""
    given = [max(0.0, dials.weights.get(one.slug, 0.0)) for one in table.criteria]
    return fixed_weights(given) if sum(given) > 0 else any_weights(len(table.criteria))


def drawn_weights(weights: WeightSet, draws: int, rng: np.random.Generator) -> Floats:
    """Weightings (draws, criteria) that are plausible: all of the set, or near the one given."""
    drawn = weights.draw(draws, rng)
    if weights.kind != "fixed":
        return drawn
    drawn = drawn * np.exp(GIVE * rng.standard_normal(drawn.shape))
    near: Floats = drawn / drawn.sum(axis=1, keepdims=True)
    return near


def rules_of(table: Table, dials: Dials, values: Floats, end: str = "") -> list[Rule]:
    """The limits as rules, with costs at one end of their ranges."""
    count = len(table.names)
    made: list[Rule] = []
    if dials.money is not None:
        pounds = table.known("money", end) / 100
        made.append(budget("money", pounds, dials.money / 100, unit="pounds a year"))
    if dials.staff is not None:
        made.append(
            budget("staff", table.known("staff", end), dials.staff, unit="staff hours a week")
        )
    if dials.places is not None:
        made += count_rule(count, at_most=dials.places)
    if dials.equity_floor:
        # Reach is worst at its low end, so a floor is held against the opposite end of costs.
        reach = table.known("fifth", {"low": "high", "high": "low"}.get(end, "")) / 100
        floor = equity_floor(np.minimum(reach, 1.0), values, dials.equity_floor / 100)
        made.append(floor)
    for mission, share in dials.shares.items():
        if share:
            members = [float(one == mission) for one in table.missions]
            made += mix(f"for {mission}", np.array(members), at_least=share / 100)
    return made


def plausible(table: Table, dials: Dials) -> list[int]:
    """In how many of 100 plausible portfolios each entry is; weights, scores and costs vary."""
    rng = np.random.default_rng(SEED)
    weights = weights_set(table, dials)
    middle = table.mean @ weights.middle()
    total = np.zeros(len(table.names))
    for end, draws in ENDS:
        values = draw_values(table, drawn_weights(weights, draws, rng), rng)
        index = core_index(values, rules_of(table, dials, middle, end))
        if index.found:
            total += index.share * draws
    return [round(float(one)) for one in total * (100 / DRAWS)]


def sides(table: Table, dials: Dials) -> dict[str, tuple[Floats, Floats]]:
    """Powerful and possible under the weights: score and standard error of each entry."""
    middle = weights_set(table, dials).middle()
    found = {}
    for side in ("powerful", "possible"):
        columns = [i for i, one in enumerate(table.criteria) if one.side == side]
        share = middle[columns]
        share = share / share.sum() if share.sum() > 0 else np.full(len(columns), 1 / len(columns))
        score = table.mean[:, columns] @ share
        se = np.sqrt((table.se[:, columns] ** 2) @ (share**2))
        found[side] = (score, se)
    return found
