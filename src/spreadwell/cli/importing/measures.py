"""`spreadwell import measures`: definitions under review, from their files into the store."""

import argparse
from pathlib import Path

from spreadwell.cli.kinds import add_store_argument
from spreadwell.cli.messages import BAD_INPUT, say, say_file_problem
from spreadwell.cli.store import open_store
from spreadwell.formats.measures import MeasureDefinition, load_definition
from spreadwell.formats.problems import FileProblem

HELP = "load definitions of measures, each a YAML file named after its id"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files, and how to store them."""
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="such as bp.yaml")
    parser.add_argument("--dry-run", action="store_true", help="check everything and keep nothing")
    add_store_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Load every definition or none of them."""
    definitions = _read(options.files)
    if definitions is None:
        return BAD_INPUT
    open_store(options.data, ready=True)
    from django.db import transaction

    from spreadwell.domain.measures.definitions import load_definitions

    with transaction.atomic():
        loaded = load_definitions(by=None, definitions=definitions)
        if options.dry_run:
            transaction.set_rollback(True)
    for word, ids in (("New", loaded.new), ("Changed", loaded.changed), ("The same", loaded.same)):
        if ids:
            say(f"{word}: {', '.join(ids)}.")
    if options.dry_run:
        say("Nothing was kept.")
    return 0


def _read(files: list[Path]) -> list[MeasureDefinition] | None:
    """Read every file; None once every problem of all of them has been told."""
    definitions: dict[str, MeasureDefinition] = {}
    sound = True
    for file in files:
        try:
            definition = load_definition(file)
            if definition.id in definitions:
                raise FileProblem.whole(str(file), f"“{definition.id}” is in another file too")
            definitions[definition.id] = definition
        except FileProblem as problem:
            say_file_problem(problem)
            sound = False
    return list(definitions.values()) if sound else None
