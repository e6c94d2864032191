"""Decisions: the list, one with its frozen evidence, and the gate where one is made."""

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.claims.evidence import evidence
from spreadwell.domain.claims.gates import MOVES, choices_at, decide_gate
from spreadwell.domain.claims.permissions import check_decide, check_publish_decision
from spreadwell.domain.claims.policies import check_decide as check_decide_now
from spreadwell.domain.decisions.actions import publish_decision
from spreadwell.domain.decisions.models import Decision, DeclaredInterest
from spreadwell.domain.foundation.refusals import NotNow, allowed
from spreadwell.domain.innovations.gates import withdraw_gate
from spreadwell.domain.innovations.models import Gate
from spreadwell.domain.innovations.permissions import check_lead
from spreadwell.domain.innovations.states import GATE
from spreadwell.domain.learning.trail import trail_of
from spreadwell.domain.lifecycle.queries import consequences

from ..asking import Question, ask
from ..downloads import file_of
from ..middleware import PageRequest
from ..pages import attempt, find, render
from .forms import DecideForm, WithdrawGateForm
from .presenters import seen_of


def decision_list(request: PageRequest) -> HttpResponse:
    """List what waits to be decided, then what was decided."""
    viewer = request.viewer
    today = timezone.localdate()
    gates = (
        Gate.objects.visible_to(viewer)
        .filter(state="open")
        .select_related("innovation", "body")
        .order_by("due")
    )
    decisions = Decision.objects.visible_to(viewer).select_related("body")
    context = {
        "gates": [(one, one.due < today) for one in gates],
        "decisions": decisions.prefetch_related("gate__innovation"),
    }
    return render(request, "decisions/list.jinja", context)


def _decision(request: PageRequest, pk: int) -> Decision:
    rows = Decision.objects.visible_to(request.viewer)
    return find(rows.select_related("body", "recorded_by", "supersedes"), pk=pk)


def detail(request: PageRequest, pk: int) -> HttpResponse:
    """Show a decision, the reasons and dissent, and the evidence as it was."""
    decision = _decision(request, pk)
    viewer = request.viewer
    gate = Gate.objects.visible_to(viewer).filter(decision=decision).first()
    interests = DeclaredInterest.objects.visible_to(viewer).filter(decision=decision)
    context = {
        "decision": decision,
        "innovation": gate.innovation if gate else None,
        "seen": seen_of(decision.evidence),
        "interests": interests.select_related("person"),
        "later": Decision.objects.visible_to(viewer).filter(supersedes=decision).first(),
        "no_publish": allowed(_check_publish, viewer, decision),
        "trail": trail_of(request.viewer, decision),
        "events": history_of(decision),
    }
    return render(request, "decisions/detail.jinja", context)


def _check_publish(viewer: Any, decision: Decision) -> None:
    check_publish_decision(viewer)
    if decision.published:
        raise NotNow("This decision is public already.")


@require_POST
def publish(request: PageRequest, pk: int) -> HttpResponse:
    """Show a decision beyond the team."""
    attempt(request, "Published.", publish_decision, decision=_decision(request, pk))
    return redirect("decisions:detail", pk)


def evidence_file(request: PageRequest, pk: int) -> HttpResponse:
    """Give the frozen evidence in the form whose fingerprint is shown."""
    decision = _decision(request, pk)
    text = json.dumps(decision.evidence, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    name = f"decision-{pk}-evidence.json"
    return file_of(text.encode(), name, "application/json", invented=decision.invented)


def gate(request: PageRequest, pk: int) -> HttpResponse:
    """Show what a gate asks and what it rests on; take the decision."""
    viewer = request.viewer
    rows = Gate.objects.visible_to(viewer).select_related("innovation__mission", "body", "decision")
    one = find(rows, pk=pk)
    if one.decision_id:
        return redirect("decisions:detail", one.decision_id)
    reason = allowed(check_decide, viewer, one) or allowed(check_decide_now, one)
    form = DecideForm(request.POST or None, gate=one)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        what, took_part = given.pop("interest"), given.pop("took_part")
        given["interests"] = [(viewer.person, what, took_part)] if what.strip() else []
        made = attempt(request, "Decided, with the evidence frozen.", decide_gate, form,
                       gate=one, **given)  # fmt: skip
        if made is not None:
            return redirect("decisions:detail", made.pk)
    context = {
        "gate": one,
        "colour": GATE.states[one.state].colour,
        "late": one.state == "open" and one.due < timezone.localdate(),
        "seen": seen_of(evidence(one)),
        "form": form,
        "reason": reason,
        "follows": _what_follows(one) if not reason else [],
        "may_withdraw": one.state == "open" and not allowed(check_lead, viewer, one.innovation),
        "events": history_of(one),
    }
    return render(request, "decisions/gate.jinja", context)


def _what_follows(gate: Gate) -> list[tuple[str, list[str]]]:
    """Return, for each choice that more hangs on, its label and what would follow."""
    today = timezone.localdate()
    found = [
        (label, consequences(gate.innovation, MOVES[choice], today, at_gate=True))
        for choice, label in choices_at(gate)
        if choice in MOVES and MOVES[choice] != gate.innovation.stage
    ]
    return [(label, follows) for label, follows in found if follows]


def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """Take a question back before it is decided."""
    one = find(Gate.objects.visible_to(request.viewer).select_related("innovation"), pk=pk)
    crumbs = [("Decisions", reverse("decisions:list")), (one.question, _gate_address(one))]
    return ask(
        request,
        Question("Take this question back", "Take it back", "Taken back.", crumbs, one.question),
        WithdrawGateForm(request.POST or None),
        withdraw_gate,
        reverse("innovations:detail", args=[one.innovation.slug]),
        reason=allowed(check_lead, request.viewer, one.innovation),
        gate=one,
    )


def _gate_address(gate: Gate) -> str:
    return reverse("decisions:gate", args=[gate.pk])
