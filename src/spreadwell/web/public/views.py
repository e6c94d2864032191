"""Pages that everybody may read: what the missions seek, what was said, done and decided."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils import timezone

from spreadwell.domain.decisions.models import Decision
from spreadwell.domain.discovery.beside import DemandSignal
from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.joining.queries import open_calls
from spreadwell.domain.learning.how_far import how_far
from spreadwell.domain.learning.models import Notice
from spreadwell.domain.measures.models import AimTarget
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.missions.queries import current_aim

from ..claims.presenters import shown_of
from ..discovery.presenters import far_drawn
from ..middleware import PageRequest
from ..pages import find
from .claims import published_claims
from .reading import show

# On a first page; the rest stands on a page of its own.
FEW = 3


@dataclass(frozen=True, slots=True)
class Said:
    """What was said by many, without anybody's own words, and what came of it."""

    need: str
    mission: str
    text: str
    did: bool
    sent_on: date
    people: int
    invented: bool


def _said(request: PageRequest, mission: Mission | None = None) -> list[Said]:
    """Return the answers that are worded for everybody, one for each need and text."""
    rows = Notice.objects.visible_to(request.viewer).filter(public=True)
    if mission is not None:
        rows = rows.filter(finding__mission=mission)
    rows = rows.select_related("finding__theme", "finding__mission")

    def key(one: Notice) -> tuple[str, str, str]:
        theme = one.finding.theme
        need = (theme.need or theme.name) if theme else "Something that mattered to them"
        return need, one.text, one.finding.mission.title

    told = []
    for (need, text, title), held in groupby(sorted(rows, key=key), key=key):
        notices = list(held)
        told.append(
            Said(
                need,
                title,
                text,
                notices[0].did,
                max(one.sent_on for one in notices),
                len(notices),
                any(one.finding.invented for one in notices),
            )
        )
    return sorted(told, key=lambda one: one.sent_on, reverse=True)


@login_not_required
def public_home(request: PageRequest) -> HttpResponse:
    """Say what the missions seek, in plain words, and how to get involved."""
    missions = Mission.objects.visible_to(request.viewer).filter(state="active")
    context = {
        "missions": [(one, current_aim(one)) for one in missions],
        "said": _said(request)[:FEW],
        "calls": open_calls(request.viewer, timezone.localdate()),
    }
    return show(request, "home.jinja", context)


@login_not_required
def mission(request: PageRequest, slug: str) -> HttpResponse:
    """Show one mission: its aim, what is tried for it, what is known."""
    viewer = request.viewer
    one = find(Mission.objects.visible_to(viewer).filter(state="active"), slug=slug)
    aim = current_aim(one)
    about = Q(mission=one) | Q(innovation__mission=one)
    decided = Q(gate__innovation__mission=one) | Q(shortlist__mission=one)
    context = {
        "mission": one,
        "aim": aim,
        "target": AimTarget.objects.visible_to(viewer)
        .filter(aim=aim)
        .select_related("measure")
        .first(),
        "innovations": Innovation.objects.visible_to(viewer).filter(mission=one, public=True),
        "claims": shown_of(published_claims(request).filter(about)[:FEW]),
        "decisions": Decision.objects.visible_to(viewer).filter(decided, published=True)[:FEW],
        "said": _said(request, one)[:FEW],
        "sought": _sought(request).filter(opportunity__mission=one),
        "calls": open_calls(viewer, timezone.localdate()).filter(version__innovation__mission=one),
    }
    return show(request, "mission.jinja", context)


@login_not_required
def you_said(request: PageRequest) -> HttpResponse:
    """Show what people said, what was done, and what was not, with why."""
    said = _said(request)
    far = how_far(Mission.objects.visible_to(request.viewer).filter(state="active"))
    context = {
        "said": said,
        "did": sum(one.did for one in said),
        "far": far,
        "drawn": far_drawn(far),
    }
    return show(request, "you_said.jinja", context)


@login_not_required
def sought(request: PageRequest) -> HttpResponse:
    """Show what is sought of companies and others, and the bar that an offer must pass."""
    return show(request, "sought.jinja", {"sought": _sought(request)})


def _sought(request: PageRequest) -> QuerySet[DemandSignal]:
    """Return what is sought and was published, the latest first."""
    rows: QuerySet[DemandSignal] = DemandSignal.objects.visible_to(request.viewer)
    shown = rows.filter(published_on__isnull=False, opportunity__mission__state="active")
    return shown.select_related("opportunity__mission")


@login_not_required
def decisions(request: PageRequest) -> HttpResponse:
    """Show published decisions with their reasons."""
    rows = Decision.objects.visible_to(request.viewer).filter(published=True)
    return show(request, "decisions.jinja", {"decisions": rows.select_related("body")})
