"""Decisions with the gates they closed, and the gates that wait."""

from datetime import timedelta
from typing import Any

from spreadwell.domain.foundation.origins import Origin
from spreadwell.domain.models import DecidingBody, Decision, DeclaredInterest, Gate

from .content import innovations
from .loading import Loading, keep_all

GATE_OPEN_FOR = 21


def load_bodies(loading: Loading) -> None:
    """Load who decides."""
    loading.bodies = {
        "board": DecidingBody.objects.create(
            name="Research and innovation board (invented)",
            remit="Decides at each gate: test, adapt, spread, scale, stop.",
        ),
        "panel": DecidingBody.objects.create(
            name="Mission panels (invented)", remit="Score opportunities and settle shortlists."
        ),
    }


def load(loading: Loading) -> None:
    """Load the decisions taken, each with the gate it closed."""
    for one in innovations():
        for told_decision in one.get("decisions", []):
            made = _decision(loading, one, told_decision)
            loading.decisions[told_decision["key"]] = made
            if told_decision.get("gate"):
                _closed_gate(loading, one, told_decision, made)


def _decision(loading: Loading, one: dict[str, Any], each: dict[str, Any]) -> Decision:
    made = Decision.objects.create(
        body=loading.bodies["board"], question=each["question"], choice=each["choice"],
        reasons=each["reasons"], dissent=each["dissent"], decided_on=each["day"],
        until=each.get("until"), unless=each.get("unless", ""), published=each["published"],
        recorded_by=loading.person("board.member"), origin=Origin.INVENTED,
        evidence=_evidence(loading, one, each),
    )  # fmt: skip
    keep_all(
        DeclaredInterest,
        [
            DeclaredInterest(
                decision=made, person=loading.person(i["person"]), what=i["what"],
                took_part=i["took_part"],
            )
            for i in each.get("interests", [])
        ],
    )  # fmt: skip
    return made


def _evidence(loading: Loading, one: dict[str, Any], each: dict[str, Any]) -> dict[str, Any]:
    """Freeze what stood on the day: stage, sites live, and how many had been live for a while."""
    live = [
        site
        for (slug, _), site in loading.sites.items()
        if slug == one["slug"] and site.started and site.started <= each["day"]
    ]
    return {
        "innovation": one["name"],
        "on": each["day"].isoformat(),
        "sites_live": len(live),
        "sites_live_three_months": sum(
            site.started is not None and site.started <= each["day"] - timedelta(days=91)
            for site in live
        ),
    }


def _closed_gate(
    loading: Loading, one: dict[str, Any], each: dict[str, Any], decision: Decision
) -> None:
    Gate.objects.create(
        innovation=loading.innovations[one["slug"]], body=loading.bodies["board"],
        question=each["question"], recommendation=each["reasons"],
        criteria=[{"name": "Safe at the sites so far", "needed": "no open concern", "met": True}],
        opened_on=each["day"] - timedelta(days=GATE_OPEN_FOR), due=each["day"], state="decided",
        decision=decision,
    )  # fmt: skip


def load_open_gates(loading: Loading) -> None:
    """Load the gates that wait, due soon after whoever loads looks."""
    for one in innovations():
        for gate in one.get("gates", []):
            Gate.objects.create(
                innovation=loading.innovations[one["slug"]], body=loading.bodies["board"],
                question=gate["question"], recommendation=gate["recommendation"],
                criteria=gate["criteria"], opened_on=loading.when(gate, "opened"),
                due=loading.when(gate, "due"),
            )  # fmt: skip
