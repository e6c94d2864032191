"""Periods of a measure: who has sent, who approved, and opening one again."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from spreadwell.domain.foundation.days import day_of
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.measures.models import Measure, PeriodSignOff
from spreadwell.domain.measures.sign_offs import (
    approve_period,
    check_asks,
    check_sign_off,
    periods_of,
    reopen_period,
)
from spreadwell.formats.periods import Period

from ..asking import Question, ask
from ..formkit import LongText, PageForm
from ..middleware import PageRequest
from ..pages import find, render


class ApproveForm(PageForm):
    """A period is approved."""

    note = LongText(label="Note: what was checked, what stays open", rows=2, required=False)


class ReopenForm(PageForm):
    """An approved period is opened again."""

    reason = LongText(
        label="Why is it opened again?",
        rows=2,
        error_messages={"required": "Say why it is opened again."},
    )


def _measure(request: PageRequest, slug: str) -> Measure:
    return find(Measure.objects.visible_to(request.viewer), slug=slug)


def sign_offs(request: PageRequest, slug: str) -> HttpResponse:
    """List the last periods: who has sent, and who approved."""
    measure = _measure(request, slug)
    rows = PeriodSignOff.objects.visible_to(request.viewer).filter(measure=measure)
    context = {
        "measure": measure,
        "periods": periods_of(request.viewer, measure, timezone.localdate()),
        "reopened": rows.exclude(reopened_at=None).select_related("approved_by", "reopened_by"),
        "no_sign_off": allowed(check_sign_off, request.viewer) or allowed(check_asks, measure),
    }
    return render(request, "measures/sign_offs.jinja", context)


def _crumbs(measure: Measure) -> list[tuple[str, str]]:
    return [
        ("Measures", reverse("measures:list")),
        (measure.name, reverse("measures:detail", args=[measure.slug])),
        ("Periods", reverse("measures:sign_offs", args=[measure.slug])),
    ]


def approve(request: PageRequest, slug: str, period: str) -> HttpResponse:
    """Approve one period."""
    measure = _measure(request, slug)
    question = Question(
        heading=f"Approve {_label(period)} of {measure.name}",
        submit="Approve and lock",
        done=f"Approved. The readings of {_label(period)} are locked.",
        crumbs=_crumbs(measure),
        lead="Its readings can no longer be changed or withdrawn, until somebody opens the period "
        "again with a reason.",
    )
    reason = allowed(check_sign_off, request.viewer) or allowed(check_asks, measure)
    form = ApproveForm(request.POST or None)
    back = reverse("measures:sign_offs", args=[slug])
    return ask(
        request, question, form, approve_period, back,
        reason=reason, measure=measure, period=period,
    )  # fmt: skip


def reopen(request: PageRequest, pk: int) -> HttpResponse:
    """Open an approved period again."""
    rows = PeriodSignOff.objects.visible_to(request.viewer).select_related("measure")
    one = find(rows, pk=pk)
    question = Question(
        heading=f"Open {_label(one.period)} of {one.measure.name} again",
        submit="Open it again",
        done=f"{_label(one.period)} is open again; approve it anew once it is right.",
        crumbs=_crumbs(one.measure),
        lead=f"{one.approved_by} approved it on {day_of(one.approved_at)}.",
    )
    back = reverse("measures:sign_offs", args=[one.measure.slug])
    reason = allowed(check_sign_off, request.viewer)
    form = ReopenForm(request.POST or None)
    return ask(request, question, form, reopen_period, back, reason=reason, sign_off=one)


def _label(text: str) -> str:
    try:
        return Period.parse(text).label
    except ValueError:
        return text
