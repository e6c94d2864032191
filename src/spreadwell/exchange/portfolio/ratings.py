"""What was rated at invented sites: conditions by one or two people, readiness, and costs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from spreadwell.domain.models import (
    ConditionRating,
    ImplementationSite,
    Person,
    ReadinessRating,
    SiteCost,
)
from spreadwell.domain.sites.conditions import choose_conditions
from spreadwell.domain.sites.costs import last_quarter
from spreadwell.domain.sites.frameworks import short_of
from spreadwell.domain.sites.moments import END_AFTER, MID_AFTER

from .content import told
from .loading import Loading, dice, keep_all

NASSS_WORDS = ("simple", "complicated", "complex")
# How long after its moment a site was rated, in days.
RATED_AFTER = {"start": 20, "mid": 197, "end": 375}
READY_BEFORE, READY_AFTER = 30, 150
# Ratings follow the invented effect by this much at the end of the first year, the rest is noise;
# at the start nobody could know it yet.
FOLLOWS = {"start": 0.5, "mid": 0.7, "end": 0.8}
GETS_BETTER = {"start": -0.3, "mid": 0.1, "end": 0.4}
# What is still to agree was rated lately: two people do not leave it open for a year.
LATELY = timedelta(days=330)
# Of ten ratings, about this many differ by one between two people.
DIFFERS = 0.25


def load(loading: Loading) -> None:
    """Load what was rated at the sites of the innovations that the file names."""
    given = told("ratings")
    asked: dict[str, tuple[list[str], Person | None]] = {}
    for one in given["missions"]:
        second = one.get("second")
        choose_conditions(
            by=loading.person(one["by"]), mission=loading.missions[one["slug"]],
            chosen=one["conditions"], second_rater=second is not None,
        )  # fmt: skip
        asked[one["slug"]] = (one["conditions"], loading.person(second) if second else None)
    for slug, how in given["rated"].items():
        mission = loading.innovations[slug].mission.slug
        _conditions(loading, slug, how, *asked[mission])
    _readiness(loading)
    _costs(loading, given["costs"])


def sites_of(loading: Loading, slug: str) -> dict[int, ImplementationSite]:
    """Return the sites of an innovation by their place."""
    return {place: site for (own, place), site in loading.sites.items() if own == slug}


@dataclass(frozen=True, slots=True)
class _Rated:
    """One rater's rating of one construct."""

    construct: str
    rating: int | None
    evidence: str


def _conditions(
    loading: Loading, slug: str, how: dict[str, Any], constructs: list[str], second: Person | None
) -> None:
    truth = told("truth")["conditions"]
    random = dice(truth["seed"] + len(slug))
    effects = loading.worlds[slug].effects
    live = effects[: len(sites_of(loading, slug))]
    live = live[live != 0]
    middle, spread = float(live.mean()), float(live.std()) or 1.0
    first = loading.person(how["by"])
    made: list[ConditionRating] = []
    for place, site in sites_of(loading, slug).items():
        if site.started is None or place > how.get("places", place):
            continue
        # Larger in the direction of the effect is better, whatever its sign.
        better = float((effects[place - 1] - middle) / spread) * float(np.sign(middle))
        days = _moments(loading, site, place, how["moments"])
        known = random.random(len(constructs)) < how["known"]
        own = random.standard_normal(len(constructs))
        for moment, day in days:
            rows = []
            for construct, says, taste in zip(constructs, known, own, strict=True):
                pull = FOLLOWS[moment] * better if construct in truth["drivers"] else 0.0
                level = 0.4 + pull + GETS_BETTER[moment] + 0.6 * taste
                value = int(np.clip(round(level + 0.3 * random.standard_normal()), -2, 2))
                # Nobody said anything of it: the rating stays blank, which is not 0.
                rows.append(
                    _Rated(construct, value, _said(construct, value))
                    if says
                    else _Rated(construct, None, "")
                )
            shared = place % 3 != 0
            if second is None:
                made += _rows(site, rows, moment, day, first, "first", shared)
                continue
            last = moment == days[-1][0] and day > loading.today - LATELY
            other = [_again(one, random) for one in rows]
            waits, open_still = last and place % 5 == 0, last and place % 5 == 1
            shared = shared and not waits and not open_still
            made += _rows(site, rows, moment, day, first, "first", shared)
            if waits:
                continue
            made += _rows(site, other, moment, day + timedelta(3), second, "second", shared)
            if not open_still:
                agreed = [_agreed(a, b) for a, b in zip(rows, other, strict=True)]
                made += _rows(site, agreed, moment, day + timedelta(9), first, "consensus", shared)
    keep_all(ConditionRating, made)


def _moments(
    loading: Loading, site: ImplementationSite, place: int, most: int
) -> list[tuple[str, date]]:
    """Return the moments at which a site was rated; at every fifth the last is still to do."""
    assert site.started is not None
    after = {"start": timedelta(0), "mid": MID_AFTER, "end": END_AFTER}
    come = [
        (moment, site.started + timedelta(days=days))
        for moment, days in RATED_AFTER.items()
        if site.started + max(after[moment], timedelta(days=days)) < loading.today
    ][:most]
    return come[:-1] if place % 5 == 2 and len(come) > 1 else come


def _again(one: _Rated, random: np.random.Generator) -> _Rated:
    """Return what a second person made of it: mostly the same, sometimes a step apart."""
    step = int(random.choice([-1, 1])) if random.random() < DIFFERS else 0
    if one.rating is None:
        return one
    value = int(np.clip(one.rating + step, -2, 2))
    return replace(one, rating=value, evidence=f"Read the notes of both interviews: {one.evidence}")


def _agreed(one: _Rated, other: _Rated) -> _Rated:
    """Return what both agreed: the more careful of the two."""
    if one.rating is None or other.rating is None:
        return one
    return one if abs(one.rating) <= abs(other.rating) else other


def _rows(
    site: ImplementationSite,
    rated: list[_Rated],
    moment: str,
    day: date,
    by: Person,
    rater: str,
    shared: bool,
) -> Iterator[ConditionRating]:
    for one in rated:
        yield ConditionRating(
            site=site, construct=one.construct, rating=one.rating, evidence=one.evidence,
            informants=None if one.rating is None else 2 + site.organisation_id % 3,
            moment=moment, rater=rater, rated_on=day, rated_by=by, shared=shared,
        )  # fmt: skip


def _said(construct: str, value: int) -> str:
    tone = ("“This stands in our way.”", "“This makes it harder.”", "“Some say yes, some say no.”",
            "“This helps us.”", "“Without this it would not work here.”")[value + 2]  # fmt: skip
    return f"Interviews about “{short_of(construct).lower()}”: {tone}"


def _readiness(loading: Loading) -> None:
    """Rate readiness before the start; the sites of the thread are rated a second time."""
    random = dice(told("truth")["seed"] + 3)
    made = []
    for (slug, _), site in loading.sites.items():
        if not site.invented or (site.state == "planned" and site.planned_start is None):
            continue
        rated = (site.started or loading.today) - timedelta(days=READY_BEFORE)
        held = [int(random.choice(3, p=[0.5, 0.35, 0.15])) for _ in range(7)]
        days = [rated]
        if slug == "lipid-reviews" and site.started:
            days.append(site.started + timedelta(days=READY_AFTER))
        for day in days:
            made += [
                ReadinessRating(
                    site=site, domain=domain, rating=NASSS_WORDS[value], rated_on=day,
                    rated_by=loading.person("facilitator"),
                )
                for domain, value in enumerate(held, start=1)
            ]  # fmt: skip
            # Work that was hard becomes routine more often than the other way round.
            held = [_later(value, float(random.random())) for value in held]
    keep_all(ReadinessRating, made)


def _later(value: int, chance: float) -> int:
    if chance < 0.35:
        return max(value - 1, 0)
    return min(value + 1, 2) if chance > 0.93 else value


def _costs(loading: Loading, given: dict[str, Any]) -> None:
    """Tell two numbers a quarter; the site that signs in has its last one still to tell."""
    random = dice(told("truth")["seed"] + 5)
    last = last_quarter(loading.today)
    made = []
    for place, site in sites_of(loading, given["innovation"]).items():
        for back in range(given["quarters"]):
            quarter = last.previous(back)
            pounds = int(random.integers(*given["pounds"]))
            hours = int(random.integers(*given["hours"]))
            if site.started is None or site.started > quarter.start or (place == 3 and back == 0):
                continue
            unknown = place % 5 == 4
            training = round(pounds * 0.4)
            made.append(
                SiteCost(
                    site=site, quarter=str(quarter), entered_on=quarter.next().start,
                    cost=None if unknown else Decimal(pounds),
                    hours=None if unknown else Decimal(hours),
                    by_kind={
                        "training": {"cost": f"{training}"},
                        "licences": {"cost": f"{pounds - training}"},
                        "staff": {"hours": f"{hours}"},
                    } if place % 3 == 0 and not unknown else {},
                    entered_by=loading.helpers[place % len(loading.helpers)],
                )
            )  # fmt: skip
    keep_all(SiteCost, made)
