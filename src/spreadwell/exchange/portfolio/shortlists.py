"""Shortlists: two questions, a panel of twelve in five groups, two rounds, and what was decided.

Everything goes the way that people go, through the same actions; only the days are put back.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from spreadwell.domain.foundation.origins import Origin
from spreadwell.domain.innovations.states import LIVE_STAGES
from spreadwell.domain.models import (
    CriteriaVersion,
    Opportunity,
    Person,
    Scorer,
    Shortlist,
    ShortlistEntry,
    StageSpell,
)
from spreadwell.domain.priorities.actions import add_scorer, open_shortlist
from spreadwell.domain.priorities.costing import Cost, set_budget, tell_cost
from spreadwell.domain.priorities.criteria import CriterionGiven, change_criteria, load_criteria
from spreadwell.domain.priorities.deciding import decide_shortlist
from spreadwell.domain.priorities.evidence import Chosen
from spreadwell.domain.priorities.expecting import Expectation, expect
from spreadwell.domain.priorities.queries import before_panel
from spreadwell.domain.priorities.rounds import close_scoring, note_talk, save_scores, score_again
from spreadwell.domain.priorities.screening import answer_screen, close_screen, cut_list
from spreadwell.domain.priorities.weighing import pairs_of, weigh

from .content import told
from .loading import Loading, dice

PENCE = 100
Told = dict[str, Any]


def load(loading: Loading) -> None:
    """Take each round as far as it is told, then put the opportunities where they stand today."""
    panel, random = told("panel"), dice(told("truth")["seed"] + 2)
    lead = loading.person("administrator")
    _criteria(loading, panel, lead)
    for one in panel["shortlists"]:
        again = one["state"] == "screen"
        listed = [
            each
            for each in told("opportunities")
            if each["mission"] == one["mission"] and not (again and each["state"] != "screened_out")
        ]
        shortlist = _opened(loading, panel, one, listed, lead)
        if again:
            # What an earlier round left out was raised again, and the panel has yet to answer.
            for each in listed:
                loading.opportunities[each["slug"]].state = "raised"
            continue
        scorers = list(shortlist.scorers.select_related("person", "shortlist"))
        _screened(random, shortlist, scorers, listed, lead)
        entries = {entry.opportunity.slug: entry for entry in before_panel(shortlist)}
        _written_down(loading, panel, one, shortlist, entries, lead)
        waiting = panel["waiting"] if one["state"] == "scoring" else []
        keys = {loading.person(each["who"]).pk: each["who"] for each in panel["scorers"]}
        scoring = [scorer for scorer in scorers if keys[scorer.person_id] not in waiting]
        _scored(random, panel, shortlist, scoring, entries)
        if one["state"] == "decided":
            close_scoring(by=lead, shortlist=shortlist)
            _talked(panel, shortlist, scorers, entries, keys, lead)
            _decided(loading, panel, one, shortlist, entries)
    Opportunity.objects.bulk_update(loading.opportunities.values(), ["state", "state_since"])


def _criteria(loading: Loading, panel: Told, lead: Person) -> None:
    """One mission has a criterion of its own, which came of a patient's words."""
    extra = panel["criterion"]
    words = {str(score): text for score, text in extra["anchors"].items()}
    given = [
        CriterionGiven(one.name, one.question, one.side, one.anchors, one.slug)
        for one in load_criteria()
    ]
    own = CriterionGiven(extra["name"], extra["question"], extra["side"], words, extra["slug"])
    version = change_criteria(
        by=lead, mission=loading.missions["long-term-conditions"], criteria=[*given, own],
        why=panel["criteria_why"],
    )  # fmt: skip
    day = panel["criteria_adopted"]
    CriteriaVersion.objects.filter(pk=version.pk).update(adopted_on=day)


def _opened(
    loading: Loading, panel: Told, one: Told, listed: list[Told], lead: Person
) -> Shortlist:
    """Open the round with the mission's whole long list, and seat the panel."""
    long_list = Opportunity.objects.filter(slug__in=[each["slug"] for each in listed])
    long_list.update(state="raised")
    # What runs today stands beside what could start, so that stopping is a choice too.
    runs = Opportunity.objects.filter(slug__in=one.get("runs", []))
    runs.update(state="taken_up")
    shortlist = open_shortlist(
        by=lead, mission=loading.missions[one["mission"]], title=one["title"],
        opportunities=[*long_list, *runs], places=one["places"], screen=True,
        opened_on=loading.when(one, "opened"), closes_on=loading.when(one, "closes"),
        origin=Origin.INVENTED,
    )  # fmt: skip
    set_budget(
        by=lead, shortlist=shortlist, money=PENCE * one["money"], staff=one["staff"],
        equity_floor=one["floor"],
    )  # fmt: skip
    interest = panel["interest"]
    in_it = list(shortlist.entries.filter(opportunity__slug=interest["opportunity"]))
    also = panel["also"] if one["state"] == "screen" else []
    for each in [*panel["scorers"], *also]:
        theirs = in_it if each["who"] == interest["who"] else []
        add_scorer(
            by=lead, shortlist=shortlist, person=loading.person(each["who"]),
            group=each["group"], lay=each.get("lay", False),
            interest=interest["what"] if theirs else "", interest_in=theirs,
        )  # fmt: skip
    return shortlist


def _screened(
    random: np.random.Generator, shortlist: Shortlist, scorers: list[Scorer], listed: list[Told],
    lead: Person,
) -> None:  # fmt: skip
    """Everybody answers both questions; most agree on what goes on."""
    goes_on = {each["slug"]: each["state"] != "screened_out" for each in listed}
    entries = list(shortlist.entries.select_related("opportunity"))
    for scorer in scorers:
        aside = set(scorer.interest_in.values_list("pk", flat=True))
        answers = {}
        for entry in entries:
            yes = 0.92 if goes_on[entry.opportunity.slug] else 0.45
            said = [
                "unknown" if random.random() < 0.06 else "yes" if random.random() < yes else "no"
                for _ in range(2)
            ]
            if entry.pk not in aside:
                answers[entry.pk] = (said[0], said[1])
        answer_screen(by=scorer.person, scorer=scorer, answers=answers)
    close_screen(by=lead, shortlist=shortlist)
    keep = [entry.pk for entry in entries if goes_on[entry.opportunity.slug]]
    cut_list(by=lead, shortlist=shortlist, keep=keep)
    for scorer in scorers:
        scorer.shortlist = shortlist


def _written_down(
    loading: Loading, panel: Told, one: Told, shortlist: Shortlist,
    entries: dict[str, ShortlistEntry], lead: Person,
) -> None:  # fmt: skip
    """Write down what each would take, and what is expected of it."""
    for each in told("opportunities"):
        entry = entries.get(each["slug"])
        if entry is None:
            continue
        takes = panel["takes"][each["slug"]]
        money = [PENCE * pounds for pounds in takes["money"]]
        cost = Cost(*money, *takes["staff"], *takes["fifth"])
        cost = replace(cost, source="An estimate of the panel.")
        tell_cost(by=lead, entry=entry, cost=cost)
        if "expected" in each:
            low, middle, high = each["expected"]
            measure = panel["expected_on"].get(each["slug"])
            expectation = Expectation(
                low, middle, high, each.get("reach"), date.fromisoformat(each["by"])
            )
            if measure:
                expectation = replace(expectation, on=loading.measures[measure])
            expect(by=lead, entry=entry, expectation=expectation)


def _scored(
    random: np.random.Generator, panel: Told, shortlist: Shortlist, scorers: list[Scorer],
    entries: dict[str, ShortlistEntry],
) -> None:  # fmt: skip
    """Scores lean to what is told of each opportunity, with severity, spread and don't knows."""
    criteria, pairs = list(shortlist.criteria.all()), pairs_of(shortlist)
    severity = panel["severity"] * random.standard_normal(len(scorers))
    lean = panel["spread"] * 0.6 * random.standard_normal((len(entries), len(criteria)))
    by_slug = {each["slug"]: each for each in told("opportunities")}
    camp = panel["camps"]
    for at, scorer in enumerate(scorers):
        halved = random.random() < 0.3
        swings = {
            (first.pk, second.pk): float(times) / (2 if halved and times > 1 else 1)
            for (first, second), times in zip(pairs, panel["swings"], strict=False)
        }
        weigh(by=scorer.person, scorer=scorer, times=swings)
        aside = set(scorer.interest_in.values_list("pk", flat=True))
        for e, (slug, entry) in enumerate(entries.items()):
            values: dict[int, int | None] = {}
            said: dict[int, str] = {}
            for c, criterion in enumerate(criteria):
                middle = by_slug[slug][criterion.side] + lean[e, c] + severity[at]
                drawn = middle + panel["spread"] * random.standard_normal()
                value: int | None = int(np.clip(round(drawn), 1, 5))
                if (slug, criterion.slug) == (camp["opportunity"], camp["criterion"]):
                    side = "low" if scorer.group in camp["against"] else "high"
                    value = int(random.choice(camp[side]))
                elif random.random() < panel["dont_know"]:
                    value = None
                values[criterion.pk] = value
                if value in (1, 5) and not scorer.lay:
                    said[criterion.pk] = panel["ends"][criterion.slug][value]
            if entry.pk not in aside:
                save_scores(by=scorer.person, scorer=scorer, entry=entry, values=values, said=said)


def _talked(
    panel: Told, shortlist: Shortlist, scorers: list[Scorer], entries: dict[str, ShortlistEntry],
    keys: dict[int, str], lead: Person,
) -> None:  # fmt: skip
    """Where there was something to talk about, some look again, and the second round closes."""
    again = panel["again"]
    entry = entries.get(again["opportunity"])
    if entry is None:
        return
    entry.shortlist = shortlist
    note_talk(by=lead, entry=entry, talk=panel["talk"][again["opportunity"]])
    score_again(by=lead, shortlist=shortlist)
    criterion = shortlist.criteria.get(slug=again["criterion"])
    for scorer in scorers:
        scorer.shortlist = shortlist
        if keys[scorer.person_id] in again["who"]:
            save_scores(
                by=scorer.person, scorer=scorer, entry=entry,
                values={criterion.pk: again["value"]}, said={criterion.pk: again["said"]},
            )  # fmt: skip
    close_scoring(by=lead, shortlist=shortlist)


def _decided(
    loading: Loading, panel: Told, one: Told, shortlist: Shortlist,
    entries: dict[str, ShortlistEntry],
) -> None:  # fmt: skip
    """Record what was decided on its day, with the evidence frozen as the product freezes it."""
    by_slug = {each["slug"]: each for each in told("opportunities")}
    chosen = {
        entry.pk: "in"
        if by_slug[slug]["state"] in ("taken_up", "shortlisted")
        else "not_this_round"
        for slug, entry in entries.items()
    }
    day, words = one["decided"], panel["decisions"][one["key"]]
    live = StageSpell.objects.filter(
        innovation__mission=shortlist.mission, stage__in=LIVE_STAGES, entered__lte=day
    ).exclude(left__lte=day)
    lead = loading.person("administrator")
    decide_shortlist(
        by=lead, shortlist=shortlist, body=loading.bodies["panel"],
        chosen=Chosen(chosen, live=live.count()), reasons=words["reasons"],
        dissent=words["dissent"], decided_on=day,
    )  # fmt: skip
    assert shortlist.decision is not None
    shortlist.decision.published = True
    shortlist.decision.save(update_fields=["published"])
