"""Claims that cannot both be true: marked, suggested, side by side, settled."""

from django.http import Http404, HttpResponse
from django.urls import reverse

from spreadwell.domain.claims import actions
from spreadwell.domain.claims.conflict_rules import suggested_conflicts
from spreadwell.domain.claims.conflicts import conflict_between, who_may_settle
from spreadwell.domain.claims.models import Claim, ClaimConflict
from spreadwell.domain.claims.permissions import check_question_claim, check_settle_conflict
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.people.models import Person

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import render
from .finding import one_claim
from .forms import ConflictForm, SettleForm
from .presenters import shown_of, side_by_side


def conflict_list(request: PageRequest) -> HttpResponse:
    """Show what was marked, what the rule suggests, and what was settled."""
    rows = ClaimConflict.objects.visible_to(request.viewer)
    with_claims = rows.select_related("one", "other", "marked_by", "settled_by")
    open_ = with_claims.open()
    context = {
        "open": open_,
        "suggested": suggested_conflicts(request.viewer),
        "settled": with_claims.exclude(pk__in=open_.values("pk")),
    }
    return render(request, "claims/conflicts.jinja", context)


def conflict(request: PageRequest, pk: int) -> HttpResponse:
    """Put another claim beside this one, with the reason."""
    claim = one_claim(request, pk)
    given = request.GET.get("other", "")
    first = {"other": int(given)} if given.isdecimal() else {}
    known = [one for one in suggested_conflicts(request.viewer) if pk in (one.one.pk, one.other.pk)]
    for one in known:
        if first.get("other") in (one.one.pk, one.other.pk):
            first["why"] = one.why  # type: ignore[assignment]
    form = ConflictForm(request.POST or None, viewer=request.viewer, but=pk, initial=first)
    question = Question(
        heading="They cannot both be true",
        submit="Put them side by side",
        done="Both are shown side by side.",
        crumbs=[("Claims", reverse("claims:list")), ("The claim", _page(claim))],
        lead=claim.sentence,
    )

    def act(*, by: Person, claim: Claim, other: Claim, why: str) -> ClaimConflict:
        return actions.mark_conflict(by=by, claim=claim, other=other, why=why)

    def back(made: ClaimConflict) -> str:
        return reverse("claims:beside", args=[made.one_id, made.other_id])

    reason = allowed(check_question_claim, request.viewer)
    return ask(request, question, form, act, back, reason=reason, claim=claim)


def beside(request: PageRequest, pk: int, other: int) -> HttpResponse:
    """Show two claims in two columns, what differs marked, and who may settle it."""
    one, two = one_claim(request, min(pk, other)), one_claim(request, max(pk, other))
    if one.pk == two.pk:
        raise Http404("A claim is not put beside itself.")
    found = conflict_between(request.viewer, one, two)
    pair = ClaimConflict(one=one, other=two)
    suggested = [
        each.why
        for each in suggested_conflicts(request.viewer)
        if (each.one.pk, each.other.pk) == (one.pk, two.pk)
    ]
    rows = side_by_side(one, two)
    context = {
        "one": one,
        "other": two,
        "shown": shown_of([one, two]),
        "rows": rows,
        "differing": sum(1 for row in rows if row.differs),
        "conflict": found,
        "suggested": suggested[0] if suggested else "",
        "who": who_may_settle(pair),
        "no_settle": allowed(check_settle_conflict, request.viewer, pair),
        "no_mark": allowed(check_question_claim, request.viewer),
    }
    return render(request, "claims/beside.jinja", context)


def settle(request: PageRequest, pk: int, other: int) -> HttpResponse:
    """Settle which of two claims stands."""
    one, two = one_claim(request, min(pk, other)), one_claim(request, max(pk, other))
    found = conflict_between(request.viewer, one, two)
    if found is None:
        raise Http404("Nobody said that these two are in conflict.")
    question = Question(
        heading="Settle which stands",
        submit="Settle it",
        done="Settled. Both claims say so.",
        crumbs=[
            ("Claims", reverse("claims:list")),
            ("Side by side", reverse("claims:beside", args=[one.pk, two.pk])),
        ],
        lead=found.why,
        warning="A claim that does not stand is superseded by the other. Its address still "
        "answers, and says so.",
    )
    form = SettleForm(request.POST or None, one=one, other=two)
    reason = allowed(check_settle_conflict, request.viewer, found)
    back = reverse("claims:beside", args=[one.pk, two.pk])
    return ask(
        request, question, form, actions.settle_conflict, back, reason=reason, conflict=found
    )


def _page(claim: Claim) -> str:
    return reverse("claims:detail", args=[claim.pk])
