"""Sending readings: a file is checked, shown as changes, then accepted or discarded."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.measures import policies
from spreadwell.domain.measures.holding import hold_again
from spreadwell.domain.measures.models import Measure, Submission
from spreadwell.domain.measures.permissions import check_send, check_settle, check_withdraw
from spreadwell.domain.measures.questions import answer_questions
from spreadwell.exchange.intake.taking import Taken, take
from spreadwell.exchange.submissions import (
    accept_submission,
    discard_submission,
    withdraw_submission,
)
from spreadwell.formats.problems import RowProblem
from spreadwell.formats.tables import MAX_FILE_BYTES

from ..asking import Question, ask
from ..downloads import file_of
from ..middleware import PageRequest
from ..pages import attempt, find, render
from .forms import SendForm, WithdrawForm
from .intake_forms import AnswersForm
from .submission_page import SHOWN_PROBLEMS, changes_of, questions_on, same_file

TEMPLATE = "measure,site,period,numerator,denominator,value\r\n"


def send(request: PageRequest) -> HttpResponse:
    """Take a file; show everything wrong with it, or lead to what it would change."""
    reason = allowed(check_send, request.viewer)
    if reason:
        raise PermissionDenied(reason)
    form = SendForm(request.POST or None, request.FILES or None)
    taken: Taken | None = None
    if request.method == "POST" and form.is_valid():
        taken = _take(request, form)
        if taken is not None and taken.submission is not None:
            return redirect("measures:submission", taken.submission.pk)
        if taken is not None and taken.nothing_new:
            messages.info(request, taken.nothing_new)
            return redirect("measures:send")
    problems = taken.problems if taken else ()
    waiting = (
        Submission.objects.visible_to(request.viewer)
        .filter(sent_by_id=request.viewer.person_id)
        .defer("content")[:10]
    )
    context = {
        "form": form,
        "taken": taken,
        "problems": problems[:SHOWN_PROBLEMS],
        "in_all": len(problems),
        "sent": waiting,
        "measures": Measure.objects.visible_to(request.viewer),
    }
    return render(request, "measures/send.jinja", context, status=422 if problems else 200)


def _take(request: PageRequest, form: SendForm) -> Taken | None:
    upload = form.cleaned_data["file"]
    # Told by its size alone, so that a huge file is never read into memory.
    if upload.size > MAX_FILE_BYTES:
        said = f"the file is {upload.size / 2**20:,.0f} MB, over the limit of "
        said += f"{MAX_FILE_BYTES / 2**20:,.0f} MB; split it, or use the command line"
        return Taken(upload.name, (RowProblem(None, None, said),))
    note = form.cleaned_data["note"]
    return attempt(request, "", take, form, content=upload.read(), name=upload.name, note=note)


def template(request: PageRequest) -> HttpResponse:
    """Give an empty file with the right header."""
    return file_of(TEMPLATE.encode("utf-8-sig"), "readings.csv", "text/csv; charset=utf-8")


def one_submission(request: PageRequest, pk: int) -> Submission:
    """Find a submission that the viewer may see."""
    rows = Submission.objects.visible_to(request.viewer).select_related("sent_by")
    return find(rows, pk=pk)


def _answers(request: PageRequest, one: Submission) -> AnswersForm:
    asked: list[dict[str, Any]] = one.said.get("questions", []) if one.state == "checked" else []
    posted = request.POST if request.method == "POST" else None
    return AnswersForm(posted, asked=asked, answers=one.said.get("answers", {}))


def submission(request: PageRequest, pk: int) -> HttpResponse:
    """Show what a submission would change, or what it changed."""
    one = one_submission(request, pk)
    if one.state == "held":
        return redirect("measures:mend", pk)
    return _shown(request, one, _answers(request, one))


def _shown(request: PageRequest, one: Submission, form: AnswersForm) -> HttpResponse:
    settle = allowed(check_settle, request.viewer, one)
    context = {
        "submission": one,
        "changes": changes_of(request.viewer, one),
        "questions": questions_on(request.viewer, one, form),
        "form": form,
        "anyway": "unanswered" in request.GET,
        "same": same_file(request.viewer, one),
        "waits": one.state == "checked",
        "no_send": allowed(check_send, request.viewer),
        "colour": {"checked": "blue", "accepted": "green"}.get(one.state, "grey"),
        "no_accept": settle or allowed(policies.check_accept, one),
        "no_discard": settle or allowed(policies.check_discard, one),
        "no_withdraw": allowed(check_withdraw, request.viewer)
        or allowed(policies.check_withdraw, one),
        "events": history_of(one),
    }
    return render(request, "measures/submission.jinja", context)


@require_POST
def accept(request: PageRequest, pk: int) -> HttpResponse:
    """Accept a submission as a whole, with what its sender says of the numbers asked about."""
    one = one_submission(request, pk)
    form = _answers(request, one)
    if form.asked:
        if not form.is_valid():
            return _shown(request, one, form)
        notes = form.notes()
        if notes and attempt(request, "", answer_questions, submission=one, notes=notes) is None:
            return redirect("measures:submission", pk)
        if len(notes) < len(form.open_keys()) and "anyway" not in request.POST:
            messages.info(
                request, "Nothing is stored yet: some numbers are asked about. Say whether each is "
                "right, correct it, or accept without an answer."
            )  # fmt: skip
            return redirect(f"{reverse('measures:submission', args=[pk])}?unanswered")
    done = "Accepted. The charts show it now."
    attempt(request, done, accept_submission, submission=one)
    return redirect("measures:submission", pk)


@require_POST
def correct(request: PageRequest, pk: int) -> HttpResponse:
    """Take a checked file back to correct a number asked about, before anything is stored.

    What was said of the other numbers in the same breath is kept.
    """
    one = one_submission(request, pk)
    asked = {q["key"]: q for q in one.said.get("questions", [])}
    wanted = request.POST.get("key", "")
    question = asked.get(wanted)
    form = _answers(request, one)
    if form.asked:
        if not form.is_valid():
            return _shown(request, one, form)
        notes = {key: note for key, note in form.notes().items() if key != wanted}
        if notes and attempt(request, "", answer_questions, submission=one, notes=notes) is None:
            return redirect("measures:submission", pk)
    if attempt(request, "", hold_again, submission=one) is None:
        return redirect("measures:submission", pk)
    there = reverse("measures:mend", args=[pk])
    return redirect(f"{there}?row={question['row']}" if question else there)


@require_POST
def discard(request: PageRequest, pk: int) -> HttpResponse:
    """Discard a submission."""
    one = one_submission(request, pk)
    done = "Discarded. Nothing of it was stored."
    if attempt(request, done, discard_submission, submission=one) is None:
        return redirect("measures:submission", pk)
    return redirect("measures:send")


def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """Take accepted readings back, with the reason."""
    one = one_submission(request, pk)
    back = reverse("measures:submission", args=[pk])
    question = Question(
        heading="Withdraw these readings",
        submit="Withdraw",
        done="Withdrawn. What these readings had corrected stands again.",
        crumbs=[("Measures", reverse("measures:list")), (str(one), back)],
        lead="They stay in the record, and no chart shows them any more.",
    )
    reason = allowed(check_withdraw, request.viewer) or allowed(policies.check_withdraw, one)
    return ask(
        request,
        question,
        WithdrawForm(request.POST or None),
        withdraw_submission,
        back,
        reason=reason,
        submission=one,
    )
