"""Sending readings: a file is checked, shown as changes, then accepted or discarded."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.measures import policies
from spreadwell.domain.measures.models import Measure, Submission
from spreadwell.domain.measures.permissions import check_send, check_settle, check_withdraw
from spreadwell.exchange.submissions import (
    Checked,
    accept_submission,
    check_submission,
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
from .submission_page import SHOWN_PROBLEMS, changes_of

TEMPLATE = "measure,site,period,numerator,denominator,value\r\n"


def send(request: PageRequest) -> HttpResponse:
    """Take a file; show everything wrong with it, or lead to what it would change."""
    reason = allowed(check_send, request.viewer)
    if reason:
        raise PermissionDenied(reason)
    form = SendForm(request.POST or None, request.FILES or None)
    checked: Checked | None = None
    if request.method == "POST" and form.is_valid():
        checked = _check(request, form)
        if checked is not None and checked.submission is not None:
            return redirect("measures:submission", checked.submission.pk)
    problems = checked.problems if checked else ()
    waiting = (
        Submission.objects.visible_to(request.viewer)
        .filter(sent_by_id=request.viewer.person_id)
        .defer("content")[:10]
    )
    context = {
        "form": form,
        "checked": checked,
        "problems": problems[:SHOWN_PROBLEMS],
        "in_all": len(problems),
        "sent": waiting,
        "measures": Measure.objects.visible_to(request.viewer),
    }
    return render(request, "measures/send.jinja", context, status=422 if problems else 200)


def _check(request: PageRequest, form: SendForm) -> Checked | None:
    upload = form.cleaned_data["file"]
    # Told by its size alone, so that a huge file is never read into memory.
    if upload.size > MAX_FILE_BYTES:
        said = f"the file is {upload.size / 2**20:,.0f} MB, over the limit of "
        said += f"{MAX_FILE_BYTES / 2**20:,.0f} MB; split it, or use the command line"
        return Checked(upload.name, (RowProblem(None, None, said),))
    return attempt(request, "", check_submission, form, content=upload.read(), name=upload.name)


def template(request: PageRequest) -> HttpResponse:
    """Give an empty file with the right header."""
    return file_of(TEMPLATE.encode("utf-8-sig"), "readings.csv", "text/csv; charset=utf-8")


def _one(request: PageRequest, pk: int) -> Submission:
    rows = Submission.objects.visible_to(request.viewer).select_related("sent_by")
    return find(rows, pk=pk)


def submission(request: PageRequest, pk: int) -> HttpResponse:
    """Show what a submission would change, or what it changed."""
    one = _one(request, pk)
    settle = allowed(check_settle, request.viewer, one)
    context = {
        "submission": one,
        "changes": changes_of(one),
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
    """Accept a submission as a whole."""
    one = _one(request, pk)
    done = "Accepted. The charts show it now."
    attempt(request, done, accept_submission, submission=one)
    return redirect("measures:submission", pk)


@require_POST
def discard(request: PageRequest, pk: int) -> HttpResponse:
    """Discard a submission."""
    one = _one(request, pk)
    done = "Discarded. Nothing of it was stored."
    if attempt(request, done, discard_submission, submission=one) is None:
        return redirect("measures:submission", pk)
    return redirect("measures:send")


def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """Take accepted readings back, with the reason."""
    one = _one(request, pk)
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
