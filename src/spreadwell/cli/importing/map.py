"""`spreadwell import map`: outlines of areas, such as boroughs, on which sites are shown."""

import argparse
from pathlib import Path

from spreadwell.cli.kinds import add_store_argument
from spreadwell.cli.messages import BAD_INPUT, InputProblem, say, say_file_problem
from spreadwell.cli.store import open_store
from spreadwell.formats.problems import FileProblem

HELP = "load the outlines of areas, such as boroughs, on which sites are shown"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, what it shows, whose it is, and how to store it."""
    add = parser.add_argument
    add("file", type=Path, metavar="FILE", help="GeoJSON, in longitude and latitude")
    add("--name", required=True, help="what the map is called; one of the same name is replaced")
    add("--one", default="area", metavar="WORD", help="what one area is called; area")
    add("--many", default="areas", metavar="WORD", help="what several are called; areas")
    add("--source", default="", help="whose outlines these are, as they ask to be credited")
    add("--licence", required=True, help="under which licence they come")
    add("--key", default="name", metavar="PROPERTY", help="the property that names an area; name")
    add("--dry-run", action="store_true", help="check everything and keep nothing")
    add_store_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Load the map, and name the boroughs of organisations that are not on it."""
    open_store(options.data, ready=True)
    from django.db import transaction

    from spreadwell.domain.foundation.refusals import Refusal
    from spreadwell.exchange.organisations.maps import load_map_file

    try:
        with transaction.atomic():
            loaded = load_map_file(
                options.file,
                by=None,
                name=options.name,
                key=options.key,
                one=options.one,
                many=options.many,
                credit=options.source,
                licence=options.licence,
            )
            if options.dry_run:
                transaction.set_rollback(True)
    except FileProblem as problem:
        say_file_problem(problem)
        return BAD_INPUT
    except Refusal as refusal:
        raise InputProblem(str(refusal)) from None
    layer = loaded.layer
    held = len(loaded.areas) - len(loaded.empty)
    count = f"{len(loaded.areas):,} {layer.one if len(loaded.areas) == 1 else layer.many}"
    did = "This would load" if options.dry_run else "Loaded"
    say(f"{did} {count}; organisations lie in {held:,} of them.")
    if loaded.unmatched:
        say(f"Not on this map, though organisations lie there: {', '.join(loaded.unmatched)}.")
    if options.dry_run:
        say("Nothing was kept.")
    return 0
