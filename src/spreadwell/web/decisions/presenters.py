"""What the pages of decisions print of the evidence: in order, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .shortlists import OF_SHORTLISTS, ShortlistSeen, shortlist_of


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of a gate: met, not met, or unknown; `mark` says it without colour."""

    name: str
    needed: str
    said: str
    mark: str
    colour: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One effect as the body saw it."""

    measure: str
    sentence: str
    look: str
    protocol: int | None
    fingerprint: str
    failed: tuple[str, ...]
    also_live: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """All evidence of a gate or a decision, ready to print."""

    as_of: str
    criteria: tuple[Criterion, ...]
    findings: tuple[Finding, ...]
    claims: tuple[Mapping[str, Any], ...]
    sites: tuple[tuple[str, str], ...]
    adaptations: tuple[Mapping[str, Any], ...]
    conditions: tuple[tuple[str, str], ...]
    assurance: tuple[tuple[str, str], ...]
    concerns: int
    other: tuple[tuple[str, str], ...]
    shortlist: ShortlistSeen | None = None


KNOWN = frozenset(
    {
        "as of", "innovation", "stage", "question", "recommendation", "criteria", "effects",
        "claims", "sites", "adaptations", "conditions", "assurance", "open safety concerns",
    }
)  # fmt: skip


def criteria_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Criterion, ...]:
    """The criteria of a gate; what nobody knows is unknown, never met."""
    made = []
    for one in rows:
        met = one.get("met")
        if met is None:
            words, mark, colour = "Not known", "?", "yellow"
        else:
            words, mark, colour = ("Met", "✓", "green") if met else ("Not met", "✗", "red")
        made.append(
            Criterion(str(one.get("name", "")), str(one.get("needed", "")), words, mark, colour)
        )
    return tuple(made)


def seen_of(evidence: Mapping[str, Any]) -> Seen:
    """Prepare frozen or present evidence; what another step froze is printed as it stands."""
    # The criteria of a gate are met or not; those of a panel are names that were scored.
    named = list(evidence.get("criteria") or ())
    criteria = [one for one in named if isinstance(one, Mapping)]
    shortlist = shortlist_of(evidence)
    known = KNOWN - {"criteria"} if named and not criteria else KNOWN
    known = known | OF_SHORTLISTS if shortlist else known
    return Seen(
        as_of=written(evidence.get("as of")),
        criteria=criteria_of(criteria),
        findings=tuple(_finding(one) for one in evidence.get("effects") or ()),
        claims=tuple(evidence.get("claims") or ()),
        sites=tuple((str(k), str(v)) for k, v in (evidence.get("sites") or {}).items() if v),
        adaptations=tuple(
            {**one, "on": written(one.get("on"))} for one in evidence.get("adaptations") or ()
        ),
        conditions=tuple(_condition(one) for one in evidence.get("conditions") or ()),
        assurance=tuple(_assurance(one) for one in evidence.get("assurance") or ()),
        concerns=int(evidence.get("open safety concerns") or 0),
        other=tuple((_label(k), _plain(v)) for k, v in evidence.items() if k not in known),
        shortlist=shortlist,
    )


def written(day: Any) -> str:
    """Write a frozen day as people do; what is no day is printed as it stands."""
    try:
        found = date.fromisoformat(str(day))
    except ValueError:
        return str(day or "")
    return f"{found.day} {found:%B %Y}"


def _finding(one: Mapping[str, Any]) -> Finding:
    return Finding(
        str(one.get("measure", "")),
        str(one.get("sentence", "")),
        f"Look {one.get('look', '')}, computed on {written(one.get('computed'))}",
        one.get("protocol"),
        str(one.get("fingerprint", "")),
        tuple(one.get("failed checks") or ()),
        tuple(one.get("also live") or ()),
    )


def _condition(one: Mapping[str, Any]) -> tuple[str, str]:
    said = f"helps at {one['helps at']}, hinders at {one['hinders at']} of {one['rated at']} rated"
    return str(one["construct"]), said


def _assurance(one: Mapping[str, Any]) -> tuple[str, str]:
    until = f", until {written(one['expires'])}" if one.get("expires") else ""
    return str(one["what"]), f"{one['status']}{until}"


def _label(key: str) -> str:
    text = str(key).replace("_", " ")
    return text[:1].upper() + text[1:]


def _plain(value: Any) -> str:
    """A value of evidence in words; long lists are counted, the file holds them whole."""
    if isinstance(value, Mapping):
        if len(value) > 12:
            return f"{len(value)} entries, in the evidence file"
        return "; ".join(f"{_label(str(k))}: {_plain(v)}" for k, v in value.items())
    if isinstance(value, list | tuple):
        if len(value) > 12 or any(isinstance(one, Mapping | list) for one in value):
            return f"{len(value)} entries, in the evidence file"
        return ", ".join(str(one) for one in value) or "none"
    if value is None:
        return "not known"
    return (
        {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )
