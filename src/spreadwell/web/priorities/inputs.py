"""What is written down of each entry before it is decided: what is expected, what it takes."""

from dataclasses import fields
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.people.models import Person
from spreadwell.domain.priorities.cards import card_of, write_card
from spreadwell.domain.priorities.costing import Cost, set_budget, tell_cost
from spreadwell.domain.priorities.expecting import Expectation, expect
from spreadwell.domain.priorities.models import EntryCost, Shortlist, ShortlistEntry
from spreadwell.domain.priorities.permissions import check_run_shortlist
from spreadwell.domain.priorities.rounds import note_talk

from ..asking import Question, ask
from ..formkit import LongText, PageForm
from ..middleware import PageRequest
from ..pages import find
from .deciding_forms import BudgetForm, CostForm, ExpectForm
from .views import one_shortlist


class CardForm(PageForm):
    """The card in plain words."""

    plain = LongText(
        label="The card, in plain words",
        rows=5,
        help_text="Short sentences: what is wrong today, what would change, for whom.",
    )


class TalkForm(PageForm):
    """What was said."""

    talk = LongText(label="What was said", rows=4, help_text="Views, not who held them.")


def _entry(request: PageRequest, pk: int, entry_pk: int) -> tuple[ShortlistEntry, Any]:
    """Return one entry, and what its question pages share."""
    shortlist = one_shortlist(request, pk)
    rows = ShortlistEntry.objects.visible_to(request.viewer).filter(shortlist=shortlist)
    entry = find(
        rows.select_related("opportunity", "shortlist__mission", "expected_on"), pk=entry_pk
    )
    back = reverse("priorities:detail", args=[pk])
    crumbs = [("Shortlists", reverse("priorities:list")), (shortlist.title, back)]
    return entry, (crumbs, back, allowed(check_run_shortlist, request.viewer, shortlist))


def _expect(*, by: Person, entry: ShortlistEntry, **given: Any) -> ShortlistEntry:
    """Write down what one form holds."""
    return expect(by=by, entry=entry, expectation=Expectation(**given))


def expected(request: PageRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Write down what is expected of one entry, to be held against what the sites show."""
    entry, (crumbs, back, reason) = _entry(request, pk, entry_pk)
    question = Question(
        "What is expected",
        "Write it down",
        "Written down. It will be held against what the sites show.",
        crumbs,
        f"{entry.opportunity}: how many more people in 100 would be better off, and by when?",
    )
    initial = {
        "on": entry.expected_on,
        "low": entry.expected_low,
        "middle": entry.expected,
        "high": entry.expected_high,
        "reach": entry.expected_reach,
        "by_day": entry.expected_by,
    }
    form = ExpectForm(request.POST or None, initial=initial, viewer=request.viewer)
    return ask(request, question, form, _expect, back, reason=reason, entry=entry)


def _tell(*, by: Person, entry: ShortlistEntry, **given: Any) -> EntryCost:
    """Write down what one form holds, money in pence."""
    pence = {
        key: None if given[key] is None else round(100 * given[key])
        for key in ("money_low", "money", "money_high")
    }
    return tell_cost(by=by, entry=entry, cost=Cost(**given | pence))


def cost(request: PageRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Write down what one entry would take and whom it would reach."""
    entry, (crumbs, back, reason) = _entry(request, pk, entry_pk)
    question = Question(
        "What it would take",
        "Write it down",
        "Written down. The portfolio reckons with it.",
        crumbs,
        f"{entry.opportunity}: a range is more honest than one figure. Leave blank what nobody "
        "knows: it is not counted as nothing.",
    )
    held = EntryCost.objects.visible_to(request.viewer).filter(entry=entry).first()
    initial = {one.name: getattr(held, one.name) for one in fields(Cost)} if held else {}
    for key in ("money_low", "money", "money_high"):
        initial[key] = None if initial.get(key) is None else initial[key] / 100
    form = CostForm(request.POST or None, initial=initial)
    return ask(request, question, form, _tell, back, reason=reason, entry=entry)


def _budget(*, by: Person, shortlist: Shortlist, pounds: float | None, **given: Any) -> Shortlist:
    """Set what one form holds, money in pence."""
    money = None if pounds is None else round(100 * pounds)
    return set_budget(by=by, shortlist=shortlist, money=money, **given)


def budget(request: PageRequest, pk: int) -> HttpResponse:
    """Say what money and staff there are, and the floor on reach."""
    shortlist = one_shortlist(request, pk)
    back = reverse("priorities:detail", args=[pk])
    question = Question(
        "What there is",
        "Set it",
        "Set. The portfolio keeps within it.",
        [("Shortlists", reverse("priorities:list")), (shortlist.title, back)],
        "What all that are taken up may take together. Leave blank what does not bind.",
    )
    initial = {
        "pounds": None if shortlist.money is None else shortlist.money / 100,
        "staff": shortlist.staff,
        "equity_floor": shortlist.equity_floor,
    }
    form = BudgetForm(request.POST or None, initial=initial)
    reason = allowed(check_run_shortlist, request.viewer, shortlist)
    return ask(request, question, form, _budget, back, reason=reason, shortlist=shortlist)


def card(request: PageRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Write the card that everybody on the panel can read."""
    entry, (crumbs, back, reason) = _entry(request, pk, entry_pk)
    question = Question(
        "The card in plain words",
        "Keep it",
        "Kept. Everybody on the panel reads it first.",
        crumbs,
        f"{entry.opportunity}: write it for somebody who never worked in health care.",
    )
    initial = {"plain": " ".join(card_of(entry).sentences)}
    form = CardForm(request.POST or None, initial=initial)
    return ask(request, question, form, write_card, back, reason=reason, entry=entry)


def talk(request: PageRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Note what was said when the panel talked an opportunity over."""
    entry, (crumbs, back, reason) = _entry(request, pk, entry_pk)
    question = Question(
        "What was said",
        "Keep it",
        "Kept. It goes with the decision.",
        crumbs,
        f"{entry.opportunity}: what did those who scored high and those who scored low see?",
    )
    form = TalkForm(request.POST or None, initial={"talk": entry.talk})
    return ask(request, question, form, note_talk, back, reason=reason, entry=entry)
