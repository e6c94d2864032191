"""The ledger of claims, and the page of one."""

from django.http import HttpResponse

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.claims import policies
from spreadwell.domain.claims.models import Claim, Protocol
from spreadwell.domain.claims.permissions import check_keep_claim, check_question_claim
from spreadwell.domain.foundation.refusals import allowed

from ..middleware import PageRequest
from ..pages import render
from ..ways import way
from .presenters import expected_with_none, later_look, parts_of, shown_of
from .writing import WRITERS, one_claim

ENDED = ("superseded", "withdrawn")


def claim_list(request: PageRequest) -> HttpResponse:
    """Show the ledger: standing claims first, ended ones behind a line."""
    rows = Claim.objects.visible_to(request.viewer).select_related("innovation", "mission", "owner")
    standing = shown_of(rows.exclude(state__in=ENDED))
    context = {
        "claims": standing,
        "ended": shown_of(rows.filter(state__in=ENDED)),
        "asked": sum(1 for one in standing if one.missing),
        "may_write": request.viewer.holds(*WRITERS),
    }
    return render(request, "claims/list.jinja", context)


def detail(request: PageRequest, pk: int) -> HttpResponse:
    """Show a claim with what it lacks, what it conflicts with, and its history."""
    claim = one_claim(request, pk)
    viewer = request.viewer
    keep = allowed(check_keep_claim, viewer, claim)
    others = Claim.objects.visible_to(viewer).filter(conflicts_with=claim)
    doubt = allowed(check_question_claim, viewer)
    ways = [way("Fill in what is missing", "claims:fill", pk, check=check_keep_claim,
                given=(viewer, claim))]  # fmt: skip
    if claim.state == "current":
        ways.append(way("Question it", "claims:question", pk))
    if claim.state == "questioned":
        ways.append(way("Answer the question", "claims:answer", pk, check=check_keep_claim,
                        given=(viewer, claim)))  # fmt: skip
    if claim.state not in ENDED and not keep:
        ways.append(way("Withdraw it", "claims:withdraw", pk))
        if claim.state != "draft":
            ways.append(way("Put another in its place", "claims:supersede", pk))
    if not doubt:
        ways.append(way("It conflicts with another", "claims:conflict", pk))
    if claim.external and not keep:
        ways.append(way("Add the reply", "claims:reply", pk))
    context = {
        "shown": shown_of([claim])[0],
        "claim": claim,
        "parts": parts_of(claim),
        "expected": expected_with_none(claim),
        "conflicts": shown_of(others),
        "later": later_look(request.viewer, claim),
        "ways": ways,
        "protocol": Protocol.objects.visible_to(viewer)
        .filter(effects=claim.effect_id or 0)
        .values_list("pk", flat=True)
        .first(),
        "no_ask": keep,
        "no_publish": keep or allowed(policies.check_publish, claim),
        "events": history_of(claim),
    }
    return render(request, "claims/detail.jinja", context)
