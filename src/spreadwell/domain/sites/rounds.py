"""Rounds of rating: who has rated a site's conditions at its start, mid-point and end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..foundation.refusals import Invalid, NotNow
from ..people.models import Person
from .models import ConditionRating, ConditionSet, ImplementationSite

MOMENTS: dict[str, str] = {
    key: label for key, label in ConditionRating._meta.get_field("moment").flatchoices if key
}
"""Key → label of the three moments, in order."""

Latest = Mapping[str, ConditionRating]


@dataclass(frozen=True, slots=True)
class Round:
    """The ratings of one site at one moment, the latest of each construct, by who rated.

    `asked` are the constructs that the mission chose; `two` says that it wants two raters.
    """

    site: ImplementationSite
    moment: str
    asked: tuple[str, ...] = ()
    two: bool = False
    first: Latest = field(default_factory=dict)
    second: Latest = field(default_factory=dict)
    consensus: Latest = field(default_factory=dict)
    first_rater: Person | None = None
    second_rater: Person | None = None

    @property
    def label(self) -> str:
        """The moment in words."""
        return MOMENTS[self.moment]

    @property
    def rated_on(self) -> date | None:
        """The day of the last rating."""
        days = [row.rated_on for row in (*self.first.values(), *self.second.values())]
        return max(days, default=None)

    @property
    def waits_for_second(self) -> bool:
        """Tell whether one has rated and the other has not."""
        return self.two and bool(self.first) != bool(self.second)

    @property
    def both(self) -> bool:
        """Tell whether two have rated, so that they may see each other's ratings."""
        return self.two and bool(self.first) and bool(self.second)

    @property
    def done(self) -> bool:
        """Tell whether the round is rated, by two and agreed where the mission wants that."""
        return bool(self.first) and (not self.two or (self.both and not self.open))

    @property
    def open(self) -> list[str]:
        """Constructs on which the two differ, one blank included, and have not agreed yet."""
        return [key for key in self.differing if key not in self.consensus]

    @property
    def differing(self) -> list[str]:
        """Constructs on which the two differ, in the order in which they were asked."""
        if not self.both:
            return []
        return [key for key in self._keys if self.pair(key)[0] != self.pair(key)[1]]

    @property
    def _keys(self) -> list[str]:
        return list(dict.fromkeys([*self.asked, *self.first, *self.second]))

    def pair(self, key: str) -> tuple[int | None, int | None]:
        """Return what the first and the second rated; blank is None."""
        one, other = self.first.get(key), self.second.get(key)
        return (one.rating if one else None), (other.rating if other else None)

    @property
    def agreement(self) -> tuple[int, int]:
        """Return (rated the same, rated by both)."""
        pairs = [self.pair(key) for key in self._keys]
        known = [(one, other) for one, other in pairs if one is not None and other is not None]
        return sum(one == other for one, other in known), len(known)

    def rater_for(self, person: Person) -> str:
        """Return as which rater somebody rates this round; raises NotNow when both have."""
        if not self.two:
            return "first"
        if self.both:
            raise NotNow("Two people have rated this already. They agree on one rating now.")
        if not self.first or (self.first_rater is not None and self.first_rater.pk == person.pk):
            return "first"
        return "second"

    def answers(self, rater: str) -> Latest:
        """Return the latest ratings of one rater."""
        return {"first": self.first, "second": self.second, "consensus": self.consensus}[rater]


def check_moment(moment: str) -> None:
    """Raise unless this is one of the three moments."""
    if moment not in MOMENTS:
        raise Invalid("Choose the start, the mid-point or the end.", field="moment")


def rounds_of(sites: Iterable[ImplementationSite]) -> dict[tuple[int, str], Round]:
    """Return the three rounds of each site, whoever may see them: callers show only states."""
    by_site = {site.pk: site for site in sites}
    rows: dict[tuple[int, str], list[ConditionRating]] = {}
    found = ConditionRating.objects.filter(site__in=by_site, framework="cfir").exclude(moment="")
    for rating in found.select_related("rated_by").order_by("rated_on", "pk"):
        rows.setdefault((rating.site_id, rating.moment), []).append(rating)
    missions = {site.version.innovation.mission_id for site in by_site.values()}
    sets = {one.mission_id: one for one in ConditionSet.objects.filter(mission__in=missions)}
    return {
        (pk, moment): _round(
            site, moment, rows.get((pk, moment), []), sets.get(site.version.innovation.mission_id)
        )
        for pk, site in by_site.items()
        for moment in MOMENTS
    }


def round_of(site: ImplementationSite, moment: str) -> Round:
    """Return one round of a site."""
    check_moment(moment)
    return rounds_of([site])[site.pk, moment]


def _round(
    site: ImplementationSite,
    moment: str,
    rows: Sequence[ConditionRating],
    chosen: ConditionSet | None,
) -> Round:
    latest: dict[str, dict[str, ConditionRating]] = {"first": {}, "second": {}, "consensus": {}}
    raters: dict[str, Person] = {}
    for row in rows:
        latest[row.rater][row.construct] = row
        raters.setdefault(row.rater, row.rated_by)
    return Round(
        site=site,
        moment=moment,
        asked=tuple(chosen.constructs) if chosen else (),
        two=bool(chosen and chosen.second_rater),
        first=latest["first"],
        second=latest["second"],
        consensus=latest["consensus"],
        first_rater=raters.get("first"),
        second_rater=raters.get("second"),
    )


_ORDER = {"": 0} | {moment: place for place, moment in enumerate(MOMENTS, start=1)}


def settled(rows: Iterable[ConditionRating]) -> list[ConditionRating]:
    """Return the rating that counts of each construct at each moment: agreed, else the first's.

    A second rating alone never counts. Rows come narrowed to what their reader may see.
    """
    kept: dict[tuple[int, str, str, str], ConditionRating] = {}
    for row in sorted(rows, key=lambda one: (one.rater != "first", one.rated_on, one.pk)):
        if row.rater != "second":
            kept[row.site_id, row.framework, row.construct, row.moment] = row
    return list(kept.values())


def latest_settled(rows: Iterable[ConditionRating]) -> list[ConditionRating]:
    """Return the rating that counts of each construct at the last moment it was rated at."""
    kept: dict[tuple[int, str, str], ConditionRating] = {}
    for row in sorted(settled(rows), key=lambda one: (_ORDER[one.moment], one.rated_on, one.pk)):
        kept[row.site_id, row.framework, row.construct] = row
    return list(kept.values())
