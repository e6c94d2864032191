"""Search across everything that the person may see."""

from django.http import HttpResponse

from spreadwell.domain.search.kinds import BY_KEY
from spreadwell.domain.search.queries import search

from ..middleware import PageRequest
from ..pages import render
from .presenters import shown, turns, ways

# A question longer than this is pasted text; the first words of it are looked for.
LONGEST = 400


def results(request: PageRequest) -> HttpResponse:
    """Show what holds the words, by kind, the nearest first."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    asked_kind = request.GET.get("kind", "")
    kind = asked_kind if asked_kind in BY_KEY else ""
    page = request.GET.get("page", "")
    number = int(page) if page.isdecimal() and len(page) < 6 else 1
    found = search(request.viewer, words, kind=kind, page=number)
    before, after = turns(found, words, kind)
    context = {
        "words": words,
        "kind": kind,
        "label": BY_KEY[kind].label if kind else "",
        "found": found,
        "hits": [shown(hit) for hit in found.hits],
        "ways": ways(found, words, kind),
        "before": before,
        "after": after,
    }
    return render(request, "search/results.jinja", context)
