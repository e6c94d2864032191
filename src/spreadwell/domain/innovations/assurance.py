"""What an innovation must hold before it is used, where that can be checked, and until when."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from django.db.models import CharField

from ..foundation.kept_files import check_kept_file
from ..foundation.refusals import Invalid
from .models import AssuranceItem, AssuranceProof

SOON = timedelta(days=90)
"""How long before its expiry an assurance is shown as expiring soon: long enough to renew it."""
DUE = timedelta(days=30)
"""How long before its expiry an assurance waits for somebody."""

# Standards of the NICE evidence standards framework (2022) that do not apply to every tier.
NOT_FOR_TIER_A = frozenset({7, 8, 9})
ONLY_FOR_TIER_C = frozenset({14})
WHERE_RISK_IS_HIGHER = 18


@dataclass(frozen=True, slots=True)
class Standing:
    """How an assurance stands on a day: in words, the colour of its tag, and what is open."""

    words: str
    colour: str
    open: str = ""


def standing(item: AssuranceItem, today: date, *, proofs: int) -> Standing:
    """Return how an assurance stands; green is only what is held, in date and can be checked."""
    if item.status != "held":
        colour = {"missing": "orange", "in_progress": "blue"}.get(item.status, "grey")
        return Standing(item.get_status_display(), colour)
    if item.expires_on is not None and item.expires_on < today:
        return Standing("Expired", "red", expiry(item.expires_on, today))
    if not proofs:
        until = f". {expiry(item.expires_on, today)}" if item.expires_on else ""
        return Standing("Said to be held", "yellow", f"No proof is kept here{until}")
    if item.expires_on is None:
        return Standing("Held", "green", "No day of expiry was given")
    colour = "yellow" if item.expires_on <= today + SOON else "green"
    return Standing("Held", colour, expiry(item.expires_on, today))


def expiry(day: date, today: date) -> str:
    """Say how long an assurance still holds, or since when it does not."""
    days = (day - today).days
    if days < 0:
        return f"Expired {_span(-days)} ago"
    return "Expires today" if days == 0 else f"Expires in {_span(days)}"


def _span(days: int) -> str:
    if days < 60:
        return "1 day" if days == 1 else f"{days} days"
    months = round(days / 30.44)
    return f"{months} months" if months < 24 else f"{round(days / 365.25)} years"


@cache
def standards_for(tier: str) -> tuple[tuple[int, str], ...]:
    """Return number and name of the NICE evidence standards that apply to a tier (A, B or C)."""
    text = (files("spreadwell") / "definitions" / "frameworks.json").read_text("utf-8")
    standards = json.loads(text)["NICE_ESF_2022"]["standards"]
    return tuple(
        (int(number), name)
        for number, name in standards.items()
        if not (tier == "A" and int(number) in NOT_FOR_TIER_A)
        and not (tier != "C" and int(number) in ONLY_FOR_TIER_C)
    )


def check_item(framework: str, status: str, section: str, tier: str) -> None:
    """Raise unless section and tier are given where they belong, and only there."""
    for field, value in (("framework", framework), ("status", status)):
        if value not in _known(field):
            raise Invalid("Choose one of those offered.", field=field)
    if section and section not in _known("section"):
        raise Invalid("Choose one of DTAC's sections.", field="section")
    if section and framework != "dtac":
        raise Invalid("Only DTAC has sections; leave this blank.", field="section")
    if tier and framework != "nice_esf":
        raise Invalid("Only the NICE evidence standards have tiers; leave this blank.", "tier")
    if framework == "nice_esf" and not tier and status != "not_needed":
        raise Invalid("Say which tier it is: A, B or C.", field="tier")
    if tier and tier not in _known("tier"):
        raise Invalid("Choose tier A, B or C.", field="tier")


def _known(name: str) -> frozenset[str]:
    """Return the keys that a field may hold."""
    field = AssuranceItem._meta.get_field(name)
    assert isinstance(field, CharField)
    return frozenset(str(key) for key, _ in field.flatchoices)


def check_proof(reference: str, file_name: str, content: bytes) -> None:
    """Raise unless there is something to look at, of a kind and size that is kept."""
    if not reference and not file_name:
        raise Invalid("Give a reference, a link or a file.", field="reference")
    if file_name:
        check_kept_file(file_name, content)


def proofs_of(item: AssuranceItem) -> int:
    """Count the proofs of an assurance."""
    return AssuranceProof.objects.filter(item=item).count()
