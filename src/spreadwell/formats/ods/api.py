"""Answers of the ODS API (ORD) saved to a file: one organisation, a search, or a list of either.

Source: NHS England, technical guidance on the ORD endpoints "organisation" and "organisations".
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from spreadwell.formats.ods.kinds import ROLES
from spreadwell.formats.ods.records import (
    MAX_CODE,
    MAX_NAME,
    Link,
    LinkKind,
    OrganisationFile,
    OrganisationRecord,
)
from spreadwell.formats.ods.rows import day_after, day_of
from spreadwell.formats.problems import FileProblem, RowProblem

LAYOUT = "ODS API"
RELATIONSHIPS: dict[str, tuple[LinkKind, bool]] = {
    "RE4": (LinkKind.COMMISSIONS, True),
    "RE5": (LinkKind.LOCATED_IN, False),
    "RE6": (LinkKind.OPERATES, True),
    "RE8": (LinkKind.MEMBER_OF, False),
}
"""Relations of the ODS as edges, and whether the edge is told from the target's side."""


class _Wrong(ValueError):
    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def read(content: bytes, name: str) -> OrganisationFile:
    """Read saved answers; ``FileProblem`` names the record (counted from 1) and the field."""
    try:
        answers = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise FileProblem.whole(name, f"this is not whole JSON ({error})") from None
    records: dict[str, OrganisationRecord] = {}
    links: list[Link] = []
    problems: list[RowProblem] = []
    unknown = 0
    for row, (one, in_full) in enumerate(_each(answers, name), start=1):
        try:
            record = _in_full(row, one) if in_full else _found(row, one)
            if record is None:
                unknown += 1
                continue
            if record.code in records:
                raise _Wrong(
                    "OrgId", f"“{record.code}” stands in record {records[record.code].row} too"
                )
            records[record.code] = record
            if in_full:
                links += _links(row, one, record.code)
        except _Wrong as wrong:
            problems.append(RowProblem(row, wrong.column, str(wrong)))
        except (KeyError, TypeError, AttributeError):
            message = "this record lacks a field that every answer of the ODS API has"
            problems.append(RowProblem(row, None, message))
    if problems:
        raise FileProblem(name, problems)
    kept = tuple(link for link in links if link.source != link.target)
    others = "1 record of another kind was" if unknown == 1 else f"{unknown:,} of other kinds were"
    notes = [f"{others} left out."] if unknown else []
    return OrganisationFile(name, LAYOUT, True, tuple(records.values()), kept, tuple(notes))


def _each(answers: Any, name: str) -> Iterator[tuple[dict[str, Any], bool]]:
    """Every record in an answer, and whether it is told in full."""
    for answer in answers if isinstance(answers, list) else [answers]:
        if isinstance(answer, dict) and isinstance(answer.get("Organisation"), dict):
            yield answer["Organisation"], True
        elif isinstance(answer, dict) and isinstance(answer.get("Organisations"), list):
            yield from ((one, False) for one in answer["Organisations"])
        else:
            raise FileProblem.whole(
                name, "this JSON is not an answer of the ODS API (Organisation or Organisations)"
            )


def _found(row: int, one: dict[str, Any]) -> OrganisationRecord | None:
    """A result of a search: a name and a role, no dates."""
    kind = ROLES.get(str(one["PrimaryRoleId"]))
    if kind is None:
        return None
    # A cost centre may be a practice: only the record in full says, so its kind is not told.
    says = {"name"} if kind == "prescriber" else {"name", "kind"}
    return OrganisationRecord(
        row, _code(one["OrgId"]), _name(one["Name"]), kind, says=frozenset(says)
    )


def _in_full(row: int, one: dict[str, Any]) -> OrganisationRecord | None:
    roles = _many(one.get("Roles"), "Role")
    primary = [role["id"] for role in roles if role.get("primaryRole")]
    further = [role["id"] for role in roles if not role.get("primaryRole")]
    kind = next((ROLES[role] for role in (*further, *primary) if role in ROLES), None)
    if kind is None:
        return None
    opened, closed = _span(one.get("Date"), "Date")
    if opened and closed and closed <= opened:
        raise _Wrong("Date", "the end is before the start")
    return OrganisationRecord(
        row, _code(one["OrgId"]["extension"]), _name(one["Name"]), kind, opened, closed
    )


def _links(row: int, one: dict[str, Any], code: str) -> list[Link]:
    links: list[Link] = []
    for rel in _many(one.get("Rels"), "Rel"):
        if rel["id"] not in RELATIONSHIPS:
            continue
        kind, turned = RELATIONSHIPS[rel["id"]]
        other = _code(rel["Target"]["OrgId"]["extension"])
        starts, ends = _span(rel.get("Date"), "Rels")
        if starts and ends and ends <= starts:
            raise _Wrong("Rels", f"the relation to {other} ends before it starts")
        pair = (other, code) if turned else (code, other)
        links.append(Link(row, pair[0], kind, pair[1], starts, ends, "Rels", "Rels", loose=True))
    for succ in _many(one.get("Succs"), "Succ"):
        other = _code(succ["Target"]["OrgId"]["extension"])
        on, _ = _span(succ.get("Date"), "Succs")
        pair = (code, other) if succ["Type"] == "Successor" else (other, code)
        links.append(
            Link(row, pair[0], LinkKind.SUCCEEDED_BY, pair[1], on, None, "Succs", "Succs", True)
        )
    return links


def _many(group: Any, name: str) -> list[dict[str, Any]]:
    """The members of a group; the API leaves an empty group out and may send one for a list."""
    found = (group or {}).get(name, [])
    return found if isinstance(found, list) else [found]


def _span(dates: Any, column: str) -> tuple[date | None, date | None]:
    """First day, and first day after, of the operational dates where there are any."""
    listed = dates if isinstance(dates, list) else [dates] if dates else []
    first: dict[str, Any] = listed[0] if listed else {}
    chosen = next((one for one in listed if one.get("Type") == "Operational"), first)
    try:
        return day_of(chosen.get("Start", "")), day_after(day_of(chosen.get("End", "")))
    except ValueError as error:
        raise _Wrong(column, str(error)) from None


def _code(text: str) -> str:
    code = text.strip().upper()
    if not code or len(code) > MAX_CODE:
        raise _Wrong("OrgId", f"“{code[:40]}” is not a code")
    return code


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > MAX_NAME:
        raise _Wrong("Name", "the name is blank" if not name else "the name is too long")
    return name
