"""What implementing costs a site: two numbers a quarter, by kind for those who want it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from spreadwell.formats.periods import Period, PeriodKind

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import ImplementationSite, SiteCost
from .permissions import check_work

KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "staff": ("Staff time", ("hours",)),
    "training": ("Training", ("cost", "hours")),
    "equipment": ("Equipment", ("cost",)),
    "licences": ("Licences", ("cost",)),
    "travel": ("Travel", ("cost", "hours")),
    "other": ("Other", ("cost", "hours")),
}
"""Kind → (words, what is asked of it). Pay is told as hours, so that it is never counted twice."""

ASKED_IN = ("preparing", "live", "paused")
QUARTER = PeriodKind.FINANCIAL_QUARTER
Kinds = Mapping[str, Mapping[str, Decimal | None]]


def last_quarter(today: date) -> Period:
    """Return the last financial quarter that ended before today."""
    return Period.containing(today, QUARTER).previous()


def wanted_by(quarter: Period) -> date:
    """Return the day by which a quarter's cost is wanted: the end of the month after it."""
    return Period.containing(quarter.next().start, PeriodKind.MONTH).end


def began(site: ImplementationSite) -> date | None:
    """Return the day on which a site began to prepare, from which it has costs."""
    spell = site.spells.filter(state__in=ASKED_IN).order_by("entered", "pk").first()
    return spell.entered if spell else site.started


def costs_due(sites: Iterable[ImplementationSite], today: date) -> dict[int, Period]:
    """Return by site the quarter whose cost is asked for now: in the month after, never later.

    A number nobody gave within the month is not asked for again: it can still be told.
    """
    quarter = last_quarter(today)
    if today > wanted_by(quarter):
        return {}
    asked = [site for site in sites if site.state in ASKED_IN]
    told = set(
        SiteCost.objects.filter(site__in=asked, quarter=str(quarter)).values_list(
            "site_id", flat=True
        )
    )
    due = {}
    for site in asked:
        first = began(site) if site.pk not in told else None
        if first is not None and first <= quarter.end:
            due[site.pk] = quarter
    return due


def check_quarter(site: ImplementationSite, quarter: str, today: date) -> Period:
    """Return the quarter; raise unless it is a financial quarter that ended while the site ran."""
    try:
        period = Period.parse(quarter)
    except ValueError as wrong:
        raise Invalid(f"{wrong}.", field="quarter") from None
    if period.kind is not QUARTER:
        raise Invalid("Give a financial quarter, such as FY2026-Q1.", field="quarter")
    if period.end >= today:
        raise Invalid(f"{period.label} has not ended yet.", field="quarter")
    first = began(site)
    if first is None or first > period.end:
        raise Invalid(f"{site} had not begun by {period.label}.", field="quarter")
    return period


def sum_of(by_kind: Kinds, part: str) -> Decimal | None:
    """Return the sum of the kinds that were told, None where none was."""
    told = [one[part] for one in by_kind.values() if one.get(part) is not None]
    return sum((value for value in told if value is not None), Decimal(0)) if told else None


def _agreed(total: Decimal | None, by_kind: Kinds, part: str) -> Decimal | None:
    """Return the total; kinds fill it where it is blank and must add up to it where it is not."""
    added = sum_of(by_kind, part)
    if added is None or total is None:
        return added if total is None else total
    if added != total:
        word = "pounds" if part == "cost" else "hours"
        raise Invalid(
            f"The kinds add up to {added:,} {word}, the whole is {total:,} {word}. Change either, "
            "or leave the whole blank to take the sum.",
            field=part,
        )
    return total


@action
def tell_cost(
    *,
    by: Person,
    site: ImplementationSite,
    quarter: str,
    cost: Decimal | None,
    hours: Decimal | None,
    by_kind: Kinds | None = None,
) -> SiteCost:
    """Tell what a quarter cost a site: pounds without staff, and staff hours; None is not known.

    Telling it again corrects it; what stood before is kept in the site's history.
    """
    check_work(viewer_of(by), site)
    period = check_quarter(site, quarter, timezone.localdate())
    kinds = {k: dict(v) for k, v in (by_kind or {}).items()}
    for kind, parts in kinds.items():
        if kind not in KINDS:
            raise Invalid(f"“{kind}” is not a kind of cost.", field="by_kind")
        for part, value in parts.items():
            if part not in KINDS[kind][1]:
                raise Invalid(f"{KINDS[kind][0]} has no {part}.", field="by_kind")
            if value is not None and value < 0:
                raise Invalid("Costs and hours cannot be below 0.", field=f"{kind}_{part}")
    cost, hours = _agreed(cost, kinds, "cost"), _agreed(hours, kinds, "hours")
    for part, value in (("cost", cost), ("hours", hours)):
        if value is not None and value < 0:
            raise Invalid("Costs and hours cannot be below 0.", field=part)
    before = SiteCost.objects.select_for_update().filter(site=site, quarter=str(period)).first()
    stored = {
        kind: {part: str(value) for part, value in parts.items() if value is not None}
        for kind, parts in kinds.items()
    }
    made, _ = SiteCost.objects.update_or_create(
        site=site,
        quarter=str(period),
        defaults={
            "cost": cost,
            "hours": hours,
            "by_kind": {kind: parts for kind, parts in stored.items() if parts},
            "entered_on": timezone.localdate(),
            "entered_by": by,
        },
    )
    record(
        by=by,
        verb="sites.cost_corrected" if before else "sites.cost_told",
        thing=site,
        summary=f"{by} {'corrected' if before else 'told'} what {period.label} cost at {site}: "
        f"{in_words(cost, hours)}" + (f", before {_words_of(before)}" if before else ""),
        detail={"quarter": str(period), "now": _plain(made)}
        | ({"before": _plain(before)} if before else {}),
    )
    return made


def in_words(cost: Decimal | None, hours: Decimal | None) -> str:
    """Say two numbers; what is not known is said to be so."""
    if cost is None and hours is None:
        return "not known"
    money = f"£{cost:,.0f} without staff" if cost is not None else "cost not known"
    time = f"{hours:,.0f} staff hours" if hours is not None else "hours not known"
    return f"{money} and {time}"


def _words_of(row: SiteCost) -> str:
    return in_words(row.cost, row.hours)


def _plain(row: SiteCost) -> dict[str, object]:
    return {
        "cost": None if row.cost is None else str(row.cost),
        "hours": None if row.hours is None else str(row.hours),
        "by_kind": row.by_kind,
    }


@dataclass(frozen=True, slots=True)
class CostSum:
    """What several sites told: pounds without staff, staff hours, and how many told each.

    `asked` counts the sites that had begun, whether they told anything or not.
    """

    asked: int
    cost: Decimal
    cost_sites: int
    hours: Decimal
    hours_sites: int
    quarters: int

    @property
    def sentence(self) -> str:
        """The sum in words, with how many of how many sites told it."""
        if not self.cost_sites and not self.hours_sites:
            sites = "The site has not" if self.asked == 1 else f"None of {self.asked} sites has"
            return f"{sites} told yet what implementing it cost."
        many = "1 quarter" if self.quarters == 1 else f"{self.quarters} quarters"
        if self.asked == 1:
            told = in_words(
                self.cost if self.cost_sites else None, self.hours if self.hours_sites else None
            )
            return f"So far {told}, told for {many}."
        money = f"£{self.cost:,.0f} without staff at {self.cost_sites}"
        time = f"{self.hours:,.0f} staff hours at {self.hours_sites}"
        said = " and ".join(
            words for words, sites in ((money, self.cost_sites), (time, self.hours_sites)) if sites
        )
        told_by = [n for n in (self.cost_sites, self.hours_sites) if n]
        if min(told_by) == self.asked:
            return f"So far {said} of {self.asked} sites, told for {many}."
        return (
            f"So far {said} of {self.asked} sites that had begun, told for {many}. What the "
            "others spent is not known."
        )


def sum_costs(sites: Iterable[ImplementationSite], rows: Iterable[SiteCost]) -> CostSum:
    """Add up what sites told; rows come narrowed to what their reader may see."""
    begun = {site.pk for site in sites if site.state != "planned"}
    told = [row for row in rows if row.site_id in begun]
    money = [row for row in told if row.cost is not None]
    time = [row for row in told if row.hours is not None]
    return CostSum(
        asked=len(begun),
        cost=sum((row.cost for row in money if row.cost is not None), Decimal(0)),
        cost_sites=len({row.site_id for row in money}),
        hours=sum((row.hours for row in time if row.hours is not None), Decimal(0)),
        hours_sites=len({row.site_id for row in time}),
        quarters=len({row.quarter for row in [*money, *time]}),
    )
