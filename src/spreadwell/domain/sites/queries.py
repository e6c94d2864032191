"""Reading sites: which numbers are due, and who is in the team."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from spreadwell.formats.measures import DUE_DAYS
from spreadwell.formats.periods import Period, PeriodKind

from ..audit.models import EventQuerySet
from ..audit.queries import history_of
from ..innovations.models import InnovationMeasure
from ..measures.models import Measure, Reading
from ..people.viewer import Viewer
from .models import ConditionRating, ImplementationSite, TeamMember
from .rounds import latest_settled

MEASURES_A_MONTH = 3
"""The most numbers one site is asked for at once: burden is a cost that is counted."""

WANTED_WITHIN = timedelta(days=DUE_DAYS)
"""How long after a period its numbers are wanted where its measure does not say: ten working
days, long enough for a monthly return."""

HOW_IT_STANDS = (
    "sites.planned",
    "sites.moved",
    "sites.safety_lead",
    "sites.paused_for_safety",
    "lifecycle.site_moved",
)
"""What everybody who sees a site may read of its history."""


@dataclass(frozen=True, slots=True)
class DueMeasure:
    """A number a site owes: the measure, the period it is for, and the reading before it."""

    measure: Measure
    period: Period
    before: Reading | None

    @property
    def due(self) -> date:
        """The day by which it is wanted."""
        return wanted_by(self.measure, self.period)


def wanted_by(measure: Measure, period: Period) -> date:
    """Return the day by which a number is wanted: `due_days` of its definition, else two weeks."""
    days = measure.definition.get("due_days")
    return period.end + (WANTED_WITHIN if days is None else timedelta(days=int(days)))


def last_complete(measure: Measure, today: date) -> Period:
    """Return the last period of the measure's cadence that ended before today."""
    return Period.containing(today, PeriodKind(measure.cadence)).previous()


def due_for_sites(sites: Iterable[ImplementationSite], on: date) -> dict[int, list[DueMeasure]]:
    """Return by site what it has to send for the last complete period, the judged measure first.

    Only live sites are asked, only for measures that sites supply, from the period in which they
    started, and at most `MEASURES_A_MONTH`; a reading an analyst loaded clears the item.
    """
    live = [site for site in sites if site.state == "live" and site.started]
    by_innovation: dict[int, list[Measure]] = {}
    attached = InnovationMeasure.objects.filter(
        innovation__in={site.version.innovation_id for site in live}, measure__supplied_by="site"
    ).exclude(measure__cadence=PeriodKind.INTEGER.value)
    for one in attached.select_related("measure").order_by("-primary", "measure__name"):
        by_innovation.setdefault(one.innovation_id, []).append(one.measure)
    measures = {one.pk: one for many in by_innovation.values() for one in many}
    periods = {pk: last_complete(one, on) for pk, one in measures.items()}
    read = _latest_two(live, periods)
    due: dict[int, list[DueMeasure]] = {}
    for site in live:
        owed = []
        for measure in by_innovation.get(site.version.innovation_id, [])[:MEASURES_A_MONTH]:
            period = periods[measure.pk]
            key = (measure.pk, site.organisation_id)
            assert site.started is not None
            if period.end >= site.started and (*key, period.ordinal) not in read:
                owed.append(DueMeasure(measure, period, read.get((*key, period.ordinal - 1))))
        due[site.pk] = owed
    return due


def _latest_two(
    sites: list[ImplementationSite], periods: dict[int, Period]
) -> dict[tuple[int, int, int], Reading]:
    """Return the readings of the due period and the one before, by measure, place, ordinal."""
    rule = Q(pk__in=[])
    for pk, period in periods.items():
        rule |= Q(
            measure_id=pk,
            period_kind=period.kind.value,
            ordinal__in=[period.ordinal, period.ordinal - 1],
        )
    rows = Reading.objects.current().filter(
        rule, organisation__in={site.organisation_id for site in sites}, stratifier=""
    )
    return {(r.measure_id, r.organisation_id, r.ordinal): r for r in rows}


def due_for_site(site: ImplementationSite, on: date) -> list[DueMeasure]:
    """Return what one site has to send for the last complete period."""
    return due_for_sites([site], on).get(site.pk, [])


def team_on(viewer: Viewer, site: ImplementationSite, day: date) -> QuerySet[TeamMember]:
    """Return the team of a day, as far as the viewer may see it."""
    rows: QuerySet[TeamMember] = TeamMember.objects.visible_to(viewer)
    return (
        rows.filter(site=site, starts__lte=day)
        .filter(Q(ends=None) | Q(ends__gt=day))
        .select_related("person")
    )


def latest_conditions(viewer: Viewer, site: ImplementationSite) -> list[ConditionRating]:
    """Return the rating that counts of each condition, the latest that the viewer may see."""
    rows: QuerySet[ConditionRating] = ConditionRating.objects.visible_to(viewer)
    return latest_settled(rows.filter(site=site))


def history_for(viewer: Viewer, site: ImplementationSite) -> EventQuerySet:
    """Return a site's history; what it cost, who is in its team and what it tried is its own.

    That is read by the site's people and the office; others read how the site stands.
    """
    events = history_of(site)
    if viewer.in_office or site.pk in viewer.site_ids:
        return events
    return events.filter(verb__in=HOW_IT_STANDS)
