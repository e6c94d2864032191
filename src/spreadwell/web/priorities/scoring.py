"""Scoring by a member of the panel, one opportunity at a time, on a phone if they like."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.priorities.actions import declare_interest
from spreadwell.domain.priorities.cards import card_of
from spreadwell.domain.priorities.models import (
    Criterion,
    Score,
    Scorer,
    ShortlistEntry,
    SwingAnswer,
)
from spreadwell.domain.priorities.policies import check_declare, check_scoring
from spreadwell.domain.priorities.queries import PanelView, left_for, panel_view, to_score
from spreadwell.domain.priorities.rounds import save_scores
from spreadwell.domain.priorities.weighing import (
    TIMES,
    Pair,
    implied,
    pairs_of,
    weigh,
    weights_of,
)

from ..asking import Question, ask
from ..formkit import PageForm, Pick
from ..middleware import PageRequest
from ..pages import attempt, find, guard, render
from .forms import InterestForm, ScoreForm
from .presenters import spread_of
from .views import one_shortlist


def seat_of(request: PageRequest, pk: int) -> Scorer:
    """Return the seat of whoever is signed in on this panel."""
    shortlist = one_shortlist(request, pk)
    rows = Scorer.objects.visible_to(request.viewer).filter(person=request.viewer.person)
    scorer = rows.filter(shortlist=shortlist).select_related("shortlist__mission").first()
    if scorer is None:
        raise PermissionDenied("You cannot score here: you do not sit on this panel.")
    return scorer


def start(request: PageRequest, pk: int) -> HttpResponse:
    """Lead to the first opportunity that this scorer has not finished."""
    scorer = seat_of(request, pk)
    guard(check_scoring, scorer.shortlist)
    for entry, how in to_score(scorer):
        if how in ("open", "started"):
            return redirect("priorities:score_entry", pk, entry.pk)
    return redirect("priorities:detail", pk)


def score(request: PageRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Score one opportunity on all criteria; saving leads to the next."""
    scorer = seat_of(request, pk)
    shortlist = scorer.shortlist
    guard(check_scoring, shortlist)
    entries = to_score(scorer)
    entry = find(
        shortlist.entries.filter(cut=False)
        .select_related("opportunity")
        .exclude(interested=scorer),
        pk=entry_pk,
    )
    criteria = list(shortlist.criteria.all())
    mine = Score.objects.visible_to(request.viewer).filter(scorer=scorer, entry=entry)
    saved, said = {}, {}
    # The second round starts from what the same scorer gave in the first.
    for key, value, why in mine.order_by("round").values_list("criterion_id", "value", "said"):
        saved[key], said[key] = value, why
    form = ScoreForm(request.POST or None, criteria=criteria, saved=saved, said=said,
                     lay=scorer.lay)  # fmt: skip
    if request.method == "POST" and form.is_valid():
        done = f"Saved: {entry.opportunity}."
        given = {"values": form.values(), "said": form.said()}
        if attempt(request, done, save_scores, form, scorer=scorer, entry=entry, **given):
            return redirect("priorities:score", pk)
    keys = [one.pk for one, _ in entries]
    view = panel_view(shortlist) if shortlist.state == "again" else None
    context = {
        "scorer": scorer,
        "shortlist": shortlist,
        "entry": entry,
        "opportunity": entry.opportunity,
        "card": card_of(entry),
        "form": form,
        "sides": [
            (
                label,
                [
                    (form[f"criterion_{c.pk}"], form[f"said_{c.pk}"], _spread(view, entry, c))
                    for c in criteria
                    if c.side == side
                ],
            )
            for side, label in [("powerful", "Powerful"), ("possible", "Possible")]
        ],
        "number": keys.index(entry.pk) + 1,
        "in_all": len(keys),
        "done": sum(1 for _, how in entries if how in ("done", "aside")),
        "left": left_for(scorer),
        "again": shortlist.state == "again",
    }
    return render(request, "priorities/score.jinja", context)


def _spread(view: PanelView | None, entry: ShortlistEntry, criterion: Criterion) -> str:
    """Say how the panel scored in the first round, without names."""
    if view is None:
        return ""
    at = [one.pk for one in view.entries].index(entry.pk)
    given = spread_of(view, at, view.criteria.index(criterion))
    return f"First round, the whole panel: {given}." if given else ""


class WeighForm(PageForm):
    """Pairs of swings."""

    def __init__(
        self, *args: Any, pairs: Sequence[Pair], saved: Mapping[tuple[int, int], float],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.pairs = pairs
        for first, second in pairs:
            held = saved.get((first.pk, second.pk))
            self.fields[f"pair_{first.pk}_{second.pk}"] = Pick(
                label=f"{first.name}, beside {second.name.lower()}",
                help_text=f"From “{first.anchors['1']}” to “{first.anchors['5']}”, beside from "
                f"“{second.anchors['1']}” to “{second.anchors['5']}”. The first step matters:",
                choices=[(str(value), words) for value, words in TIMES],
                initial=None if held is None else str(held),
            )

    def times(self) -> dict[tuple[int, int], float]:
        """Return the answers by the pair's criterion keys."""
        return {
            (first.pk, second.pk): float(self.cleaned_data[f"pair_{first.pk}_{second.pk}"])
            for first, second in self.pairs
        }


def weigh_pairs(request: PageRequest, pk: int) -> HttpResponse:
    """Ask which steps matter more, pair by pair, and show back what the answers imply."""
    scorer = seat_of(request, pk)
    guard(check_scoring, scorer.shortlist)
    criteria = list(scorer.shortlist.criteria.all())
    answers = list(SwingAnswer.objects.visible_to(request.viewer).filter(scorer=scorer))
    saved = {(one.first_id, one.second_id): one.times for one in answers}
    form = WeighForm(request.POST or None, pairs=pairs_of(scorer.shortlist), saved=saved)
    if request.method == "POST" and form.is_valid():
        done = "Kept. Below is what your answers mean; change them if that is not what you meant."
        if attempt(request, done, weigh, form, scorer=scorer, times=form.times()) is not None:
            return redirect("priorities:weigh", pk)
    weights = weights_of(criteria, answers)
    context = {
        "shortlist": scorer.shortlist,
        "form": form,
        "implied": implied(criteria, weights) if weights else [],
        "left": left_for(scorer),
    }
    return render(request, "priorities/weigh.jinja", context)


def interest(request: PageRequest, pk: int) -> HttpResponse:
    """Declare one's own interest."""
    scorer = seat_of(request, pk)
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
    reason = allowed(check_declare, scorer.shortlist)
    return ask(request, question, form, declare_interest, back, reason=reason, scorer=scorer)
