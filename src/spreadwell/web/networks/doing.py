"""What is written about networks and organisations, one question a page."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.networks.actions import (
    add_edge,
    add_member,
    add_network_action,
    add_organisation,
    end_membership,
    finish_network_action,
    form_network,
    hold_meeting,
    move_network,
)
from spreadwell.domain.networks.changing import (
    change_membership,
    change_network,
    declare_interests,
)
from spreadwell.domain.networks.models import Membership, Network, NetworkAction, Organisation
from spreadwell.domain.networks.permissions import (
    check_act,
    check_declare,
    check_form,
    check_keep_organisations,
    check_run,
)

from ..asking import Crumb, Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find
from . import forms


def one_network(request: PageRequest, slug: str) -> Network:
    """Find a network that the viewer may see."""
    return find(Network.objects.visible_to(request.viewer), slug=slug)


def here(network: Network) -> str:
    """Return the address of a network."""
    return reverse("networks:detail", args=[network.slug])


def _room() -> list[Crumb]:
    return [("Networks", reverse("networks:list"))]


def crumbs_of(network: Network) -> list[Crumb]:
    """Return the way to what belongs to a network."""
    return [*_room(), (network.name, here(network))]


def form_one(request: PageRequest) -> HttpResponse:
    """Form a network."""
    return ask(
        request,
        Question("Form a network", "Form it", "Formed. Next: its members.", _room()),
        forms.NetworkForm(request.POST or None),
        form_network,
        here,
        reason=allowed(check_form, request.viewer),
    )


def add_org(request: PageRequest) -> HttpResponse:
    """Add an organisation."""
    return ask(
        request,
        Question("Add an organisation", "Add", "Added.", _room()),
        forms.OrganisationForm(request.POST or None),
        add_organisation,
        lambda made: reverse("networks:organisation", args=[made.code]),
        reason=allowed(check_keep_organisations, request.viewer),
    )


def edge(request: PageRequest, code: str) -> HttpResponse:
    """Join an organisation to another."""
    found = find(Organisation.objects.visible_to(request.viewer), code=code)
    back = reverse("networks:organisation", args=[code])
    return ask(
        request,
        Question(
            f"How {found.name} stands to another",
            "Save",
            "Saved.",
            [*_room(), (found.name, back)],
            "Results keep the organisation of their date, so a merger never rewrites the past.",
        ),
        forms.EdgeForm(request.POST or None, viewer=request.viewer),
        add_edge,
        back,
        reason=allowed(check_keep_organisations, request.viewer),
        source=found,
    )


def member(request: PageRequest, slug: str) -> HttpResponse:
    """Add a member."""
    network = one_network(request, slug)
    return ask(
        request,
        Question("Add a member", "Add", "Added.", crumbs_of(network)),
        forms.MemberForm(request.POST or None, viewer=request.viewer),
        add_member,
        here(network),
        reason=allowed(check_run, request.viewer, network),
        network=network,
    )


def change(request: PageRequest, slug: str) -> HttpResponse:
    """Say anew what the network is for."""
    network = one_network(request, slug)
    now = {"name": network.name, "purpose": network.purpose, "basis": network.basis}
    return ask(
        request,
        Question(f"What {network.name} is for", "Save", "Saved.", crumbs_of(network)),
        forms.ChangeForm(request.POST or None, initial=now),
        change_network,
        here(network),
        reason=allowed(check_run, request.viewer, network),
        network=network,
    )


def _one_member(request: PageRequest, pk: int) -> Membership:
    rows = Membership.objects.visible_to(request.viewer)
    return find(rows.select_related("network", "person", "organisation"), pk=pk)


def change_member(request: PageRequest, pk: int) -> HttpResponse:
    """Say anew what a member brings, and from when to when."""
    found = _one_member(request, pk)
    now = {"role": found.role, "starts": found.starts, "ends": found.ends}
    return ask(
        request,
        Question(
            f"{found.person or found.organisation}", "Save", "Saved.", crumbs_of(found.network)
        ),
        forms.ChangeMemberForm(request.POST or None, initial=now),
        change_membership,
        here(found.network),
        reason=allowed(check_run, request.viewer, found.network),
        member=found,
    )


def interests(request: PageRequest, pk: int) -> HttpResponse:
    """Declare a member's interests."""
    found = _one_member(request, pk)
    return ask(
        request,
        Question(
            f"Interests of {found.person or found.organisation}",
            "Declare",
            "Declared.",
            crumbs_of(found.network),
            "Everybody in the network sees them, with the member.",
        ),
        forms.InterestsForm(request.POST or None, initial={"interests": found.interests}),
        declare_interests,
        here(found.network),
        reason=allowed(check_declare, request.viewer, found),
        member=found,
    )


@require_POST
def end_member(request: PageRequest, pk: int) -> HttpResponse:
    """End a membership today."""
    found = find(Membership.objects.visible_to(request.viewer), pk=pk)
    attempt(request, "Saved.", end_membership, member=found)
    return redirect(here(found.network))


def meeting(request: PageRequest, slug: str) -> HttpResponse:
    """Write down a meeting."""
    network = one_network(request, slug)
    return ask(
        request,
        Question("A meeting", "Save", "Saved.", crumbs_of(network)),
        forms.MeetingForm(request.POST or None),
        hold_meeting,
        here(network),
        reason=allowed(check_run, request.viewer, network),
        network=network,
    )


def add_action(request: PageRequest, slug: str) -> HttpResponse:
    """Write down what somebody will do."""
    network = one_network(request, slug)
    return ask(
        request,
        Question("Something to do", "Save", "Saved.", crumbs_of(network)),
        forms.ActionForm(request.POST or None, viewer=request.viewer),
        add_network_action,
        here(network),
        reason=allowed(check_act, request.viewer, network),
        network=network,
    )


@require_POST
def finish(request: PageRequest, pk: int) -> HttpResponse:
    """Say that it is done."""
    todo = find(NetworkAction.objects.visible_to(request.viewer), pk=pk)
    attempt(request, "Done.", finish_network_action, todo=todo)
    return redirect(here(todo.network))


def move(request: PageRequest, slug: str) -> HttpResponse:
    """Move the network to another state."""
    network = one_network(request, slug)
    now = network.get_state_display().lower()
    return ask(
        request,
        Question(f"{network.name} is {now}", "Save", "Saved.", crumbs_of(network)),
        forms.MoveForm(request.POST or None, network=network),
        move_network,
        here(network),
        reason=allowed(check_run, request.viewer, network),
        network=network,
    )
