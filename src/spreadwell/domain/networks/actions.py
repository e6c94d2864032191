"""What is done about organisations and networks."""

from datetime import date
from typing import Any

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled, free_slug
from ..foundation.origins import Origin
from ..foundation.refusals import Invalid, NotNow
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import (
    Basis,
    Meeting,
    Membership,
    Network,
    NetworkAction,
    Organisation,
    OrganisationEdge,
)
from .permissions import check_act, check_form, check_keep_organisations, check_run
from .policies import check_dates, check_edge, check_open
from .states import NETWORK


@action
def add_organisation(
    *,
    by: Person,
    code: str,
    name: str,
    kind: str,
    borough: str = "",
    opened: date | None = None,
    closed: date | None = None,
    population: int | None = None,
    deprivation_decile: int | None = None,
    facts: dict[str, Any] | None = None,
    origin: str = Origin.RECORDED,
    source: str = "",
) -> Organisation:
    """Add an organisation under its code, as it was from the day it opened."""
    check_keep_organisations(viewer_of(by))
    code = filled(code, "code", "Enter the organisation's code.").upper()
    name = filled(name, "name", "Enter the organisation's name.")
    if Organisation.objects.filter(code=code).exists():
        raise Invalid(f"An organisation with the code {code} is here already.", field="code")
    if opened and closed and closed <= opened:
        raise Invalid("An organisation closes after it opens.", field="closed")
    organisation = Organisation.objects.create(
        code=code,
        name=name,
        kind=kind,
        borough=borough.strip(),
        opened=opened,
        closed=closed,
        population=population,
        deprivation_decile=deprivation_decile,
        facts=facts or {},
        origin=origin,
        source=source,
    )
    record(
        by=by,
        verb="networks.organisation_added",
        thing=organisation,
        summary=f"{by} added {organisation}",
    )
    return organisation


@action
def add_edge(
    *,
    by: Person,
    source: Organisation,
    kind: str,
    target: Organisation,
    starts: date | None = None,
    ends: date | None = None,
) -> OrganisationEdge:
    """Say how one organisation stands to another, from when to when."""
    check_keep_organisations(viewer_of(by))
    check_dates(starts, ends)
    check_edge(source, kind, target, starts)
    edge = OrganisationEdge.objects.create(
        source=source, kind=kind, target=target, starts=starts, ends=ends
    )
    record(by=by, verb="networks.edge_added", thing=source, summary=f"{by} added: {edge}")
    return edge


@action
def end_edge(*, by: Person, edge: OrganisationEdge, on: date) -> OrganisationEdge:
    """Say from which day on an edge no longer holds; results before that day keep it."""
    check_keep_organisations(viewer_of(by))
    check_dates(edge.starts, on)
    edge.ends = on
    edge.save(update_fields=["ends"])
    record(
        by=by, verb="networks.edge_ended", thing=edge.source, summary=f"{by} ended on {on}: {edge}"
    )
    return edge


@action
def form_network(
    *,
    by: Person,
    name: str,
    purpose: str,
    basis: str = Basis.EXPERTISE,
    on: date | None = None,
    origin: str = Origin.RECORDED,
) -> Network:
    """Form a network around a purpose."""
    check_form(viewer_of(by))
    name = filled(name, "name", "Enter the network's name.")
    network = Network.objects.create(
        slug=free_slug(Network, name),
        name=name,
        purpose=filled(purpose, "purpose", "Say what its members want to bring about."),
        basis=basis,
        formed_on=on or timezone.localdate(),
        origin=origin,
    )
    record(by=by, verb="networks.formed", thing=network, summary=f"{by} formed {network}")
    return network


@action
def move_network(*, by: Person, network: Network, to: str, reason: str = "") -> Network:
    """Move a network to another state."""
    check_run(viewer_of(by), network)
    NETWORK.check_move(network.state, to)
    if to == "closed":
        reason = filled(reason, "reason", "Say why the network closes.")
    network.state = to
    network.save(update_fields=["state"])
    record(
        by=by,
        verb="networks.moved",
        thing=network,
        summary=f"{network} became {NETWORK.label(to).lower()}{': ' + reason if reason else ''}",
    )
    return network


@action
def add_member(
    *,
    by: Person,
    network: Network,
    role: str,
    organisation: Organisation | None = None,
    person: Person | None = None,
    starts: date | None = None,
    ends: date | None = None,
    interests: str = "",
) -> Membership:
    """Add an organisation or a person, with what they bring and the interests they declare."""
    check_run(viewer_of(by), network)
    check_open(network)
    if organisation is None and person is None:
        raise Invalid("Choose an organisation or a person.", field="organisation")
    role = filled(role, "role", "Say what this member brings or does.")
    starts = starts or timezone.localdate()
    check_dates(starts, ends)
    member = Membership.objects.create(
        network=network,
        organisation=organisation,
        person=person,
        role=role,
        starts=starts,
        ends=ends,
        interests=interests.strip(),
    )
    record(
        by=by,
        verb="networks.member_added",
        thing=network,
        summary=f"{person or organisation} joined {network}: {role}",
    )
    return member


@action
def end_membership(*, by: Person, member: Membership, on: date | None = None) -> Membership:
    """End a membership; `on` is the first day without it."""
    check_run(viewer_of(by), member.network)
    on = on or timezone.localdate()
    check_dates(member.starts, on)
    member.ends = on
    member.save(update_fields=["ends"])
    record(
        by=by,
        verb="networks.member_left",
        thing=member.network,
        summary=f"{member.person or member.organisation} left {member.network}",
    )
    return member


@action
def hold_meeting(
    *, by: Person, network: Network, on: date, purpose: str, notes: str = ""
) -> Meeting:
    """Write down a meeting, to come or held."""
    check_run(viewer_of(by), network)
    check_open(network)
    meeting = Meeting.objects.create(
        network=network,
        on=on,
        purpose=filled(purpose, "purpose", "Say what the meeting is for."),
        notes=notes.strip(),
    )
    record(
        by=by,
        verb="networks.meeting",
        thing=network,
        summary=f"{network} meets on {on}: {meeting.purpose}",
    )
    return meeting


@action
def add_network_action(
    *,
    by: Person,
    network: Network,
    what: str,
    owner: Person,
    due: date,
    meeting: Meeting | None = None,
) -> NetworkAction:
    """Write down what somebody will do, by when."""
    check_act(viewer_of(by), network)
    check_open(network)
    made = NetworkAction.objects.create(
        network=network,
        meeting=meeting,
        what=filled(what, "what", "Say what will be done."),
        owner=owner,
        due=due,
    )
    record(
        by=by,
        verb="networks.action_added",
        thing=network,
        summary=f"{owner} will do by {due}: {made.what}",
    )
    return made


@action
def finish_network_action(
    *, by: Person, todo: NetworkAction, on: date | None = None
) -> NetworkAction:
    """Say that what was promised is done; its owner always may."""
    if by.pk != todo.owner_id:
        check_act(viewer_of(by), todo.network)
    if todo.done_on is not None:
        raise NotNow("This is done already.")
    todo.done_on = on or timezone.localdate()
    todo.save(update_fields=["done_on"])
    record(by=by, verb="networks.action_done", thing=todo.network, summary=f"{by} did: {todo.what}")
    return todo
