"""Scoring by a member of the panel, one opportunity at a time, on a phone if they like."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.priorities.actions import declare_interest, save_scores
from spreadwell.domain.priorities.models import Score, Scorer
from spreadwell.domain.priorities.policies import check_scoring
from spreadwell.domain.priorities.queries import to_score

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find, guard, render
from .forms import InterestForm, ScoreForm
from .views import one_shortlist


def _seat_of(request: PageRequest, pk: int) -> Scorer:
    """Return the seat of whoever is signed in on this panel, while it scores."""
    shortlist = one_shortlist(request, pk)
    rows = Scorer.objects.visible_to(request.viewer).filter(person=request.viewer.person)
    scorer = rows.filter(shortlist=shortlist).select_related("shortlist__mission").first()
    if scorer is None:
        raise PermissionDenied("You cannot score here: you do not sit on this panel.")
    guard(check_scoring, shortlist)
    return scorer


def start(request: PageRequest, pk: int) -> HttpResponse:
    """Lead to the first opportunity that this scorer has not finished."""
    for entry, how in to_score(_seat_of(request, pk)):
        if how in ("open", "started"):
            return redirect("priorities:score_entry", pk, entry.pk)
    return redirect("priorities:detail", pk)


def score(request: PageRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Score one opportunity on all criteria; saving leads to the next."""
    scorer = _seat_of(request, pk)
    entries = to_score(scorer)
    entry = find(
        scorer.shortlist.entries.select_related("opportunity").exclude(interested=scorer),
        pk=entry_pk,
    )
    criteria = list(scorer.shortlist.criteria.all())
    mine = Score.objects.visible_to(request.viewer).filter(scorer=scorer, entry=entry)
    saved = dict(mine.values_list("criterion_id", "value"))
    form = ScoreForm(request.POST or None, criteria=criteria, saved=saved)
    if request.method == "POST" and form.is_valid():
        done = f"Saved: {entry.opportunity}."
        if attempt(
            request, done, save_scores, form, scorer=scorer, entry=entry, values=form.values()
        ):
            return redirect("priorities:score", pk)
    keys = [one.pk for one, _ in entries]
    context = {
        "scorer": scorer,
        "shortlist": scorer.shortlist,
        "entry": entry,
        "opportunity": entry.opportunity,
        "form": form,
        "sides": [
            (label, [form[f"criterion_{c.pk}"] for c in criteria if c.side == side])
            for side, label in [("powerful", "Powerful"), ("possible", "Possible")]
        ],
        "number": keys.index(entry.pk) + 1,
        "in_all": len(keys),
        "done": sum(1 for _, how in entries if how in ("done", "aside")),
    }
    return render(request, "priorities/score.jinja", context)


def interest(request: PageRequest, pk: int) -> HttpResponse:
    """Declare one's own interest."""
    scorer = _seat_of(request, pk)
    back = reverse("priorities:detail", args=[pk])
    question = Question(
        "Declare an interest",
        "Declare it",
        "Thank you. Your scores there are set aside, and the page says so.",
        [(scorer.shortlist.title, back)],
        "An interest is nothing to hide: declaring it keeps the choice one that people can trust.",
    )
    chosen = [str(key) for key in scorer.interest_in.values_list("pk", flat=True)]
    form = InterestForm(
        request.POST or None,
        entries=list(scorer.shortlist.entries.select_related("opportunity")),
        initial={"interest": scorer.interest, "interest_in": chosen},
    )
    reason = allowed(check_scoring, scorer.shortlist)
    return ask(request, question, form, declare_interest, back, reason=reason, scorer=scorer)
