"""Taking a file of findings in: each row to its mission, what is known left out, the rest told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from spreadwell.domain.discovery.incoming import Incoming, Repeat, sift, take_findings
from spreadwell.domain.discovery.models import Finding
from spreadwell.domain.foundation.origins import Origin
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.people.models import Person
from spreadwell.exchange.discovery.looking import FindingsLook, Questioned
from spreadwell.formats.problems import RowProblem


@dataclass(frozen=True, slots=True)
class FindingsTaken:
    """What became of a file: how many were stored, known, wrong, or wait for an answer."""

    added: int
    repeats: tuple[Repeat, ...]
    problems: tuple[RowProblem, ...]
    asked: tuple[Questioned, ...]
    notes: tuple[str, ...]
    kept: bool
    findings: tuple[Finding, ...] = ()


def take(
    look: FindingsLook,
    *,
    by: Person | None,
    name: str,
    mission: Mission | None,
    missions: Mapping[str, Mission],
    said_fine: bool = False,
    dry_run: bool = False,
    origin: str = Origin.RECORDED.value,
) -> FindingsTaken:
    """Store what a look found and say what became of every row, or only say it.

    `mission` is for rows that name none; `missions` are those that may be named, by slug and by
    title. Rows with words that may point to a patient wait unless `said_fine`.
    """
    held = () if said_fine else look.asked
    look = look.without({one.line for one in held})
    by_mission, problems = sorted_by_mission(look.rows, mission, missions)
    added = 0
    made: list[Finding] = []
    repeats: list[Repeat] = []
    with transaction.atomic():
        for one, rows in by_mission.items():
            new, known = sift(one, rows)
            added, repeats = added + len(new), [*repeats, *known]
            if new and not dry_run:
                taken = take_findings(by=by, mission=one, rows=new, name=name, origin=origin)
                made += taken.added
    told = sorted((*look.problems, *problems), key=lambda found: found.row or 0)
    repeats.sort(key=lambda found: found.line)
    return FindingsTaken(
        added, tuple(repeats), tuple(told), held, look.notes, not dry_run, tuple(made)
    )


def sorted_by_mission(
    rows: Sequence[tuple[str, Incoming]],
    mission: Mission | None,
    missions: Mapping[str, Mission],
) -> tuple[dict[Mission, list[Incoming]], list[RowProblem]]:
    """Put rows with the mission each names, else with the one given; what is wrong is told."""
    found: dict[Mission, list[Incoming]] = {}
    problems = []
    for called, row in rows:
        one = missions.get(called.casefold()) if called else mission
        if one is None:
            said = f"“{called}” is no mission" if called else "no mission is given for this row"
            problems.append(RowProblem(row.line, "mission", said))
            continue
        found.setdefault(one, []).append(row)
    return found, problems


def by_name(missions: Sequence[Mission]) -> dict[str, Mission]:
    """Missions by what a file may call them: slug or title."""
    return {text.casefold(): one for one in missions for text in (one.slug, one.title)}
