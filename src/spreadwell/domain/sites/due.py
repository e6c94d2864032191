"""What waits for the people of sites: numbers, concerns and what is settled before a start."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from ..foundation.dues import Due
from ..people.roles import Role
from ..people.viewer import Viewer
from .completeness import board_of
from .costs import costs_due, wanted_by
from .models import ImplementationSite, SafetyConcern, SetUpItem
from .moments import moments_of, sites_to_rate
from .queries import due_for_sites
from .rounds import MOMENTS
from .states import ENDED

AHEAD = timedelta(days=28)
"""Set-up items are shown this long before they are due."""


def numbers_due(viewer: Viewer, today: date) -> Iterator[Due]:
    """Sites of the viewer whose last whole period has no number yet."""
    rows = ImplementationSite.objects.visible_to(viewer).filter(
        pk__in=viewer.site_ids, state="live"
    )
    sites = list(rows.select_related("version__innovation", "organisation"))
    owed = due_for_sites(sites, today) if sites else {}
    for site in sites:
        due = owed.get(site.pk, [])
        if due:
            names = ", ".join(sorted({str(one.measure) for one in due}))
            yield Due(
                f"Send the numbers of {site}: {names}",
                "sites:month",
                (site.pk,),
                min(one.due for one in due),
                site.invented,
            )


def extracts_due(viewer: Viewer, today: date) -> Iterator[Due]:
    """Extracts that sites wait for, a line a measure: one file of an analyst clears them all."""
    if not viewer.holds(Role.ANALYST):
        return
    board = board_of(viewer, today)
    for measure in board.measures:
        waiting = board.waiting(measure) if measure.supplied_by != "site" else []
        if waiting:
            periods = [one.latest for _, one in waiting if one.latest is not None]
            some = "1 site waits" if len(waiting) == 1 else f"{len(waiting):,} sites wait"
            yield Due(
                f"Load the extract of {measure}: {some} for {max(periods).label}",
                "measures:completeness",
                (),
                min((one.by for _, one in waiting if one.by is not None), default=None),
                any(site.invented for site, _ in waiting),
            )


def concerns(viewer: Viewer, today: date) -> Iterator[Due]:
    """Safety concerns that wait for the viewer as safety lead, or that their mission has open."""
    mine = Q(site__safety_lead_id=viewer.person_id)
    if viewer.holds(Role.MISSION_LEAD):
        mine |= Q(site__version__innovation__mission_id__in=viewer.mission_ids)
    open_ones = SafetyConcern.objects.visible_to(viewer).filter(mine, state__in=["raised", "seen"])
    for concern in open_ones.select_related("site"):
        yield Due(
            f"Look into a safety concern at {concern.site}"
            if concern.site.safety_lead_id == viewer.person_id
            else f"A safety concern is open at {concern.site}",
            "sites:concern",
            (concern.pk,),
            timezone.localdate(concern.raised_at),
            concern.site.invented,
            first=True,
        )


def set_up(viewer: Viewer, today: date) -> Iterator[Due]:
    """Set-up items that the viewer owns and that are due soon."""
    items = (
        SetUpItem.objects.visible_to(viewer)
        .filter(owner_id=viewer.person_id, done_on=None, due__lte=today + AHEAD)
        .exclude(site__state__in=ENDED)
    )
    for item in items.select_related("site"):
        yield Due(f"Settle: {item}", "sites:detail", (item.site_id,), item.due, item.site.invented)


def costs(viewer: Viewer, today: date) -> Iterator[Due]:
    """Sites of the viewer whose last quarter's cost is not told, in the month after it only."""
    rows = ImplementationSite.objects.visible_to(viewer).filter(pk__in=viewer.site_ids)
    sites = list(rows)
    owed = costs_due(sites, today) if sites else {}
    for site in sites:
        quarter = owed.get(site.pk)
        if quarter is not None:
            yield Due(
                f"Say what {quarter.label} cost at {site}: two numbers",
                "sites:cost",
                (site.pk, str(quarter)),
                wanted_by(quarter),
                site.invented,
            )


def ratings(viewer: Viewer, today: date) -> Iterator[Due]:
    """Sites that the viewer facilitates and whose conditions are to be rated, a line a moment."""
    if not viewer.facilitated_network_ids:
        return
    rows = moments_of(viewer, sites_to_rate(viewer), today)
    for moment, label in MOMENTS.items():
        lacking = [(row.site, one) for row in rows for one in row.lacking if one.moment == moment]
        if lacking:
            some = str(lacking[0][0]) if len(lacking) == 1 else f"{len(lacking)} sites"
            days = [one.due for _, one in lacking if one.due is not None]
            yield Due(
                f"Rate the conditions at {some}: {label.lower()}",
                "sites:ratings",
                (),
                min(days, default=None),
                any(site.invented for site, _ in lacking),
            )
