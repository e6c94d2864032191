"""Loading organisation files: read all, plan once, store as a whole or not at all."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from spreadwell.domain.networks.loading import hold_organisations, load_organisations
from spreadwell.domain.networks.models import OrganisationLoad
from spreadwell.domain.people.models import Person
from spreadwell.exchange.organisations.planning import Plan
from spreadwell.exchange.organisations.problems import FilesProblem
from spreadwell.exchange.organisations.selecting import of_icb
from spreadwell.formats.ods import OrganisationFile, read_organisations
from spreadwell.formats.problems import FileProblem

Progress = Callable[[str, float], None]
READING, PLANNING = 0.1, 0.3
"""Shares of the work, as it was measured on the files of England."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load changed, or would change; `load` is None where nothing was stored.

    `new` names the organisations that were not here before, as "name (code)".
    """

    files: tuple[dict[str, Any], ...]
    counts: dict[str, int]
    changed: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]
    load: OrganisationLoad | None
    new: tuple[str, ...] = ()


def load_files(
    sources: Sequence[tuple[str, bytes] | Path],
    *,
    by: Person | None,
    day: date,
    icb: str = "",
    dry_run: bool = False,
    progress: Progress = lambda what, share: None,
) -> Loaded:
    """Load files as one set; `day` is from when changes count that carry no day of their own.

    With `icb` only its practices, trusts and PCNs, and the memberships of these PCNs. What is
    known already changes nothing: then nothing is stored. Raises FilesProblem with everything
    wrong in every file.
    """
    progress("Reading files", 0.0)
    files, told = _read(sources)
    progress("Holding them against what is known", READING)
    with transaction.atomic():
        hold_organisations()
        plan = Plan(day)
        if icb:
            files = of_icb(files, icb.upper(), plan.known)
        changes = plan.make(files)
        if plan.problems:
            raise FilesProblem(plan.file_problems(files))
        load = None
        if not dry_run and not changes.empty:
            load = load_organisations(
                by=by,
                changes=changes,
                day=day,
                files=told,
                progress=lambda what, share: progress(what, PLANNING + (1 - PLANNING) * share),
            )
    progress("Done", 1.0)
    notes = [note for file in files for note in file.notes] + changes.notes
    new = tuple(f"{one.name} ({one.code})" for one in changes.new)
    return Loaded(tuple(told), dict(changes.counts), tuple(changes.told), tuple(notes), load, new)


def _read(
    sources: Sequence[tuple[str, bytes] | Path],
) -> tuple[list[OrganisationFile], list[dict[str, Any]]]:
    files: list[OrganisationFile] = []
    told: list[dict[str, Any]] = []
    problems: list[FileProblem] = []
    for source in sources:
        try:
            if isinstance(source, Path):
                file = read_organisations(source)
                content = source.read_bytes()
            else:
                name, content = source
                file = read_organisations(content, name=name)
        except FileProblem as problem:
            problems.append(problem)
            continue
        files.append(file)
        told.append(
            {
                "name": file.name,
                "layout": file.layout,
                "sha256": hashlib.sha256(content).hexdigest(),
                "organisations": len(file.organisations),
                "relations": len(file.links),
            }
        )
    if problems:
        raise FilesProblem(problems)
    return files, told
