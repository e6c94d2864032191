"""What the page of a decision prints of a shortlist's frozen evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spreadwell.domain.priorities.frozen import work_out_again
from spreadwell.domain.priorities.models import EntryChoice

# Parts of the evidence that this page words itself.
OF_SHORTLISTS = frozenset(
    {
        "opportunities", "inputs", "portfolio", "criteria", "anchors", "weights_by_pairs",
        "inputs_sha256", "money_in_pence", "staff_hours_a_week", "equity_floor", "live_before",
        "live_limit", "above_the_limit_because", "left_out_by_the_two_questions", "shortlist",
        "places", "groups", "scorers", "lay_scorers", "rounds", "weightings_tried",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EntrySeen:
    """One opportunity as the body saw it; `said` are sentences beside its numbers."""

    title: str
    choice: str
    proposed: str
    in_top: int
    powerful: str
    possible: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShortlistSeen:
    """A shortlist as the body saw it: opportunities, facts, what was left out, the frozen inputs.

    `again` says how working the portfolio out again came out; blank where inputs were not kept.
    """

    entries: tuple[EntrySeen, ...]
    facts: tuple[tuple[str, str], ...]
    left_out: tuple[tuple[str, str], ...]
    again: str
    fingerprint: str


def shortlist_of(evidence: Mapping[str, Any]) -> ShortlistSeen | None:
    """Return the evidence of a shortlist's decision, None of any other."""
    if "inputs_sha256" not in evidence:
        return None
    rows = evidence.get("opportunities") or ()
    return ShortlistSeen(
        tuple(_entry(one) for one in rows),
        tuple(_facts(evidence)),
        tuple(
            (str(one["opportunity"]), str(one["because"]))
            for one in evidence.get("left_out_by_the_two_questions") or ()
        ),
        _again(evidence),
        str(evidence["inputs_sha256"]),
    )


def _entry(one: Mapping[str, Any]) -> EntrySeen:
    labels = dict(EntryChoice.choices)
    return EntrySeen(
        str(one["opportunity"]),
        str(labels.get(one["choice"], one["choice"])),
        str(one["proposed"]),
        round(100 * float(one["in_top"])),
        f"{one['powerful']:.1f} ± {one['powerful_se']:.1f}",
        f"{one['possible']:.1f} ± {one['possible_se']:.1f}",
        tuple(_said(one)),
    )


def _said(one: Mapping[str, Any]) -> list[str]:
    """Say what stands beside the numbers of one opportunity."""
    said = []
    if one.get("runs_today"):
        said.append("Runs today.")
    said += [text["sentence"] for text in (one.get("known_today") or {}).get("effects", ())[:1]]
    if one.get("stop_because"):
        said.append(f"Why it should stop: {one['stop_because']}")
    low, likely, high = one.get("expected") or (None, None, None)
    if likely is not None:
        on = f" on {one['expected_on']}" if one.get("expected_on") else ""
        said.append(f"Expected: {likely:g} in 100 ({low:g} to {high:g}){on}.")
    if one.get("two_camps_on"):
        said.append(f"Two camps on {', '.join(one['two_camps_on']).lower()}.")
    if one.get("talk"):
        said.append(f"Said: {one['talk']}")
    many = len(one.get("interests_set_aside") or ())
    if many:
        said.append(f"Scores set aside for an interest: {many}.")
    return said


def _facts(evidence: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Word what the choice was held against."""
    groups = ", ".join(evidence.get("groups") or ())
    facts = [
        ("Places", str(evidence.get("places", "not known"))),
        ("Panel", f"{evidence.get('scorers', 0)} scorers, {evidence.get('lay_scorers', 0)} of them "
                  f"lay; groups with an equal voice: {groups}"),
        ("Scored on", ", ".join(evidence.get("criteria") or ()) or "not known"),
    ]  # fmt: skip
    money, staff = evidence.get("money_in_pence"), evidence.get("staff_hours_a_week")
    floor = evidence.get("equity_floor")
    there = [
        *([f"£{money / 100:,.0f} a year"] if money is not None else []),
        *([f"{staff:g} staff hours a week"] if staff is not None else []),
        *([f"at least {floor} of 100 who benefit in the most deprived fifth"] if floor else []),
    ]
    if there:
        facts.append(("Limits", "; ".join(there)))
    live, limit = evidence.get("live_before"), evidence.get("live_limit")
    facts.append(("Live before, of the mission's limit", f"{live} of {limit}"))
    if evidence.get("above_the_limit_because"):
        facts.append(("Why beyond the limit", str(evidence["above_the_limit_because"])))
    names, weights = evidence.get("criteria") or (), evidence.get("weights_by_pairs") or ()
    if weights and len(weights) == len(names):
        told = [f"{name} {round(100 * one)}" for name, one in zip(names, weights, strict=True)]
        facts.append(("Weights by pairs, of 100 points", ", ".join(told)))
    portfolio = evidence.get("portfolio")
    if portfolio:
        proposed = "; ".join(portfolio["proposed"]) or "none: the limits could not all be kept"
        facts.append(("Proposed within the limits", proposed))
    return facts


def _again(evidence: Mapping[str, Any]) -> str:
    """Work the portfolio out again from the frozen inputs, and say how it came out."""
    again = work_out_again(evidence)
    if again is None:
        return ""
    if again.same:
        return "Worked out again from the frozen inputs: the same portfolio, to the digit."
    now = "; ".join(again.now["proposed"]) or "none"
    return f"Worked out again from the frozen inputs, another portfolio comes out: {now}."
