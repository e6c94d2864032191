"""What needs the viewer: one small question a kind of need, the oldest first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from spreadwell.domain.claims.effects import readiness_of
from spreadwell.domain.claims.models import Claim, Protocol
from spreadwell.domain.innovations.models import Gate
from spreadwell.domain.learning.models import Notice
from spreadwell.domain.measures.models import Submission
from spreadwell.domain.networks.models import NetworkAction
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.priorities.models import Scorer, Shortlist
from spreadwell.domain.sites.models import ImplementationSite, SafetyConcern, SetUpItem
from spreadwell.domain.sites.queries import due_for_site

# More than this on one page and nothing stands out.
MOST = 7
# Set-up items are shown this long before they are due.
AHEAD = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do: what, where, by when, and whether that day has passed."""

    text: str
    url: str
    due: date | None
    late: bool
    invented: bool = False


def _need(text: str, url: str, due: date | None, today: date, invented: bool = False) -> Need:
    return Need(text, url, due, due is not None and due < today, invented)


def numbers_due(viewer: Viewer, today: date) -> Iterator[Need]:
    """Sites of the viewer whose last whole period has no number yet."""
    sites = ImplementationSite.objects.visible_to(viewer).filter(
        pk__in=viewer.site_ids, state="live"
    )
    for site in sites.select_related("version__innovation", "organisation"):
        due = due_for_site(site, on=today)
        if due:
            names = ", ".join(sorted({str(one.measure) for one in due}))
            yield _need(
                f"Send the numbers of {site}: {names}",
                reverse("sites:month", args=[site.pk]),
                min(one.due for one in due),
                today,
                site.invented,
            )


def concerns(viewer: Viewer, today: date) -> Iterator[Need]:
    """Safety concerns that wait for the viewer as safety lead."""
    open_ones = SafetyConcern.objects.visible_to(viewer).filter(
        site__safety_lead_id=viewer.person_id, state__in=["raised", "seen"]
    )
    for concern in open_ones.select_related("site"):
        yield _need(
            f"Look into a safety concern at {concern.site}",
            reverse("sites:detail", args=[concern.site_id]),
            concern.raised_at.date(),
            today,
            concern.site.invented,
        )


def gates(viewer: Viewer, today: date) -> Iterator[Need]:
    """Gates that wait for a decision."""
    if not viewer.holds(Role.BOARD_MEMBER, Role.MISSION_LEAD, Role.ADMINISTRATOR):
        return
    waiting = Gate.objects.visible_to(viewer).filter(state="open").select_related("innovation")
    if not viewer.holds(Role.BOARD_MEMBER, Role.ADMINISTRATOR):
        waiting = waiting.filter(innovation__mission_id__in=viewer.mission_ids)
    for gate in waiting:
        yield _need(
            f"Decide: {gate.question}",
            reverse("decisions:gate", args=[gate.pk]),
            gate.due,
            today,
            gate.innovation.invented,
        )


def scoring(viewer: Viewer, today: date) -> Iterator[Need]:
    """Shortlists on whose panel the viewer sits with scores to give."""
    seats = (
        Scorer.objects.visible_to(viewer)
        .filter(person=viewer.person, shortlist__state="scoring")
        .select_related("shortlist")
    )
    for seat in seats:
        asked = seat.shortlist.entries.count() - seat.interest_in.count()
        given = seat.scores.values("entry").distinct().count()
        if given < asked:
            yield _need(
                f"Score “{seat.shortlist}”: {given} of {asked} opportunities done",
                reverse("priorities:detail", args=[seat.shortlist_id]),
                seat.shortlist.closes_on,
                today,
                seat.shortlist.invented,
            )


def shortlists(viewer: Viewer, today: date) -> Iterator[Need]:
    """Shortlists of the viewer's missions that wait for the decision."""
    waiting = Shortlist.objects.visible_to(viewer).filter(
        state="deciding", mission_id__in=viewer.mission_ids
    )
    for shortlist in waiting:
        yield _need(
            f"Decide the shortlist “{shortlist}”",
            reverse("priorities:detail", args=[shortlist.pk]),
            shortlist.closes_on,
            today,
            shortlist.invented,
        )


def submissions(viewer: Viewer, today: date) -> Iterator[Need]:
    """Files that the viewer sent and has not accepted or discarded."""
    waiting = Submission.objects.visible_to(viewer).filter(
        sent_by_id=viewer.person_id, state="checked"
    )
    for submission in waiting:
        yield _need(
            f"Accept or discard {submission}, which was checked",
            reverse("measures:submission", args=[submission.pk]),
            submission.sent_at.date(),
            today,
        )


def claims(viewer: Viewer, today: date) -> Iterator[Need]:
    """Claims of the viewer that were questioned."""
    mine = Claim.objects.visible_to(viewer).filter(Q(owner_id=viewer.person_id), state="questioned")
    for claim in mine:
        yield _need(
            f"Answer the question on your claim “{claim}”",
            reverse("claims:detail", args=[claim.pk]),
            claim.stated_on,
            today,
            claim.invented,
        )


def protocols(viewer: Viewer, today: date) -> Iterator[Need]:
    """Effects that are registered and have the readings to be opened by the analyst."""
    if not viewer.holds(Role.ANALYST):
        return
    for protocol in (
        Protocol.objects.visible_to(viewer)
        .filter(state="registered")
        .select_related("innovation", "measure")
    ):
        gate = readiness_of(protocol)
        if gate is None or not gate.ok:
            continue
        yield _need(
            f"Open the results of {protocol.innovation}: its protocol is registered",
            reverse("effects:detail", args=[protocol.pk]),
            protocol.registered_on,
            today,
            protocol.innovation.invented,
        )


def set_up(viewer: Viewer, today: date) -> Iterator[Need]:
    """Set-up items that the viewer owns and that are due soon."""
    items = SetUpItem.objects.visible_to(viewer).filter(
        Q(owner_id=viewer.person_id), done_on=None, due__lte=today + AHEAD
    )
    for item in items.select_related("site"):
        yield _need(
            f"Settle: {item}",
            reverse("sites:detail", args=[item.site_id]),
            item.due,
            today,
            item.site.invented,
        )


def actions(viewer: Viewer, today: date) -> Iterator[Need]:
    """What the viewer said they would do in a network."""
    mine = NetworkAction.objects.visible_to(viewer).filter(owner_id=viewer.person_id, done_on=None)
    for one in mine.select_related("network"):
        yield _need(
            one.what,
            reverse("networks:detail", args=[one.network.slug]),
            one.due,
            today,
            one.network.invented,
        )


def notices(viewer: Viewer, today: date) -> Iterator[Need]:
    """Notices back that the viewer has not opened."""
    waiting = Notice.objects.visible_to(viewer).filter(
        finding__contributor_id=viewer.person_id, seen_on=None
    )
    for notice in waiting.select_related("finding"):
        yield _need(
            "Read what your words changed",
            reverse("discovery:mine"),
            notice.sent_on,
            today,
            notice.finding.invented,
        )


KINDS: tuple[Callable[[Viewer, date], Iterator[Need]], ...] = (
    concerns,
    numbers_due,
    gates,
    scoring,
    shortlists,
    submissions,
    claims,
    protocols,
    set_up,
    actions,
    notices,
)


def needs_of(viewer: Viewer, today: date) -> tuple[list[Need], int]:
    """Return what needs the viewer, the oldest first, at most seven, and how many there are."""
    found = [need for kind in KINDS for need in kind(viewer, today)]
    found.sort(key=lambda need: (need.due is None, need.due or today))
    return found[:MOST], len(found)
