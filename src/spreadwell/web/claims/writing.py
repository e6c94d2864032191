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
from spreadwell.domain.claims.permissions import check_keep_claim, check_question_claim
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.roles import Role

from ..asking import Question, ask
from ..formkit import PageForm
from ..middleware import PageRequest
from ..pages import attempt, find
from .forms import AnswerForm, FillForm, OtherClaimForm, ReplyForm, WhyForm, WriteForm

WRITERS = (Role.ADMINISTRATOR, Role.ANALYST, Role.MISSION_LEAD)
PARTS = ("numerator", "denominator", "period", "place", "comparator", "method", "source", "owner")


def one_claim(request: PageRequest, pk: int) -> Claim:
    """Find a claim that the viewer may see."""
    rows = Claim.objects.visible_to(request.viewer)
    return find(rows.select_related("innovation", "mission", "owner", "effect"), pk=pk)


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


def _ask(
    request: PageRequest,
    claim: Claim,
    heading: str,
    done: str,
    form: PageForm,
    act: Callable[..., Any],
    reason: str,
    lead: str = "",
) -> HttpResponse:
    back = reverse("claims:detail", args=[claim.pk])
    crumbs = [("Claims", reverse("claims:list")), ("The claim", back)]
    asked = Question(
        heading=heading, submit=heading, done=done, crumbs=crumbs, lead=lead or claim.sentence
    )
    return ask(request, asked, form, act, back, reason=reason, claim=claim)


def _keeps(request: PageRequest, claim: Claim) -> str:
    return allowed(check_keep_claim, request.viewer, claim)


def fill(request: PageRequest, pk: int) -> HttpResponse:
    """Fill in what a claim lacks."""
    claim = one_claim(request, pk)
    initial = {name: getattr(claim, name) for name in PARTS}
    form = FillForm(request.POST or None, viewer=request.viewer, initial=initial)

    def act(*, by: Person, claim: Claim, **parts: Any) -> Claim:
        return actions.fill_claim(by=by, claim=claim, parts=parts)

    reason = _keeps(request, claim)
    return _ask(request, claim, "Fill in what is missing", "Filled in.", form, act, reason)


def reply(request: PageRequest, pk: int) -> HttpResponse:
    """Put the source's reply beside the claim."""
    claim = one_claim(request, pk)
    form = ReplyForm(request.POST or None, initial={"reply": claim.reply})
    done = "The reply stands beside the claim."
    reason = _keeps(request, claim)
    return _ask(request, claim, "Add the reply", done, form, actions.record_reply, reason)


def question(request: PageRequest, pk: int) -> HttpResponse:
    """Question a claim."""
    claim = one_claim(request, pk)
    reason = allowed(check_question_claim, request.viewer)
    done = "Questioned. Its owner is asked."
    form = WhyForm(request.POST or None)
    return _ask(request, claim, "Question this claim", done, form, actions.question_claim, reason)


def answer(request: PageRequest, pk: int) -> HttpResponse:
    """Answer the question put to a claim."""
    claim = one_claim(request, pk)
    form = AnswerForm(request.POST or None)
    reason = _keeps(request, claim)
    return _ask(request, claim, "Answer", "Answered.", form, actions.answer_question, reason)


def supersede(request: PageRequest, pk: int) -> HttpResponse:
    """Put another claim in its place."""
    claim = one_claim(request, pk)
    form = OtherClaimForm(request.POST or None, viewer=request.viewer, but=pk)

    def act(*, by: Person, claim: Claim, other: Claim) -> Claim:
        return actions.supersede_claim(by=by, claim=claim, newer=other)

    reason = _keeps(request, claim)
    return _ask(request, claim, "Put another in its place", "Superseded.", form, act, reason)


def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """Withdraw a claim."""
    claim = one_claim(request, pk)
    form = WhyForm(request.POST or None)
    reason = _keeps(request, claim)
    return _ask(
        request, claim, "Withdraw this claim", "Withdrawn.", form, actions.withdraw_claim, reason
    )


def conflict(request: PageRequest, pk: int) -> HttpResponse:
    """Put another claim beside this one."""
    claim = one_claim(request, pk)
    form = OtherClaimForm(request.POST or None, viewer=request.viewer, but=pk)
    reason = allowed(check_question_claim, request.viewer)
    done = "Both are shown side by side."
    heading = "They cannot both be right"
    return _ask(request, claim, heading, done, form, actions.mark_conflict, reason)


@require_POST
def ask_its_source(request: PageRequest, pk: int) -> HttpResponse:
    """Note that the source was invited to reply."""
    done = "Noted: its source was invited to reply today."
    attempt(request, done, actions.ask_source, claim=one_claim(request, pk))
    return redirect("claims:detail", pk)


@require_POST
def publish(request: PageRequest, pk: int) -> HttpResponse:
    """Show a claim beyond the team."""
    done = "Published, with what it lacks."
    attempt(request, done, actions.publish_claim, claim=one_claim(request, pk))
    return redirect("claims:detail", pk)
