"""Deciding a shortlist, with what it rested on kept as it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..audit.actions import record
from ..decisions.bodies import known_body
from ..decisions.models import Choice, DecidingBody
from ..decisions.recording import add_decision
from ..discovery.opportunities import move_opportunity
from ..foundation.actions import action
from ..foundation.origins import Origin
from ..foundation.refusals import Invalid
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import EntryChoice, Scorer, Shortlist, ShortlistEntry
from .permissions import check_decide_shortlist, check_run_shortlist
from .policies import check_decide
from .queries import PanelView, panel_view

# What a choice does to the opportunity; one that depends stays before the panel.
MOVES = {EntryChoice.IN: "shortlisted", EntryChoice.NOT_THIS_ROUND: "not_this_round"}


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of one entry, to be held against what the sites show: effect in 100."""

    low: float | None = None
    middle: float | None = None
    high: float | None = None
    reach: int | None = None
    by_day: date | None = None


@action
def expect(*, by: Person, entry: ShortlistEntry, expectation: Expectation) -> ShortlistEntry:
    """Write down what is expected of one entry before it is decided."""
    check_run_shortlist(viewer_of(by), entry.shortlist)
    if entry.shortlist.state == "decided":
        raise Invalid("What was expected stays as it was when the shortlist was decided.")
    values = [expectation.low, expectation.middle, expectation.high]
    given = [value for value in values if value is not None]
    if given and len(given) < len(values):
        raise Invalid("Give the low, the likely and the high end of what is expected.", "expected")
    if given != sorted(given):
        raise Invalid("Low, likely and high must rise in this order.", "expected")
    entry.expected_low, entry.expected, entry.expected_high = values
    entry.expected_reach = expectation.reach
    entry.expected_by = expectation.by_day
    entry.save(
        update_fields=[
            "expected_low", "expected", "expected_high", "expected_reach", "expected_by",
        ]
    )  # fmt: skip
    record(
        by=by,
        verb="shortlist.expected",
        thing=entry.shortlist,
        summary=f"{by} wrote down what is expected of “{entry.opportunity}”",
    )
    return entry


@action
def name_body(*, by: Person, shortlist: Shortlist, name: str) -> DecidingBody:
    """Return the body of this name, made known if it is new."""
    check_decide_shortlist(viewer_of(by), shortlist)
    body = known_body(name)
    record(by=by, verb="shortlist.body_named", thing=shortlist, summary=f"{body} decides")
    return body


@action
def decide_shortlist(
    *,
    by: Person,
    shortlist: Shortlist,
    body: DecidingBody,
    choices: Mapping[int, str],
    reasons: str,
    dissent: str = "",
    decided_on: date | None = None,
) -> Shortlist:
    """Record what the body decided of each entry (by entry key), with the evidence frozen."""
    check_decide_shortlist(viewer_of(by), shortlist)
    check_decide(shortlist)
    entries = list(shortlist.entries.select_related("opportunity"))
    _check_choices(shortlist, entries, choices)
    decision = add_decision(
        by=by,
        body=body,
        question=f"Which opportunities does {shortlist.mission} take up?",
        choice=Choice.SHORTLIST,
        reasons=reasons,
        dissent=dissent,
        decided_on=decided_on,
        evidence=evidence_of(shortlist, choices),
        interests=[
            (scorer.person, _said(scorer), False)
            for scorer in shortlist.scorers.exclude(interest="").select_related("person")
        ],
        origin=Origin(shortlist.origin),
    )
    for entry in entries:
        entry.choice = choices[entry.pk]
        entry.save(update_fields=["choice"])
        to = MOVES.get(EntryChoice(entry.choice))
        if to:
            move_opportunity(entry.opportunity, to)
    shortlist.state, shortlist.decision = "decided", decision
    shortlist.save(update_fields=["state", "decision"])
    record(by=by, verb="shortlist.decided", thing=shortlist, summary=f"{body} decided {shortlist}")
    return shortlist


def _said(scorer: Scorer) -> str:
    """Word what was declared and where the scores were set aside."""
    titles = scorer.interest_in.values_list("opportunity__title", flat=True)
    return f"{scorer.interest} Scores set aside for: {', '.join(titles)}."


def _check_choices(
    shortlist: Shortlist, entries: list[ShortlistEntry], choices: Mapping[int, str]
) -> None:
    """Raise unless every entry has a choice and the places hold those that are in."""
    for entry in entries:
        if choices.get(entry.pk) not in {"in", "depends", "not_this_round"}:
            raise Invalid(f"Choose in, depends or not this round for “{entry.opportunity}”.")
    chosen = sum(1 for choice in choices.values() if choice == EntryChoice.IN)
    if chosen > shortlist.places:
        raise Invalid(f"{chosen} are in, and there are {shortlist.places} places.")


def evidence_of(shortlist: Shortlist, choices: Mapping[int, str]) -> dict[str, Any]:
    """What the body saw, as plain values: means, disagreement, ranks, interests, expectations."""
    view = panel_view(shortlist)
    seen: dict[str, Any] = {
        "shortlist": shortlist.title,
        "places": shortlist.places,
        "groups": sorted({scorer.group for scorer in shortlist.scorers.all()}),
        "scorers": shortlist.scorers.count(),
    }
    if view is None:
        return seen | {"opportunities": []}
    seen["criteria"] = [criterion.name for criterion in view.criteria]
    seen["weightings_tried"] = view.ranks.draws
    verdicts = view.ranks.verdicts()
    seen["opportunities"] = [
        _entry_seen(view, i, verdicts[i], choices.get(entry.pk, ""))
        for i, entry in enumerate(view.entries)
    ]
    return seen


def _entry_seen(view: PanelView, i: int, proposed: str, choice: str) -> dict[str, Any]:
    """What was seen of one entry."""
    entry = view.entries[i]
    spread = view.panel.disagreement[i]
    return {
        "opportunity": entry.opportunity.title,
        "choice": choice,
        "proposed": proposed,
        "powerful": round(float(view.powerful.score[i]), 2),
        "powerful_se": round(float(view.powerful.se[i]), 2),
        "possible": round(float(view.possible.score[i]), 2),
        "possible_se": round(float(view.possible.se[i]), 2),
        "in_top": round(float(view.ranks.in_top[i]), 3),
        "answer_flips": round(float(view.ranks.flips[i]), 3),
        "means": [round(float(mean), 2) for mean in view.panel.mean[i]],
        "disagreement": [None if value != value else round(float(value), 2) for value in spread],
        "scores_known": [int(known) for known in view.panel.known[i]],
        "two_camps_on": [
            criterion.name
            for criterion, camps in zip(view.criteria, view.panel.camps[i], strict=True)
            if camps
        ],
        "interests_set_aside": [
            scorer.interest
            for scorer, aside in zip(view.scorers, view.aside[i], strict=True)
            if aside
        ],
        "expected": [entry.expected_low, entry.expected, entry.expected_high],
        "expected_reach": entry.expected_reach,
        "expected_by": entry.expected_by.isoformat() if entry.expected_by else None,
    }
