"""What a body sees of a shortlist when it decides: plain values that are frozen."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from .costing import cost_seen
from .frozen import inputs_of, portfolio_of
from .meeting import in_force, lay_out
from .models import Score, ScreenAnswer, Shortlist, SwingAnswer
from .queries import PanelView, changes, panel_view
from .weighing import panel_weights


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the body chose: a choice by entry key, and the sentences that some choices owe.

    `live` innovations run in the mission today; `above` says why its limit is passed. `stop_why`
    says, by entry key, what shows that something should stop; `known` is what is known of what
    runs, as plain values that are frozen with the decision.
    """

    choices: Mapping[int, str]
    live: int
    above: str = ""
    stop_why: Mapping[int, str] = field(default_factory=dict)
    known: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)


def evidence_of(shortlist: Shortlist, chosen: Chosen) -> dict[str, Any]:
    """What the body saw, as plain values: means, disagreement, ranks, interests, expectations.

    Nobody's scores stand in it by name: `inputs_sha256` says which scores and weights it rests
    on, and those are never changed once it is decided.
    """
    view, choices = panel_view(shortlist), chosen.choices
    seen: dict[str, Any] = {
        "shortlist": shortlist.title,
        "places": shortlist.places,
        "groups": sorted({scorer.group for scorer in shortlist.scorers.all()}),
        "scorers": shortlist.scorers.count(),
        "lay_scorers": shortlist.scorers.filter(lay=True).count(),
        "live_before": chosen.live,
        "live_limit": shortlist.mission.live_limit,
        "above_the_limit_because": chosen.above.strip(),
        "money_in_pence": shortlist.money,
        "staff_hours_a_week": shortlist.staff,
        "equity_floor": shortlist.equity_floor,
        "left_out_by_the_two_questions": [
            {"opportunity": entry.opportunity.title, "because": entry.cut_because}
            for entry in shortlist.entries.filter(cut=True).select_related("opportunity")
        ],
        "inputs_sha256": fingerprint(shortlist),
    }
    if view is None:
        return seen | {"opportunities": []}
    seen["criteria"] = [criterion.name for criterion in view.criteria]
    seen["anchors"] = {one.name: one.anchors for one in view.criteria}
    weighed = panel_weights(shortlist)
    seen["weights_by_pairs"] = [round(w, 4) for w in weighed.weights] if weighed else []
    table = lay_out([shortlist])
    if table is not None:
        dials = in_force(table)
        seen["inputs"], seen["portfolio"] = inputs_of(table, dials), portfolio_of(table, dials)
    seen["rounds"] = view.rounds
    seen["weightings_tried"] = view.ranks.draws
    verdicts, moved = view.ranks.verdicts(), changes(shortlist)
    seen["opportunities"] = [
        _entry_seen(view, i, verdicts[i], choices.get(entry.pk, ""))
        | {
            "second_round": asdict(moved[entry.pk]) if entry.pk in moved else None,
            "stop_because": chosen.stop_why.get(entry.pk, "").strip(),
            "known_today": dict(chosen.known.get(entry.pk, {})),
        }
        for i, entry in enumerate(view.entries)
    ]
    return seen


def fingerprint(shortlist: Shortlist) -> str:
    """SHA-256 of every answer, score and weight given, to show later that none was changed."""
    entries = {"entry__shortlist": shortlist}
    given = [
        list(
            Score.objects.filter(**entries)
            .order_by("entry", "scorer", "criterion", "round")
            .values_list("entry", "scorer", "criterion", "round", "value", "said")
        ),
        list(
            ScreenAnswer.objects.filter(**entries)
            .order_by("entry", "scorer")
            .values_list("entry", "scorer", "powerful", "possible")
        ),
        list(
            SwingAnswer.objects.filter(scorer__shortlist=shortlist)
            .order_by("scorer", "first", "second")
            .values_list("scorer", "first", "second", "times")
        ),
    ]
    text = json.dumps(given, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


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
        "runs_today": entry.runs,
        "talk": entry.talk,
        "cost": cost_seen(entry),
        "expected_on": entry.expected_on.name if entry.expected_on else "",
        "expected": [entry.expected_low, entry.expected, entry.expected_high],
        "expected_reach": entry.expected_reach,
        "expected_by": entry.expected_by.isoformat() if entry.expected_by else None,
    }
