"""Writing in the ledger: each question page and its action."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.claims import actions
from spreadwell.domain.claims.models import Claim
from spreadwell.domain.people.models import Person

from ..asking import Question, ask
from ..formkit import PageForm
from ..middleware import PageRequest
from ..pages import attempt
from .finding import WRITERS, crumbs_of, keeps, one_claim
from .forms import FillForm, OtherClaimForm, RewriteForm, WhyForm, WriteForm


def write(request: PageRequest) -> HttpResponse:
    """Write a claim into the ledger."""
    if not request.viewer.holds(*WRITERS):
        raise PermissionDenied("You cannot write a claim. It is for analysts and mission leads.")
    question = Question(
        heading="Write a claim",
        submit="Write it down",
        done="Written. Next: fill in what it lacks.",
        crumbs=[("Claims", reverse("claims:list"))],
        lead="A sentence that somebody may repeat. What it lacks is shown until it is filled in.",
    )
    form = WriteForm(request.POST or None, viewer=request.viewer)
    return ask(
        request,
        question,
        form,
        actions.draft_claim,
        lambda made: reverse("claims:detail", args=[made.pk]),
    )


def ask_of(
    request: PageRequest,
    claim: Claim,
    heading: str,
    done: str,
    form: PageForm,
    act: Callable[..., Any],
    reason: str,
    back: str | Callable[[Any], str] = "",
) -> HttpResponse:
    """Ask one thing about a claim on a page of its own."""
    asked = Question(
        heading=heading, submit=heading, done=done, crumbs=crumbs_of(claim), lead=claim.sentence
    )
    page = back or reverse("claims:detail", args=[claim.pk])
    return ask(request, asked, form, act, page, reason=reason, claim=claim)


def fill(request: PageRequest, pk: int) -> HttpResponse:
    """Fill in what a claim lacks."""
    claim = one_claim(request, pk)
    form = FillForm(request.POST or None, viewer=request.viewer, claim=claim)
    form.initial = {name: getattr(claim, name) for name in form.fields if hasattr(claim, name)}

    def act(*, by: Person, claim: Claim, **parts: Any) -> Claim:
        return actions.fill_claim(by=by, claim=claim, parts=parts)

    reason = keeps(request, claim)
    return ask_of(request, claim, "Fill in what is missing", "Filled in.", form, act, reason)


def confirm(request: PageRequest, pk: int) -> HttpResponse:
    """Say that a claim was looked at and is still true."""
    claim = one_claim(request, pk)
    form = WhyForm(request.POST or None)
    form.fields["why"].label = "What did you look at?"
    done = "Noted: found to be still true today."
    reason = keeps(request, claim)
    return ask_of(
        request, claim, "Say that it is still true", done, form, actions.confirm_claim, reason
    )


def rewrite(request: PageRequest, pk: int) -> HttpResponse:
    """Write a claim anew; the old one stays at its address and says so."""
    claim = one_claim(request, pk)
    form = RewriteForm(request.POST or None, initial={"sentence": claim.sentence})
    done = "Written anew. The old version says that this one took its place."

    def back(made: Claim) -> str:
        return reverse("claims:detail", args=[made.pk])

    reason = keeps(request, claim)
    return ask_of(request, claim, "Write it anew", done, form, actions.write_version, reason, back)


def supersede(request: PageRequest, pk: int) -> HttpResponse:
    """Put another claim in its place."""
    claim = one_claim(request, pk)
    form = OtherClaimForm(request.POST or None, viewer=request.viewer, but=pk)

    def act(*, by: Person, claim: Claim, other: Claim) -> Claim:
        return actions.supersede_claim(by=by, claim=claim, newer=other)

    reason = keeps(request, claim)
    return ask_of(request, claim, "Put another in its place", "Superseded.", form, act, reason)


def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """Withdraw a claim."""
    claim = one_claim(request, pk)
    form = WhyForm(request.POST or None)
    reason = keeps(request, claim)
    return ask_of(
        request, claim, "Withdraw this claim", "Withdrawn.", form, actions.withdraw_claim, reason
    )


@require_POST
def publish(request: PageRequest, pk: int) -> HttpResponse:
    """Show a claim beyond the team."""
    done = "Published, with what it lacks."
    attempt(request, done, actions.publish_claim, claim=one_claim(request, pk))
    return redirect("claims:detail", pk)
