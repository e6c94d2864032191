"""`spreadwell import organisations`: ODS files, answers of its API, or our own template."""

import argparse
from pathlib import Path

from spreadwell.cli.arguments import day
from spreadwell.cli.kinds import add_store_argument
from spreadwell.cli.messages import BAD_INPUT, print_json, say, say_file_problem, say_notes
from spreadwell.cli.organisations_result import FieldChange, LoadedFile, OrganisationsLoaded
from spreadwell.cli.progress import Bar
from spreadwell.cli.store import open_store

HELP = "load organisations, their memberships, moves and mergers"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files, of which part, and how to store them."""
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="CSV, Excel or JSON; read as one set"
    )
    parser.add_argument("--icb", default="", metavar="CODE", help="only one ICB's, such as QRV")
    parser.add_argument(
        "--on",
        type=day,
        metavar="DATE",
        help="from when changes count that carry no day of their own, such as a new name; today",
    )
    parser.add_argument("--dry-run", action="store_true", help="check everything and keep nothing")
    parser.add_argument("--json", action="store_true", help="write what changed as JSON to stdout")
    add_store_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Load every file or none of them."""
    open_store(options.data, ready=True)
    from django.utils import timezone

    from spreadwell.domain.networks.loading import in_words
    from spreadwell.exchange.organisations import FilesProblem, load_files

    try:
        loaded = load_files(
            options.files,
            by=None,
            day=options.on or timezone.localdate(),
            icb=options.icb,
            dry_run=options.dry_run,
            progress=Bar(),
        )
    except FilesProblem as found:
        for problem in found.problems:
            say_file_problem(problem)
        return BAD_INPUT
    say_notes(loaded.notes)
    stored = loaded.load is not None
    if stored:
        say(f"Loaded {in_words(loaded.counts)}.")
    elif options.dry_run:
        say(f"This would load {in_words(loaded.counts)}. Nothing was kept.")
    else:
        say("Everything in these files is known already: nothing was changed.")
    if options.json:
        print_json(
            OrganisationsLoaded(
                stored=stored,
                files=[LoadedFile(**one) for one in loaded.files],
                counts=loaded.counts,
                changed=[FieldChange(**one) for one in loaded.changed],
                notes=list(loaded.notes),
            )
        )
    return 0
