"""What is asked of a claim's owner and of its source, and the pages on which they answer."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.claims import actions
from spreadwell.domain.claims.models import Claim, ClaimQuestion, SourceInvitation
from spreadwell.domain.claims.permissions import check_answer, check_question_claim
from spreadwell.domain.claims.policies import check_invite
from spreadwell.domain.claims.sources import answer_until
from spreadwell.domain.claims.telling import day_in_words
from spreadwell.domain.foundation.refusals import allowed

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find, guard, render
from .answering import AnswerAsked
from .finding import crumbs_of, keeps, one_claim
from .forms import AnswerForm, InviteForm, ReplyForm, WhyForm
from .writing import ask_of

SALT = "reply-of-a-source"


@require_POST
def ask_its_owner(request: PageRequest, pk: int) -> HttpResponse:
    """Ask the owner for all that the claim lacks."""
    done = "Asked. It stands among what needs its owner, who is reminded of it."
    attempt(request, done, actions.ask_owner, claim=one_claim(request, pk))
    return redirect("claims:detail", pk)


def asked(request: PageRequest, pk: int) -> HttpResponse:
    """Answer one question about a claim; the answer fills it in."""
    rows = ClaimQuestion.objects.visible_to(request.viewer).select_related(
        "claim__innovation__mission", "claim__mission", "claim__effect", "asked_by", "asked_of"
    )
    one = find(rows, pk=pk)
    guard(check_answer, request.viewer, one)
    form = AnswerAsked(request.POST or None, part=one.part, viewer=request.viewer)
    claim = one.claim
    answered = one.answered_on is not None
    seen = Claim.objects.visible_to(request.viewer).filter(pk=claim.pk).exists()
    back = reverse("claims:detail", args=[claim.pk]) if seen else reverse("home")
    if request.method == "POST" and not answered and form.is_valid():
        given = {"question": one, **form.cleaned_data}
        if attempt(request, "Answered.", actions.answer_asked, form, **given) is not None:
            return redirect(back)
    context = {"one": one, "claim": claim, "form": form, "answered": answered, "seen": seen}
    return render(request, "claims/asked.jinja", context)


def question(request: PageRequest, pk: int) -> HttpResponse:
    """Question a claim."""
    claim = one_claim(request, pk)
    reason = allowed(check_question_claim, request.viewer)
    done = "Questioned. Its owner is asked."
    form = WhyForm(request.POST or None)
    return ask_of(request, claim, "Question this claim", done, form, actions.question_claim, reason)


def answer(request: PageRequest, pk: int) -> HttpResponse:
    """Answer the question put to a claim."""
    claim = one_claim(request, pk)
    form = AnswerForm(request.POST or None)
    reason = keeps(request, claim)
    return ask_of(request, claim, "Answer", "Answered.", form, actions.answer_question, reason)


def reply(request: PageRequest, pk: int) -> HttpResponse:
    """Put the source's reply beside the claim."""
    claim = one_claim(request, pk)
    form = ReplyForm(request.POST or None, initial={"reply": claim.reply})
    done = "The reply stands beside the claim, wherever it is shown."
    return ask_of(
        request, claim, "Add the reply", done, form, actions.record_reply, keeps(request, claim)
    )


def ask_its_source(request: PageRequest, pk: int) -> HttpResponse:
    """Invite the source to reply before the claim is shown beyond the team."""
    claim = one_claim(request, pk)
    asked = Question(
        heading="Invite its source to reply",
        submit="Invite",
        done="Noted. Next: send the letter with the private address.",
        crumbs=crumbs_of(claim),
        lead=claim.sentence,
        warning="A claim of others is shown beyond the team once its source replied, or had two "
        "weeks to. The reply stands beside it wherever it is shown.",
    )
    form = InviteForm(request.POST or None)
    reason = keeps(request, claim) or allowed(check_invite, claim)
    back = reverse("claims:invitation", args=[pk])
    return ask(request, asked, form, actions.ask_source, back, reason=reason, claim=claim)


def invitation(request: PageRequest, pk: int) -> HttpResponse:
    """Show the private address of a source and a letter to send it with."""
    claim = one_claim(request, pk)
    reason = keeps(request, claim)
    if reason:
        raise PermissionDenied(reason)
    rows = SourceInvitation.objects.visible_to(request.viewer).filter(claim=claim)
    context: dict[str, Any] = {
        "claim": claim,
        "invitations": rows.select_related("invited_by"),
        "letter": _letter(claim) if claim.source_asked_on else None,
    }
    return render(request, "claims/invitation.jinja", context)


def reply_token(claim: Claim) -> str:
    """Return the secret part of the address at which a source replies."""
    return signing.dumps(claim.pk, salt=SALT)


def _letter(claim: Claim) -> dict[str, str]:
    address = settings.ADDRESS + reverse("public:reply", args=[reply_token(claim)])
    until = answer_until(claim)
    by = f" by {day_in_words(until)}" if until else ""
    subject = "A sentence of yours that we would like to show"
    text = (
        f"We keep a ledger of what is said about innovations, and would like to show this sentence "
        f"of yours:\n\n“{claim.sentence}”\n({claim.source})\n\n"
        f"Before it is shown beyond our team we invite you to reply{by}. What you write stands "
        "beside the sentence, in your words, wherever it is shown. You can read what the sentence "
        f"leaves open, and reply, at this private address:\n\n{address}\n"
    )
    mail = f"mailto:?subject={quote(subject)}&body={quote(text)}"
    return {"address": address, "subject": subject, "text": text, "mail": mail}
