"""What changes about a network and its members once it runs."""

from datetime import date

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import Membership, Network
from .permissions import check_declare, check_run
from .policies import check_dates, check_open


@action
def change_network(*, by: Person, network: Network, name: str, purpose: str, basis: str) -> Network:
    """Say anew what a network is called, is for and is formed around; its address stays."""
    check_run(viewer_of(by), network)
    check_open(network)
    was = {"name": network.name, "purpose": network.purpose, "basis": network.basis}
    network.name = filled(name, "name", "Enter the network's name.")
    network.purpose = filled(purpose, "purpose", "Say what its members want to bring about.")
    network.basis = basis
    network.save(update_fields=["name", "purpose", "basis"])
    changed = [field for field, before in was.items() if getattr(network, field) != before]
    record(
        by=by,
        verb="networks.changed",
        thing=network,
        summary=f"{by} changed {' and '.join(changed) or 'nothing'} of {network}",
        detail={"was": {field: was[field] for field in changed}},
    )
    return network


@action
def change_membership(
    *, by: Person, member: Membership, role: str, starts: date, ends: date | None = None
) -> Membership:
    """Say anew what a member brings, and from when to when; `ends` is the first day without."""
    check_run(viewer_of(by), member.network)
    check_dates(starts, ends)
    was = {"role": member.role, "starts": str(member.starts), "ends": str(member.ends or "")}
    member.role = filled(role, "role", "Say what this member brings or does.")
    member.starts = starts
    member.ends = ends
    member.save(update_fields=["role", "starts", "ends"])
    record(
        by=by,
        verb="networks.membership_changed",
        thing=member.network,
        summary=f"{by} changed the role or dates of {member.person or member.organisation}",
        detail={"was": was},
    )
    return member


@action
def declare_interests(*, by: Person, member: Membership, interests: str) -> Membership:
    """Declare the interests of a member: by themselves, their organisation or who runs it."""
    check_declare(viewer_of(by), member)
    check_open(member.network)
    was = member.interests
    member.interests = filled(interests, "interests", "Say which, or write “none”.")
    member.save(update_fields=["interests"])
    record(
        by=by,
        verb="networks.interests_declared",
        thing=member.network,
        summary=f"{by} declared interests of {member.person or member.organisation}: {interests}",
        detail={"was": was},
    )
    return member
