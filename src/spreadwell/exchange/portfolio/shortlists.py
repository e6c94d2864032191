"""Shortlists: criteria, a panel of twelve in five groups, its scores, and what was decided."""

from typing import Any

import numpy as np

from spreadwell.domain.foundation.origins import Origin
from spreadwell.domain.models import (
    Criterion,
    Decision,
    DeclaredInterest,
    Score,
    Scorer,
    Shortlist,
    ShortlistEntry,
)
from spreadwell.domain.priorities.criteria import load_criteria
from spreadwell.domain.priorities.deciding import evidence_of

from .content import told
from .loading import Loading, dice, keep_all

CHOICES = {"taken_up": "in", "shortlisted": "depends", "not_this_round": "not_this_round"}


def load(loading: Loading) -> None:
    """Load the criteria and each shortlist with its scores."""
    panel = told("panel")
    extra = panel["criterion"]
    words = {str(score): text for score, text in extra["anchors"].items()}
    criteria = load_criteria()
    criteria.append(
        Criterion.objects.create(**(extra | {"anchors": words, "order": len(criteria)}))
    )
    random = dice(told("truth")["seed"] + 2)
    for one in panel["shortlists"]:
        shortlist = Shortlist.objects.create(
            mission=loading.missions[one["mission"]], title=one["title"], places=one["places"],
            opened_on=loading.when(one, "opened"), closes_on=loading.when(one, "closes"),
            state="scoring", origin=Origin.INVENTED,
        )  # fmt: skip
        shortlist.criteria.set(criteria)
        entries = _entries(loading, shortlist, one)
        scorers = _scorers(loading, panel, shortlist, entries)
        keep_all(Score, _scores(random, panel, one, entries, scorers, criteria))
        if one["state"] == "decided":
            shortlist.decision = _decision(loading, panel, one, shortlist)
            shortlist.state = "decided"
            shortlist.save(update_fields=["decision", "state"])


def _decision(
    loading: Loading, panel: dict[str, Any], one: dict[str, Any], shortlist: Shortlist
) -> Decision:
    """Record what was decided, with the evidence frozen as the product freezes it."""
    words = panel["decisions"][one["key"]]
    choices = {entry.pk: entry.choice for entry in shortlist.entries.all()}
    made = Decision.objects.create(
        body=loading.bodies["panel"], question=words["question"], choice="shortlist",
        reasons=words["reasons"], dissent=words["dissent"], decided_on=one["decided"],
        recorded_by=loading.person("mission.lead"), published=True, origin=Origin.INVENTED,
        evidence=evidence_of(shortlist, choices),
    )  # fmt: skip
    if one["key"] == "ltc":
        interest = panel["interest"]
        DeclaredInterest.objects.create(
            decision=made, person=loading.person(interest["who"]), what=interest["what"]
        )
    return made


def _belongs(each: dict[str, Any], one: dict[str, Any]) -> bool:
    return bool(each["mission"] == one["mission"] and each["state"] != "screened_out")


def _entries(
    loading: Loading, shortlist: Shortlist, one: dict[str, Any]
) -> list[tuple[ShortlistEntry, dict[str, Any]]]:
    made, listed = [], []
    for each in told("opportunities"):
        if not _belongs(each, one):
            continue
        low, middle, high = each.get("expected", (None, None, None))
        made.append(
            ShortlistEntry(
                shortlist=shortlist, opportunity=loading.opportunities[each["slug"]],
                choice=CHOICES.get(each["state"], "undecided"), expected_low=low, expected=middle,
                expected_high=high, expected_reach=each.get("reach"), expected_by=each.get("by"),
            )
        )  # fmt: skip
        listed.append(each)
    return list(zip(keep_all(ShortlistEntry, made), listed, strict=True))


def _scorers(
    loading: Loading, panel: dict[str, Any], shortlist: Shortlist,
    entries: list[tuple[ShortlistEntry, dict[str, Any]]],
) -> list[Scorer]:  # fmt: skip
    interest = panel["interest"]
    made = [
        Scorer(
            shortlist=shortlist, person=loading.person(one["who"]), group=one["group"],
            interest=interest["what"] if one["who"] == interest["who"] else "",
        )
        for one in panel["scorers"]
    ]  # fmt: skip
    kept = keep_all(Scorer, made)
    for scorer, one in zip(kept, panel["scorers"], strict=True):
        if one["who"] == interest["who"]:
            scorer.interest_in.set(
                [entry for entry, each in entries if each["slug"] == interest["opportunity"]]
            )
    return kept


def _scores(
    random: np.random.Generator, panel: dict[str, Any], one: dict[str, Any],
    entries: list[tuple[ShortlistEntry, dict[str, Any]]], scorers: list[Scorer],
    criteria: list[Criterion],
) -> list[Score]:  # fmt: skip
    """Scores lean to what is told of each opportunity, with severity, spread and don't knows."""
    waiting = panel["waiting"] if one["state"] == "scoring" else []
    severity = panel["severity"] * random.standard_normal(len(scorers))
    lean = panel["spread"] * 0.6 * random.standard_normal((len(entries), len(criteria)))
    made = []
    for at, scorer in enumerate(scorers):
        if panel["scorers"][at]["who"] in waiting:
            continue
        for e, (entry, each) in enumerate(entries):
            for c, criterion in enumerate(criteria):
                middle = each[criterion.side] + lean[e, c] + severity[at]
                value: int | None = int(
                    np.clip(round(middle + panel["spread"] * random.standard_normal()), 1, 5)
                )
                camp = panel["camps"]
                if (each["slug"], criterion.slug) == (camp["opportunity"], camp["criterion"]):
                    side = "low" if scorer.group in camp["against"] else "high"
                    value = int(random.choice(camp[side]))
                elif random.random() < panel["dont_know"]:
                    value = None
                made.append(Score(entry=entry, scorer=scorer, criterion=criterion, value=value))
    return made
