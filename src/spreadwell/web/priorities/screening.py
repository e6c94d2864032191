"""The two questions: answered by the panel one by one, then closed by who runs the shortlist."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.priorities.cards import card_of
from spreadwell.domain.priorities.models import (
    ScreenAnswer,
    ScreenWord,
    Shortlist,
    ShortlistEntry,
)
from spreadwell.domain.priorities.pace import MOST_BEFORE_THE_PANEL, Left
from spreadwell.domain.priorities.permissions import check_run_shortlist
from spreadwell.domain.priorities.policies import check_cut, check_screening
from spreadwell.domain.priorities.queries import left_for, to_screen
from spreadwell.domain.priorities.screening import (
    answer_screen,
    close_screen,
    cut_list,
    said_of,
    screened,
)

from ..asking import Question, ask
from ..formkit import LongText, PageForm, PickMany
from ..middleware import PageRequest
from ..pages import attempt, guard, render
from .forms import ScorePick
from .scoring import seat_of
from .views import one_shortlist

# How many are asked on one page: few enough to read, many enough not to wait between them.
AT_ONCE = 6
POWERFUL = "Powerful: would it change much, for many or for those who have least?"
POSSIBLE = "Possible: could it be done here within a year or two?"


class ScreenForm(PageForm):
    """The two questions about several opportunities; what is left open is asked again."""

    def __init__(
        self, *args: Any, entries: list[ShortlistEntry], saved: dict[int, tuple[str, str]],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.entries = entries
        for entry in entries:
            held = saved.get(entry.pk, ("", ""))
            for name, label, value in (
                ("powerful", POWERFUL, held[0]),
                ("possible", POSSIBLE, held[1]),
            ):  # fmt: skip
                self.fields[f"{name}_{entry.pk}"] = ScorePick(
                    label=label, choices=ScreenWord.choices, initial=value
                )

    def clean(self) -> dict[str, Any]:
        """Refuse an opportunity of which only one question is answered."""
        data: dict[str, Any] = super().clean() or {}
        for entry in self.entries:
            said = [data.get(f"{name}_{entry.pk}") for name in ("powerful", "possible")]
            if any(said) and not all(said):
                missing = "possible" if said[0] else "powerful"
                self.add_error(f"{missing}_{entry.pk}", f"Answer both for “{entry.opportunity}”.")
        return data

    def answers(self) -> dict[int, tuple[str, str]]:
        """Return what was answered, by the entry's key."""
        data = self.cleaned_data
        return {
            one.pk: (data[f"powerful_{one.pk}"], data[f"possible_{one.pk}"])
            for one in self.entries
            if data.get(f"powerful_{one.pk}")
        }


def screen(request: PageRequest, pk: int) -> HttpResponse:
    """Ask the two questions, a few opportunities a page; saving leads to the next."""
    scorer = seat_of(request, pk)
    guard(check_screening, scorer.shortlist)
    asked = request.POST.getlist("asked")
    entries = list(
        ShortlistEntry.objects.visible_to(request.viewer)
        .filter(shortlist=scorer.shortlist, pk__in=[key for key in asked if key.isdigit()])
        .exclude(interested=scorer)
        .select_related("opportunity")
    )
    if not entries:
        entries = to_screen(scorer)[:AT_ONCE]
    if not entries:
        return redirect("priorities:detail", pk)
    mine = ScreenAnswer.objects.visible_to(request.viewer).filter(scorer=scorer)
    saved = {
        key: (powerful, possible)
        for key, powerful, possible in mine.values_list("entry_id", "powerful", "possible")
    }
    form = ScreenForm(request.POST or None, entries=entries, saved=saved)
    if request.method == "POST" and form.is_valid():
        answers = form.answers()
        if not answers:
            form.add_error(None, "Answer at least one; “I don't know” is an answer.")
        elif attempt(
            request, "", answer_screen, form, scorer=scorer, answers=answers
        ) is not None:  # fmt: skip
            return redirect("priorities:screen", pk)
    left = left_for(scorer)
    total = scorer.shortlist.entries.count() - scorer.interest_in.count()
    context = {
        "shortlist": scorer.shortlist,
        "form": form,
        "cards": [
            (one, card_of(one), form[f"powerful_{one.pk}"], form[f"possible_{one.pk}"])
            for one in entries
        ],
        "minutes": Left(screens=left.screens).minutes,
        "in_all": left.minutes,
        "done": total - left.screens,
        "total": total,
    }
    return render(request, "priorities/screen.jinja", context)


class CutForm(PageForm):
    """Which go on to the panel."""

    keep = PickMany(label="These go before the panel")
    why = LongText(
        label="Why others than the answers propose",
        rows=2,
        required=False,
        help_text="Those who raised what is left out will read it.",
    )

    def __init__(self, *args: Any, shortlist: Shortlist, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = screened(shortlist)
        field = self.fields["keep"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (str(one.entry.pk), f"{one.entry.opportunity.title}. {said_of(one)}")
            for one in standing
        ]
        field.initial = [str(one.entry.pk) for one in standing[:MOST_BEFORE_THE_PANEL]]
        field.help_text = f"At most {MOST_BEFORE_THE_PANEL}. Best first, as the panel answered."

    def clean_keep(self) -> set[int]:
        """Return the keys of those that are kept."""
        return {int(key) for key in self.cleaned_data["keep"]}


@require_POST
def close(request: PageRequest, pk: int) -> HttpResponse:
    """Close the two questions and lead to the cut."""
    shortlist = one_shortlist(request, pk)
    done = "The two questions are closed. See what the panel answered, and cut the list."
    if attempt(request, done, close_screen, shortlist=shortlist):
        return redirect("priorities:cut", pk)
    return redirect("priorities:detail", pk)


def cut(request: PageRequest, pk: int) -> HttpResponse:
    """Cut the list: the answers propose, who runs the shortlist decides."""
    shortlist = one_shortlist(request, pk)
    guard(check_run_shortlist, request.viewer, shortlist)
    guard(check_cut, shortlist)
    back = reverse("priorities:detail", args=[pk])
    question = Question(
        "Cut the list",
        "Cut it",
        "Cut. The panel scores what is left on every criterion.",
        [("Shortlists", reverse("priorities:list")), (shortlist.title, back)],
        f"{shortlist.entries.count()} were asked about. What is left out may be raised again.",
    )
    form = CutForm(request.POST or None, shortlist=shortlist)
    reason = allowed(check_run_shortlist, request.viewer, shortlist)
    return ask(request, question, form, cut_list, back, reason=reason, shortlist=shortlist)
