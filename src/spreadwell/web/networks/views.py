"""Networks and the organisations in them."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from spreadwell.domain.audit.models import EventQuerySet
from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.joining.models import SiteCall
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.networks.models import (
    Meeting,
    Membership,
    Network,
    Organisation,
    OrganisationName,
)
from spreadwell.domain.networks.permissions import (
    check_act,
    check_form,
    check_keep_organisations,
    check_run,
    check_see_loads,
)
from spreadwell.domain.networks.queries import actions_due, edges_of, members_on, next_meeting
from spreadwell.domain.networks.states import NETWORK
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import ImplementationSite
from spreadwell.domain.sites.permissions import check_see_lent

from ..middleware import PageRequest
from ..pages import find, render
from ..ways import way
from . import presenters
from .doing import one_network
from .health import health_of
from .maps import map_of
from .matrix import who_where

FOUND = 30
# So many looks of a role there are in the style sheet; letters tell further ones apart.
LOOKS = 7


def network_list(request: PageRequest) -> HttpResponse:
    """List the networks, and find an organisation by name or code."""
    viewer, today = request.viewer, timezone.localdate()
    running = Q(memberships__starts__lte=today) & (
        Q(memberships__ends=None) | Q(memberships__ends__gt=today)
    )
    networks = Network.objects.visible_to(viewer).annotate(
        members=Count("memberships", filter=running, distinct=True),
        trying=Count("innovations", distinct=True),
    )
    words = request.GET.get("words", "").strip()
    organisations = Organisation.objects.none()
    if words:
        organisations = (
            Organisation.objects.visible_to(viewer)
            .filter(
                Q(name__icontains=words)
                | Q(code__iexact=words)
                | Q(former_names__name__icontains=words)
                | Q(former_names__code__iexact=words)
            )
            .distinct()[:FOUND]
        )
    context = {
        "networks": networks,
        "colours": {key: one.colour for key, one in NETWORK.states.items()},
        "words": words,
        "organisations": organisations,
        "ways": [
            way("Form a network", "networks:form", check=check_form, given=(viewer,)),
            way(
                "Add an organisation", "networks:add_organisation",
                check=check_keep_organisations, given=(viewer,),
            ),
            way(
                "Load a file of organisations", "networks:load",
                check=check_keep_organisations, given=(viewer,),
            ),
            way("What was loaded", "networks:loads", check=check_see_loads, given=(viewer,)),
        ],
    }  # fmt: skip
    return render(request, "networks/list.jinja", context)


def detail(request: PageRequest, slug: str) -> HttpResponse:
    """Show a network: its purpose and next meeting, who does what where, what is due."""
    viewer, today = request.viewer, timezone.localdate()
    network = one_network(request, slug)
    members = list(members_on(viewer, network, today))
    given = (viewer, network)
    ways = [
        way("Add a member", "networks:member", slug, check=check_run, given=given),
        way("Plan or note a meeting", "networks:meeting", slug, check=check_run, given=given),
        way("Note something to do", "networks:action", slug, check=check_act, given=given),
        way("Ask the members how it goes", "networks:ask", slug, check=check_run, given=given),
        way("Change its purpose", "networks:change", slug, check=check_run, given=given),
        way("Change its state", "networks:move", slug, check=check_run, given=given),
    ]
    past = Meeting.objects.visible_to(viewer).filter(network=network, on__lt=today)
    context = {
        "network": network,
        "colour": NETWORK.states[network.state].colour,
        "next": next_meeting(viewer, network, today),
        "who": who_where(viewer, network, members, today),
        "map": map_of(viewer, _sites(viewer, network)),
        "members": presenters.member_rows(viewer, members),
        "may_run": not allowed(check_run, *given),
        "todo": actions_due(viewer, network),
        "past": past[:6],
        "missions": Mission.objects.visible_to(viewer).filter(networks=network),
        "innovations": Innovation.objects.visible_to(viewer).filter(network=network),
        "calls": SiteCall.objects.visible_to(viewer).filter(network=network),
        "ways": ways if network.state != "closed" else [],
        "health": health_of(viewer, network, today),
        "no_ask": allowed(check_run, *given),
        "events": _history(viewer, network),
        "today": today,
    }
    return render(request, "networks/detail.jinja", context)


def _history(viewer: Viewer, network: Network) -> EventQuerySet:
    """Return a network's history; the interests that members declared are read by the office."""
    events = history_of(network)
    if viewer.in_office:
        return events
    return events.exclude(verb="networks.interests_declared")


def _sites(viewer: Viewer, network: Network) -> list[ImplementationSite]:
    """Return the sites of a network, those that stopped too, with where they lie."""
    rows = ImplementationSite.objects.visible_to(viewer)
    return list(rows.filter(version__innovation__network=network).select_related("organisation"))


def matrix(request: PageRequest, slug: str) -> HttpResponse:
    """Show all of who does what where: a table to scroll on a desk, a list on a phone."""
    viewer, today = request.viewer, timezone.localdate()
    network = one_network(request, slug)
    whole = who_where(viewer, network, members_on(viewer, network, today), today)
    asked, words = request.GET.get("role", ""), request.GET.get("words", "")
    role = asked if whole and asked in whole.letters else ""
    context = {
        "network": network,
        "whole": whole,
        "shown": whole.only(role, words) if whole else None,
        "looks": {one: k % LOOKS for k, one in enumerate(whole.letters)} if whole else {},
        "role": role,
        "words": words,
        "today": today,
    }
    return render(request, "networks/matrix.jinja", context)


def organisation(request: PageRequest, code: str) -> HttpResponse:
    """Show an organisation: what became of it, where it belonged and when, sites and networks."""
    viewer, today = request.viewer, timezone.localdate()
    rows = Organisation.objects.visible_to(viewer)
    names = OrganisationName.objects.visible_to(viewer)
    former = names.filter(code=code).exclude(organisation__code=code).select_related("organisation")
    if not rows.filter(code=code).exists() and former:
        return redirect("networks:organisation", former[0].organisation.code)
    found = find(rows, code=code)
    keep, keeper = check_keep_organisations, (viewer,)
    edges = edges_of(viewer, found)
    context = {
        "organisation": found,
        "known": _facts(found),
        "story": presenters.story_of(found, edges, names.filter(organisation=found), today),
        "memberships": Membership.objects.visible_to(viewer)
        .filter(organisation=found)
        .select_related("network"),
        "sites": ImplementationSite.objects.visible_to(viewer)
        .filter(organisation=found)
        .select_related("version__innovation"),
        "ways": [
            way(
                "Time its people lend to sites",
                "sites:lent",
                code,
                check=check_see_lent,
                given=(viewer, found),
            ),
        ]
        + [
            way(text, f"networks:{name}", code, check=keep, given=keeper)
            for text, name in (
                ("It takes over from others", "merge"),
                ("Another took over from it", "succeed"),
                ("It closed", "close"),
                ("A new name", "rename"),
                ("A new code", "recode"),
                ("Say how it stands to another", "edge"),
            )
        ],
        "events": history_of(found),
        "today": today,
    }
    return render(request, "networks/organisation.jinja", context)


def _facts(found: Organisation) -> list[tuple[str, str]]:
    """Return what is known of an organisation as terms and values."""
    rows = [("Code", found.code), ("Kind", found.get_kind_display())]
    if found.borough:
        rows.append(("Borough", found.borough))
    if found.population is not None:
        rows.append(("People", f"{found.population:,}"))
    if found.deprivation_decile:
        rows.append(("Deprivation", f"decile {found.deprivation_decile} of 10, 1 most deprived"))
    for word, day in (("Open since", found.opened), ("Closed from", found.closed)):
        if day:
            rows.append((word, f"{day.day} {day:%B %Y}"))
    if found.source:
        rows.append(("Source", found.source))
    return rows
