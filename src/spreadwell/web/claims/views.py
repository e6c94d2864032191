"""The ledger of claims as pages and files."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.utils import timezone

from spreadwell.domain.claims.conflict_rules import suggested_conflicts
from spreadwell.domain.claims.ledger import ORDERS, UNGRADED, Wanted, ledger
from spreadwell.domain.claims.models import ClaimConflict
from spreadwell.domain.claims.questions import ASKED
from spreadwell.domain.claims.telling import CERTAINTY, NOT_ASSESSED
from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.missions.models import Mission
from spreadwell.exchange.ledger import as_csv, as_json

from ..downloads import file_of
from ..middleware import PageRequest
from ..pages import render
from .finding import WRITERS
from .presenters import Choice, rows_of, whole_rows

FILES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
FILTERS = ("mission", "innovation", "certainty", "missing", "whose", "order")
WORDS_OF_PARTS = {
    "numerator": "how many were helped",
    "denominator": "out of how many",
    "period": "over what time",
    "place": "where",
    "comparator": "compared with whom",
    "method": "how it was worked out",
    "grade": "how sure one can be",
    "owner": "who answers for it",
    "source": "where it can be read",
}


def claim_list(request: PageRequest) -> HttpResponse:
    """Show the ledger: standing claims first, ended ones behind a line."""
    wanted = _wanted(request)
    found = ledger(request.viewer, wanted)
    conflicts = ClaimConflict.objects.visible_to(request.viewer).open().count()
    context = {
        "rows": rows_of(found),
        "ended": rows_of(ledger(request.viewer, _wanted(request, ended=True))),
        "asking": sum(1 for one in found if one.missing),
        "lost": sum(1 for one in found if one.lost),
        "invented": any(one.claim.invented for one in found),
        "choices": _choices(request, wanted),
        "narrowed": any(getattr(wanted, name) for name in FILTERS),
        "query": _query(wanted),
        "conflicts": conflicts,
        "suggested": len(suggested_conflicts(request.viewer)),
        "may_write": request.viewer.holds(*WRITERS),
    }
    return render(request, "claims/list.jinja", context)


def whole(request: PageRequest) -> HttpResponse:
    """Show every part of every claim, to be printed and taken along."""
    wanted = _wanted(request)
    found = ledger(request.viewer, wanted)
    context = {
        "rows": whole_rows(request.viewer, found),
        "said": _said(request, wanted),
        "query": _query(wanted),
        "invented": any(one.claim.invented for one in found),
        "today": timezone.localdate(),
    }
    return render(request, "claims/whole.jinja", context)


def ledger_file(request: PageRequest, kind: str) -> HttpResponse:
    """Return the ledger as the viewer sees it, as CSV or JSON."""
    if kind not in FILES:
        raise Http404("There is no such file.")
    found = ledger(request.viewer, _wanted(request))
    write = as_csv if kind == "csv" else as_json
    made_up = any(one.claim.invented for one in found)
    return file_of(write(found), f"claims.{kind}", FILES[kind], invented=made_up)


def _wanted(request: PageRequest, *, ended: bool = False) -> Wanted:
    given = {name: request.GET.get(name, "") for name in FILTERS}
    return Wanted(**given, ended=ended)


def _query(wanted: Wanted) -> str:
    """The filters as they stand behind an address, with their question mark; empty without any."""
    kept = {name: getattr(wanted, name) for name in FILTERS if getattr(wanted, name)}
    return f"?{urlencode(kept)}" if kept else ""


def _choices(request: PageRequest, wanted: Wanted) -> list[Choice]:
    """What can be narrowed, and what is chosen."""
    viewer = request.viewer
    missions = Mission.objects.visible_to(viewer).values_list("slug", "title")
    tried = Innovation.objects.visible_to(viewer).filter(claims__isnull=False).distinct()
    return [
        Choice("mission", "Mission", list(missions), wanted.mission),
        Choice("innovation", "Innovation", list(tried.values_list("slug", "name")),
               wanted.innovation),
        Choice("certainty", "How sure one can be",
               [*CERTAINTY.items(), (UNGRADED, NOT_ASSESSED)], wanted.certainty),
        Choice("missing", "Does not say", [(part, WORDS_OF_PARTS[part]) for part in ASKED],
               wanted.missing),
        Choice("whose", "Said by", [("ours", "us"), ("others", "others")], wanted.whose),
        Choice("order", "Order", [(key, words) for key, (words, _) in ORDERS.items()],
               wanted.order or "needs", everything=False),
    ]  # fmt: skip


def _said(request: PageRequest, wanted: Wanted) -> str:
    """What a printed page says of how it was narrowed."""
    parts = []
    for one in _choices(request, wanted):
        label = dict(one.options).get(one.chosen)
        if label and one.name != "order":
            parts.append(f"{one.label.lower()}: {label}")
    return "; ".join(parts)
