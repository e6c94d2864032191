"""Innovations: all of them by stage, and one with its ladder."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from spreadwell.domain.audit.models import EventQuerySet
from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.claims.models import Claim, Protocol
from spreadwell.domain.decisions.models import Decision
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.confidential import check_write
from spreadwell.domain.innovations.diagrams import Which, standing_nowhere
from spreadwell.domain.innovations.models import (
    Component,
    ConfidentialRecord,
    Gate,
    Innovation,
    InnovationMeasure,
    InnovationVersion,
    NeededCapability,
)
from spreadwell.domain.innovations.permissions import (
    check_describe,
    check_lead,
    check_measure,
    check_start,
)
from spreadwell.domain.innovations.policies import check_not_ended, check_open_gate
from spreadwell.domain.innovations.states import STAGE
from spreadwell.domain.joining.permissions import check_make_call
from spreadwell.domain.learning.models import Lesson, Pack
from spreadwell.domain.learning.permissions import check_pack, check_teach
from spreadwell.domain.learning.trail import trail_of
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.costs import sum_costs
from spreadwell.domain.sites.models import ConditionRating, ImplementationSite, SiteCost
from spreadwell.domain.sites.permissions import check_plan
from spreadwell.domain.spread.models import Wave

from ..middleware import PageRequest
from ..pages import render
from ..ways import Way, way
from . import presenters
from .assurance import lines_of
from .diagrams import drawn
from .here import crumbs_of, one_innovation
from .versions import told


def innovation_list(request: PageRequest) -> HttpResponse:
    """List innovations, a stage after the other, the live ones first."""
    viewer = request.viewer
    rows = (
        Innovation.objects.visible_to(viewer)
        .select_related("mission")
        .annotate(
            sites=Count("versions__sites", distinct=True),
            live=Count("versions__sites", filter=Q(versions__sites__state="live"), distinct=True),
        )
    )
    slug = request.GET.get("mission", "")
    if slug:
        rows = rows.filter(mission__slug=slug)
    by_stage = [
        (state.label, state.colour, [one for one in rows if one.stage == key])
        for key, state in STAGE.states.items()
    ]
    missions = Mission.objects.visible_to(viewer)
    starts = [
        way(
            f"Bring in one that already runs: {one.title}", "innovations:start", one.slug,
            check=check_start, given=(viewer, one),
        )
        for one in missions
    ]  # fmt: skip
    context = {
        "stages": [stage for stage in by_stage if stage[2]],
        "missions": missions,
        "slug": slug,
        "starts": [one for one in starts if not one.reason],
    }
    return render(request, "innovations/list.jinja", context)


def gate_way(innovation: Innovation, viewer: Viewer) -> Way:
    """Return the way to bring it to a gate; one question at a time."""
    reason = allowed(check_lead, viewer, innovation) or allowed(check_open_gate, innovation)
    return Way("Bring it to a gate", reverse("innovations:gate", args=[innovation.slug]), reason)


def detail(request: PageRequest, slug: str) -> HttpResponse:
    """Show an innovation: what it is and what is known, where it runs, then all behind it."""
    viewer, today = request.viewer, timezone.localdate()
    innovation = one_innovation(request, slug)
    given = (viewer, innovation)
    versions = list(
        InnovationVersion.objects.visible_to(viewer)
        .filter(innovation=innovation)
        .select_related("innovation")
    )
    components = Component.objects.visible_to(viewer).filter(version__in=versions[:1])
    measures = (
        InnovationMeasure.objects.visible_to(viewer)
        .filter(innovation=innovation)
        .select_related("measure", "conversion_owner")
    )
    ways = [
        way("Plan a site", "sites:plan", slug, check=check_plan, given=given),
        way("Call for sites", "joining:make_call", check=check_make_call, given=given),
        way("Plan a wave", "spread:plan", slug, check=check_plan, given=given),
        way("Release a version", "innovations:version", slug, check=check_describe, given=given),
        way("Add a measure", "innovations:measure", slug, check=check_measure, given=given),
        gate_way(innovation, viewer),
        way("Change its stage", "innovations:stage", slug, check=check_lead, given=given),
        way("Add a lesson", "learning:add", slug, check=check_teach, given=(*given, None)),
    ]
    sites = ImplementationSite.objects.visible_to(viewer).filter(version__innovation=innovation)
    context = {
        "innovation": innovation,
        "crumbs": [{"text": text, "href": href} for text, href in crumbs_of(innovation)[:-1]],
        "colour": STAGE.states[innovation.stage].colour,
        "known": presenters.known(viewer, innovation),
        "gates": Gate.objects.visible_to(viewer).filter(innovation=innovation, state="open"),
        "ladder": presenters.spread_ladder(viewer, innovation, today),
        "sites": sites,
        "costs": sum_costs(sites, SiteCost.objects.visible_to(viewer).filter(site__in=sites)),
        "rated": ConditionRating.objects.visible_to(viewer)
        .filter(site__in=sites)
        .aggregate(n=Count("site", distinct=True))["n"],
        "protocols": Protocol.objects.visible_to(viewer)
        .filter(innovation=innovation)
        .select_related("measure"),
        "versions": [(one, told(one)) for one in versions],
        "capabilities": NeededCapability.objects.visible_to(viewer).filter(
            version__in=versions[:1]
        ),
        "diagrams": [(which, drawn(versions[0], which) if versions else None) for which in Which],
        "nowhere": standing_nowhere(innovation, versions[0]) if versions else [],
        "may_describe": not allowed(check_describe, *given)
        and not allowed(check_not_ended, innovation),
        "core": [one for one in components if one.kind == "core"],
        "adaptable": [one for one in components if one.kind == "adaptable"],
        "measures": [(one, presenters.link_words(one)) for one in measures],
        "assurance": [
            line for part in lines_of(viewer, innovation, today) for line in part.lines if line.item
        ],
        "confidential": not allowed(check_write, *given)
        or ConfidentialRecord.objects.visible_to(viewer).filter(innovation=innovation).exists(),
        "stages": presenters.stage_rows(innovation, today),
        "claims": Claim.objects.visible_to(viewer).filter(
            innovation=innovation, state__in=["current", "questioned"]
        ),
        "decisions": Decision.objects.visible_to(viewer).filter(gate__innovation=innovation),
        "waves": Wave.objects.visible_to(viewer)
        .filter(version__innovation=innovation)
        .select_related("network")
        .annotate(count=Count("places")),
        "lessons": Lesson.objects.visible_to(viewer)
        .filter(innovation=innovation)
        .select_related("site"),
        "packs": Pack.objects.visible_to(viewer).filter(version__innovation=innovation),
        "pack_reason": allowed(check_pack, *given) if versions else "Release a version first.",
        "public_reason": allowed(check_lead, *given),
        "ways": ways,
        "trail": trail_of(viewer, innovation),
        "events": _history(viewer, innovation),
        "today": today,
    }
    return render(request, "innovations/detail.jinja", context)


TOLD_TO_ALL = [
    f"innovations.{what}"
    for what in ("started", "stage_moved", "version_released", "public", "not_public")
]


def _history(viewer: Viewer, innovation: Innovation) -> EventQuerySet:
    """Return what was done, and what tells of assurance only for those who may see that."""
    events = history_of(innovation)
    if viewer.in_office or innovation.network_id in viewer.network_ids:
        return events
    return events.filter(verb__in=TOLD_TO_ALL)
