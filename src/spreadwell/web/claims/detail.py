"""The page of one claim, its history, its picture and its citation."""

from django.http import HttpResponse

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.claims import policies
from spreadwell.domain.claims.anyway import NO_SIZE, NO_VERDICT, expected_anyway
from spreadwell.domain.claims.conflicts import conflicts_of
from spreadwell.domain.claims.footing import lost_footing
from spreadwell.domain.claims.many import counted_for
from spreadwell.domain.claims.models import Claim, ClaimQuestion, Protocol
from spreadwell.domain.claims.permissions import check_keep_claim, check_question_claim
from spreadwell.domain.claims.questions import keeps_from_grading, to_ask
from spreadwell.domain.claims.sources import answer_until
from spreadwell.domain.claims.superseding import versions_of
from spreadwell.domain.claims.telling import last_true, parts_of
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.learning.trail import trail_of

from ..downloads import picture_file
from ..middleware import PageRequest
from ..pages import render
from ..ways import Way, way
from .finding import keeps, one_claim
from .picturing import citation_file, citation_of, ended_words, picture_to_keep, pictures_of
from .presenters import asked_of, later_look, shown_of


def detail(request: PageRequest, pk: int) -> HttpResponse:
    """Show a claim with what it lacks, what it conflicts with, and its history."""
    claim, viewer = one_claim(request, pk), request.viewer
    keep = keeps(request, claim)
    questions = ClaimQuestion.objects.visible_to(viewer).filter(claim=claim)
    seen = Claim.objects.visible_to(viewer)
    wide, narrow = pictures_of(claim)
    ended = claim.state in policies.ENDED
    shown = shown_of([claim])[0]
    waiting = [] if ended else asked_of(viewer, questions.filter(answered_on=None))
    by_part = {one.part: one for one in waiting if one.part}
    context = {
        "trail": trail_of(request.viewer, claim),
        "shown": shown,
        "claim": claim,
        "ended": ended_words(claim),
        "newer": seen.filter(pk=claim.superseded_by_id or 0).first(),
        "before": seen.filter(pk__in=[one.pk for one in versions_of(claim)[1:]]),
        "wide": wide,
        "narrow": narrow,
        "parts": parts_of(claim),
        "last_true": last_true(claim),
        "lost": lost_footing(claim),
        "later": later_look(viewer, claim),
        "expected": expected_anyway(claim),
        "no_size": NO_SIZE,
        "no_verdict": NO_VERDICT,
        "ungraded": keeps_from_grading(claim) if not claim.grade else (),
        "gaps": [(gap, by_part.get(gap.part)) for gap in shown.missing],
        "doubts": [one for one in waiting if not one.part],
        "answered": list(questions.exclude(answered_on=None).select_related("answered_by")),
        "to_ask": () if ended else to_ask(claim),
        "no_ask_owner": allowed(check_question_claim, viewer),
        "conflicts": [(one, one.beside(claim)) for one in conflicts_of(viewer, claim)],
        "counted": counted_for(viewer, claim),
        "until": answer_until(claim),
        "citation": citation_of(claim).plain(),
        "ways": _ways(request, claim, keep),
        "protocol": Protocol.objects.visible_to(viewer)
        .filter(effects=claim.effect_id or 0)
        .values_list("pk", flat=True)
        .first(),
        "no_publish": keep or allowed(policies.check_publish, claim),
        "may_invite": claim.external and not keep and not ended,
    }
    return render(request, "claims/detail.jinja", context)


def _ways(request: PageRequest, claim: Claim, keep: str) -> list[Way]:
    """What can be done with a claim by this viewer today."""
    pk, given = claim.pk, (request.viewer, claim)
    if claim.state in policies.ENDED:
        return []
    ways = [way("Fill in what is missing", "claims:fill", pk, check=check_keep_claim, given=given)]
    if claim.state == "questioned":
        ways.append(
            way("Answer the doubt", "claims:answer", pk, check=check_keep_claim, given=given)
        )
    if claim.state == "current":
        ways.append(way("Question it", "claims:question", pk))
    if not allowed(check_question_claim, request.viewer):
        ways.append(way("It conflicts with another", "claims:conflict", pk))
    if keep:
        return ways
    if claim.external:
        ways.append(way("Add the reply", "claims:reply", pk))
    if claim.state != "draft":
        ways += [
            way("Say that it is still true", "claims:confirm", pk),
            way("Write it anew", "claims:rewrite", pk),
            way("Put another in its place", "claims:supersede", pk),
        ]
    return [*ways, way("Withdraw it", "claims:withdraw", pk)]


def history(request: PageRequest, pk: int) -> HttpResponse:
    """Show every version of a claim and all that was done with it."""
    claim = one_claim(request, pk)
    seen = Claim.objects.visible_to(request.viewer)
    versions = [
        one for one in versions_of(claim) if one.pk == pk or seen.filter(pk=one.pk).exists()
    ]
    context = {
        "claim": claim,
        "versions": [(one, ended_words(one), history_of(one)) for one in versions],
    }
    return render(request, "claims/history.jinja", context)


def picture(request: PageRequest, pk: int, kind: str) -> HttpResponse:
    """Return the picture of a claim as a file."""
    claim = one_claim(request, pk)
    name = f"claim-{claim.pk}-v{claim.version}"
    return picture_file(picture_to_keep(claim), name, kind, invented=claim.invented)


def citation(request: PageRequest, pk: int, kind: str) -> HttpResponse:
    """Return the citation of a claim as a file."""
    return citation_file(one_claim(request, pk), kind)
