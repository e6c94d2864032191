"""Settling a shortlist where it meets what runs: the live limit, and what should stop."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from ..audit.actions import record
from ..claims.evidence import evidence_about
from ..decisions.models import DecidingBody
from ..foundation.actions import action
from ..foundation.refusals import allowed
from ..innovations.models import Gate, Innovation
from ..innovations.policies import check_open_gate, live_in
from ..people.models import Person
from ..priorities.deciding import decide_shortlist
from ..priorities.evidence import Chosen
from ..priorities.models import Shortlist, ShortlistEntry
from ..priorities.queries import before_panel

# How long a body has to decide on a stop that the shortlist asks for: one meeting's distance.
STOP_WITHIN = timedelta(days=42)


def running(shortlist: Shortlist) -> dict[int, Innovation]:
    """Return what became of the entries that run today, by entry key."""
    entries = {one.opportunity_id: one.pk for one in before_panel(shortlist) if one.runs}
    rows = Innovation.objects.filter(opportunity__in=entries).select_related("mission")
    return {entries[one.opportunity_id]: one for one in rows if one.opportunity_id is not None}


@action
def settle_shortlist(
    *,
    by: Person,
    shortlist: Shortlist,
    body: DecidingBody,
    choices: Mapping[int, str],
    reasons: str,
    dissent: str = "",
    above: str = "",
    stop_why: Mapping[int, str] | None = None,
    decided_on: date | None = None,
) -> Shortlist:
    """Record what the body decided, by entry key, and ask at a gate for what should stop.

    What runs is stopped at its own gate, with its own evidence and what was learnt; a gate that
    waits already is left as it is.
    """
    held = running(shortlist)
    why = dict(stop_why or {})
    chosen = Chosen(
        choices=choices,
        live=live_in(shortlist.mission),
        above=above,
        stop_why=why,
        known={key: known_of(innovation) for key, innovation in held.items()},
    )
    decide_shortlist(
        by=by,
        shortlist=shortlist,
        body=body,
        chosen=chosen,
        reasons=reasons,
        dissent=dissent,
        decided_on=decided_on,
    )
    for key, innovation in held.items():
        if choices[key] == "stop" and not allowed(check_open_gate, innovation):
            _ask_to_stop(by, innovation, body, why[key])
    return shortlist


def _ask_to_stop(by: Person, innovation: Innovation, body: DecidingBody, why: str) -> None:
    """Open the gate at which a stop is decided; the shortlist's decision is what allows it."""
    today = timezone.localdate()
    gate = Gate.objects.create(
        innovation=innovation,
        body=body,
        question=f"Should {innovation} stop?"[:240],
        recommendation=f"Stop, with its learning. {why.strip()}",
        opened_on=today,
        due=today + STOP_WITHIN,
    )
    record(
        by=by,
        verb="innovations.gate_opened",
        thing=gate,
        summary=f"The shortlist asks {body} whether {innovation} should stop",
    )


def known_of(innovation: Innovation) -> dict[str, Any]:
    """Return what is known of something that runs, beside what could start: plain values."""
    seen = evidence_about(innovation)
    return {
        "innovation": innovation.name,
        "stage": seen["stage"],
        "effects": [
            {key: one[key] for key in ("measure", "sentence", "certainty", "fingerprint")}
            for one in seen["effects"]
        ],
        "sites": seen["sites"],
        "open safety concerns": seen["open safety concerns"],
    }


def known_in_words(innovation: Innovation) -> str:
    """Say in a sentence or two what is known of something that runs."""
    known = known_of(innovation)
    said = [one["sentence"] for one in known["effects"][:1]]
    sites = sum(known["sites"].values())
    return " ".join(said or ["No effect has been estimated yet."]) + f" {sites} sites."


def of_entry(entry: ShortlistEntry) -> Innovation | None:
    """Return what an entry's opportunity became."""
    return Innovation.objects.filter(opportunity=entry.opportunity_id).first()
