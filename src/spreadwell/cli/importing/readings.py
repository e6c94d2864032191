"""`spreadwell import readings`: readings into the store, checked as the page checks them."""

import argparse
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from spreadwell.cli.importing.mapping import (
    Given,
    add_map_arguments,
    names_given,
    read_as_remembered,
    read_by,
)
from spreadwell.cli.kinds import add_store_argument
from spreadwell.cli.messages import (
    BAD_INPUT,
    InputProblem,
    UsageProblem,
    print_json,
    say,
    say_file_problem,
    say_notes,
)
from spreadwell.cli.store import open_store
from spreadwell.formats.notes import problem_in_note
from spreadwell.formats.problems import FileProblem

HELP = "check readings, then store all of them or none"


class ReadingsFile(BaseModel):
    """What one file changed, or would change: counts, then by measure and site.

    `nothing_new` says why nothing was stored, where all of it was there already.
    """

    file: str
    stored: bool
    nothing_new: str | None
    changes: dict[str, Any]


class ReadingsImported(BaseModel):
    """What every file changed; a problem in one file stores none of them."""

    dry_run: bool
    files: list[ReadingsFile]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files, in whose name they come in, and how to store them."""
    add = parser.add_argument
    what = "CSV, Excel, Parquet or FHIR MeasureReport (JSON, NDJSON)"
    add("files", type=Path, nargs="+", metavar="FILE", help=what)
    add("--as", dest="who", metavar="EMAIL", help="who sends them; the administrator if not given")
    add_map_arguments(parser)
    add("--note", default="", metavar="TEXT", help="what to know about them; their charts show it")
    add("--dry-run", action="store_true", help="say what would change and keep nothing")
    add("--json", action="store_true", help="write what changed as JSON to stdout")
    add_store_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Check every file, then store all of them or none."""
    if options.data is not None and not options.data.is_dir():
        raise UsageProblem(f"There is no folder {options.data} that holds a store.")
    wrong = problem_in_note(options.note.strip())
    if wrong:
        raise UsageProblem(wrong)
    open_store(options.data, ready=True)
    from spreadwell.domain.foundation.refusals import Refusal

    try:
        return _bring_in(options, _sender(options.who))
    except Refusal as refusal:
        raise InputProblem(str(refusal)) from None


def _bring_in(options: argparse.Namespace, by: Any) -> int:
    from django.db import transaction

    from spreadwell.domain.measures.changes import counts_in_words

    names = names_given(options)
    made: list[ReadingsFile] = []
    sound = True
    with transaction.atomic():
        for path in options.files:
            # Each file is checked against the files before it, which are stored for that only.
            alone = options.dry_run and len(options.files) == 1
            try:
                found = _import_one(by, path, names, dry_run=alone, note=options.note.strip())
            except FileProblem as problem:
                say_file_problem(problem)
                sound = False
                continue
            if not found.ok:
                say_file_problem(FileProblem(path.name, found.problems, found.more))
                sound = False
                continue
            stored = not options.dry_run and not found.nothing_new
            made.append(
                ReadingsFile(
                    file=path.name,
                    stored=stored,
                    nothing_new=found.nothing_new or None,
                    changes=found.changes,
                )
            )
        if options.dry_run or not sound:
            transaction.set_rollback(True)
    if not sound:
        return BAD_INPUT
    for one in made:
        say_notes(one.changes["notes"])
        did = "stored" if one.stored else "would store"
        words = one.nothing_new or f"{did} {counts_in_words(one.changes)}."
        say(f"{one.file}: {words}")
    if options.dry_run:
        say("Nothing was kept.")
    if options.json:
        print_json(ReadingsImported(dry_run=options.dry_run, files=made))
    return 0


def _import_one(by: Any, path: Path, names: Given | None, *, dry_run: bool, note: str) -> Any:
    """Import one file; by the names its sender explained before where it is not sound as it is."""
    from spreadwell.exchange.submissions import import_file

    found, faulty = None, None
    try:
        with read_by(names, by, path) as tidy:
            found = import_file(by=by, path=tidy, dry_run=dry_run, note=note)
    except FileProblem as problem:
        faulty = problem
    if names is None and (found is None or not found.ok):
        with read_as_remembered(by, path) as meant:
            if meant is not None:
                return import_file(by=by, path=meant, dry_run=dry_run, note=note)
    if faulty is not None:
        raise faulty
    return found


def _sender(email: str | None) -> Any:
    """The person in whose name the files come in."""
    from spreadwell.domain.people.models import Person, RoleHeld
    from spreadwell.domain.people.roles import Role

    if email is not None:
        rows = Person.objects.get_queryset().filter(email=email.lower(), is_active=True)
        person = rows.first()
        if person is None:
            raise InputProblem(f"Nobody in this store has the address {email}.")
        return person
    held = RoleHeld.objects.filter(role=Role.ADMINISTRATOR, ends=None, person__is_active=True)
    first = held.select_related("person").order_by("pk").first()
    if first is None:
        raise InputProblem("This store has no administrator yet; open it in a browser first.")
    return first.person
