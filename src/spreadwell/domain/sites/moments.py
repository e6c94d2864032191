"""When a site's conditions are due: at its start, its mid-point and its end, once each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ..people.viewer import Viewer
from .models import ConditionSet, ImplementationSite, ReadinessRating
from .rounds import Round, rounds_of

MID_AFTER = timedelta(days=183)
"""Half a year in, what was new has become daily work or has not."""
END_AFTER = timedelta(days=365)
"""A year in, a site that has not stopped is rated as it will go on."""
WITHIN = timedelta(days=30)
"""How long a rating may take from when its moment came: interviews need a month."""
AHEAD = timedelta(days=28)
"""A site that prepares is rated at its start from this long before the day it plans to start."""
REMEMBERED = timedelta(days=90)
"""Later than this nobody can say how it was at that moment, so it is not asked for any more."""

# What a round is in, in words and the colour of its tag.
STANDINGS: dict[str, tuple[str, str]] = {
    "done": ("Rated", "green"),
    "agree": ("To be agreed", "blue"),
    "second": ("Waits for a second rater", "blue"),
    "due": ("Due", "orange"),
    "missed": ("Not rated", "white"),
    "later": ("Later", "grey"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How one moment of a site stands: a key of STANDINGS, and the day by which it is wanted."""

    moment: str
    key: str
    due: date | None
    round: Round

    @property
    def words(self) -> str:
        """How it stands, in words."""
        return STANDINGS[self.key][0]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return STANDINGS[self.key][1]

    @property
    def lacks(self) -> bool:
        """Tell whether somebody has something to do about it now."""
        return self.key in ("due", "second", "agree")


@dataclass(frozen=True, slots=True)
class SiteMoments:
    """A site with its three moments and the day its readiness was last rated."""

    site: ImplementationSite
    moments: tuple[Standing, ...]
    readiness_on: date | None

    @property
    def lacking(self) -> list[Standing]:
        """The moments at which somebody has something to do."""
        return [one for one in self.moments if one.lacks]


def came_on(site: ImplementationSite, moment: str, today: date) -> date | None:
    """Return the day on which a moment came or comes; None where that is not known yet."""
    if moment == "start":
        if site.state == "planned":
            return site.planned_start
        return site.started or max(site.planned_start or today, today)
    if site.started is None:
        return site.stopped if moment == "end" else None
    if moment == "mid":
        mid = site.started + MID_AFTER
        return mid if site.stopped is None or site.stopped >= mid else None
    end = site.started + END_AFTER
    return min(end, site.stopped) if site.stopped else end


def standings(
    site: ImplementationSite, rounds: dict[tuple[int, str], Round], today: date
) -> tuple[Standing, ...]:
    """Return how the three moments stand.

    A moment that a later one has overtaken, or that is long past, is not asked for any more; it
    can still be rated.
    """
    made: list[Standing] = []
    overtaken = False
    for moment in ("end", "mid", "start"):
        now = rounds[site.pk, moment]
        day = came_on(site, moment, today)
        come = day is not None and day <= today
        if moment == "start" and site.state == "preparing" and day is not None:
            come = day - AHEAD <= today
        if now.first:
            key = "second" if now.waits_for_second else "agree" if now.open else "done"
        elif now.second:
            key = "second"
        elif overtaken or (day is not None and day + REMEMBERED < today):
            key = "missed"
        else:
            key = "due" if come else "later"
        overtaken = overtaken or come or bool(now.first)
        # The other rater, and the two who agree, have their month from the last rating.
        since = now.rated_on if key in ("second", "agree") else day
        made.append(Standing(moment, key, since + WITHIN if since else None, now))
    return tuple(reversed(made))


def moments_of(
    viewer: Viewer, sites: Iterable[ImplementationSite], today: date
) -> list[SiteMoments]:
    """Return how the moments of several sites stand, for whoever may rate them."""
    rows = list(sites)
    rounds = rounds_of(rows)
    rated: dict[int, date] = {}
    seen = ReadinessRating.objects.visible_to(viewer).filter(site__in=rows)
    for pk, day in seen.order_by("rated_on").values_list("site_id", "rated_on"):
        rated[pk] = day
    return [SiteMoments(one, standings(one, rounds, today), rated.get(one.pk)) for one in rows]


def sites_to_rate(viewer: Viewer) -> list[ImplementationSite]:
    """Return the sites of the networks that a viewer facilitates whose missions chose conditions.

    Planned sites have nothing to rate yet.
    """
    chosen = ConditionSet.objects.values("mission")
    rows = ImplementationSite.objects.visible_to(viewer).filter(
        version__innovation__network__in=viewer.facilitated_network_ids,
        version__innovation__mission__in=chosen,
    )
    rows = rows.exclude(state="planned")
    return list(rows.select_related("version__innovation__mission").order_by("name", "pk"))
