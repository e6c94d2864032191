"""Decisions with the gates they closed, and the gates that wait."""

from datetime import date, timedelta
from typing import Any

from spreadwell.domain.claims.evidence import evidence
from spreadwell.domain.foundation.origins import Origin
from spreadwell.domain.innovations.states import STAGE
from spreadwell.domain.models import (
    DecidingBody,
    Decision,
    DeclaredInterest,
    Gate,
    SafetyConcern,
    SiteSpell,
)
from spreadwell.domain.sites.states import SITE

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
        for each in one.get("decisions", []):
            loading.decisions[each["key"]] = _decision(loading, one, each)


def _decision(loading: Loading, one: dict[str, Any], each: dict[str, Any]) -> Decision:
    gate = Gate.objects.create(
        innovation=loading.innovations[one["slug"]], body=loading.bodies["board"],
        question=each["question"], recommendation=each["reasons"],
        criteria=[{"name": "Safe at the sites so far", "needed": "no open concern", "met": True}],
        opened_on=each["day"] - timedelta(days=GATE_OPEN_FOR), due=each["day"],
    )  # fmt: skip
    made = Decision.objects.create(
        body=gate.body, question=each["question"], choice=each["choice"],
        reasons=each["reasons"], dissent=each["dissent"], decided_on=each["day"],
        until=each.get("until"), unless=each.get("unless", ""), published=each["published"],
        recorded_by=loading.person("board.member"), origin=Origin.INVENTED,
        evidence=_evidence(one, each, gate),
    )  # fmt: skip
    gate.decision, gate.state = made, "decided"
    gate.save(update_fields=["decision", "state"])
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


def _evidence(one: dict[str, Any], each: dict[str, Any], gate: Gate) -> dict[str, Any]:
    """Freeze what stood on the day of the decision, in the shape in which the product does.

    Only decisions told as `frozen` came after the results were opened; the others saw none.
    """
    seen = evidence(gate)
    day: date = each["day"]
    seen["as of"] = day.isoformat()
    seen["stage"] = _stage_on(one, day)
    seen["sites"] = _sites_on(gate, day)
    seen["adaptations"] = [a for a in seen["adaptations"] if a["on"] <= day.isoformat()]
    seen["open safety concerns"] = SafetyConcern.objects.filter(
        site__version__innovation=gate.innovation, raised_at__date__lte=day
    ).count()
    if not each.get("frozen"):
        seen |= {"effects": [], "claims": [], "conditions": []}
    return seen


def _stage_on(one: dict[str, Any], day: date) -> str:
    # On the day itself the decision has not moved the innovation yet.
    before = [spell["stage"] for spell in one["spells"] if spell["entered"] < day]
    return STAGE.label(before[-1]) if before else ""


def _sites_on(gate: Gate, day: date) -> dict[str, int]:
    counts = {state.label: 0 for state in SITE.states.values()}
    rows = SiteSpell.objects.filter(
        site__version__innovation=gate.innovation, entered__lt=day
    ).exclude(left__lt=day)
    latest = dict(rows.order_by("entered").values_list("site_id", "state"))
    for state in latest.values():
        if state != "stopped":
            counts[SITE.label(state)] += 1
    return counts


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
