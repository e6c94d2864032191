"""One offer: what it says, and the answer that is owed."""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.foundation.refusals import NotNow, Reason, allowed
from spreadwell.domain.joining.interest_actions import (
    accept_interest,
    decline_interest,
    erase_contact,
    take_into_conversation,
)
from spreadwell.domain.joining.letters import Letter, letter_of, welcome
from spreadwell.domain.joining.models import ExpressionOfInterest
from spreadwell.domain.joining.permissions import check_answer_interest
from spreadwell.domain.joining.policies import check_erase, check_settle
from spreadwell.domain.joining.states import INTEREST
from spreadwell.domain.networks.models import Network, Organisation
from spreadwell.domain.people.viewer import Viewer

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import attempt, render
from ..ways import way
from .finding import links, one_interest, room, to_interest
from .forms import AcceptForm, AnswerForm


def _check(viewer: Viewer, interest: ExpressionOfInterest, to: str) -> None:
    check_answer_interest(viewer, interest)
    check_settle(interest, to)


def _check_erase(viewer: Viewer, interest: ExpressionOfInterest) -> None:
    check_answer_interest(viewer, interest)
    check_erase(interest)


def _check_accept(viewer: Viewer, interest: ExpressionOfInterest) -> None:
    _check(viewer, interest, "accepted")
    networks = Network.objects.visible_to(viewer).filter(missions=interest.mission)
    if not networks.exclude(state="closed").exists():
        raise NotNow("This mission has no network yet. Form one first.")


def detail(request: PageRequest, pk: int) -> HttpResponse:
    """Show an offer with what it needs: an answer, or its letter."""
    interest = one_interest(request, pk)
    viewer, today = request.viewer, timezone.localdate()
    state = INTEREST.states[interest.state]
    given = (viewer, interest)
    context = {
        "interest": interest,
        "state": state,
        "late": not state.end and interest.answer_due < today,
        "letter": _sent(letter_of(interest)) if state.end else None,
        "ways": []
        if state.end
        else [
            way("Accept", "joining:accept", pk, check=_check_accept, given=given, first=True),
            way("Not now", "joining:decline", pk, check=_check, given=(*given, "declined")),
        ],
        "no_talk": _gone(state.end or interest.state == "talking")
        or allowed(_check, viewer, interest, "talking"),
        "no_erase": allowed(_check_erase, viewer, interest),
        "crumbs": links(room()),
        "events": history_of(interest),
        "example": settings.EXAMPLE,
    }
    return render(request, "joining/interest.jinja", context)


def _gone(already: bool) -> Reason:
    """Return a reason that leaves a button out where there is nothing left to press it for."""
    reason = Reason("Done already." if already else "")
    reason.never = already
    return reason


def _sent(letter: Letter) -> dict[str, str]:
    """Return a letter with the address that opens it in one's own e-mail program."""
    address = ""
    if letter.to:
        to = quote(letter.to, safe="@")
        address = f"mailto:{to}?subject={quote(letter.subject)}&body={quote(letter.text)}"
    return {"to": letter.to, "subject": letter.subject, "text": letter.text, "address": address}


@require_POST
def talk(request: PageRequest, pk: int) -> HttpResponse:
    """Say that somebody talks with them."""
    attempt(request, "Saved.", take_into_conversation, interest=one_interest(request, pk))
    return redirect("joining:interest", pk)


def accept(request: PageRequest, pk: int) -> HttpResponse:
    """Make the offer a membership, in one step."""
    interest = one_interest(request, pk)
    viewer = request.viewer
    known = Organisation.objects.visible_to(viewer).filter(name__iexact=interest.organisation_name)
    same = known.first()
    initial = {"answer": welcome(interest), "organisation": same.code if same else ""}
    return ask(
        request,
        Question(
            f"Accept {interest.organisation_name}",
            "Make it a member",
            "Accepted. It is a member now; the answer is ready to send.",
            to_interest(interest),
            interest.offer,
        ),
        AcceptForm(request.POST or None, viewer=viewer, interest=interest, initial=initial),
        accept_interest,
        reverse("joining:interest", args=[pk]),
        reason=allowed(_check_accept, viewer, interest),
        interest=interest,
    )


def decline(request: PageRequest, pk: int) -> HttpResponse:
    """Say not now, with why."""
    interest = one_interest(request, pk)
    return ask(
        request,
        Question(
            f"Not now: {interest.organisation_name}",
            "Save the answer",
            "Saved. The answer is ready to send.",
            to_interest(interest),
            interest.offer,
        ),
        AnswerForm(request.POST or None),
        decline_interest,
        reverse("joining:interest", args=[pk]),
        reason=allowed(_check, request.viewer, interest, "declined"),
        interest=interest,
    )


@require_POST
def erase(request: PageRequest, pk: int) -> HttpResponse:
    """Erase the contact's name and address."""
    attempt(request, "Erased.", erase_contact, interest=one_interest(request, pk))
    return redirect("joining:interest", pk)
