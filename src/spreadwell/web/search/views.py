"""Search across everything that the person may see."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse

from spreadwell.domain.search.kinds import KINDS
from spreadwell.domain.search.queries import search

from ..middleware import PageRequest
from ..pages import render
from .presenters import PAGES, PUBLIC_KINDS, PUBLIC_PAGES, shown, turns, ways

# A question longer than this is pasted text; the first words of it are looked for.
LONGEST = 400


@login_not_required
def results(request: PageRequest) -> HttpResponse:
    """Show what holds the words, by kind, the nearest first; to visitors, what is public."""
    signed_in = request.viewer.person is not None
    among, pages = (KINDS, PAGES) if signed_in else (PUBLIC_KINDS, PUBLIC_PAGES)
    words = request.GET.get("q", "").strip()[:LONGEST]
    labels = {one.key: one.label for one in among}
    asked_kind = request.GET.get("kind", "")
    kind = asked_kind if asked_kind in labels else ""
    page = request.GET.get("page", "")
    number = int(page) if page.isdecimal() and len(page) < 6 else 1
    found = search(request.viewer, words, kind=kind, page=number, among=among)
    before, after = turns(found, words, kind)
    context = {
        "words": words,
        "kind": kind,
        "label": labels.get(kind, ""),
        "found": found,
        "hits": [shown(hit, pages) for hit in found.hits],
        "ways": ways(found, words, kind),
        "before": before,
        "after": after,
        "signed_in": signed_in,
    }
    return render(request, "search/results.jinja", context)
