"""`spreadwell export claims`: the ledger of claims as CSV or JSON."""

import argparse
from pathlib import Path

from spreadwell.cli.kinds import add_store_argument
from spreadwell.cli.messages import InputProblem, UsageProblem, say
from spreadwell.cli.store import open_store

HELP = "write the ledger of claims as CSV or JSON"

ENDINGS = {".csv": "csv", ".json": "json"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which claims, and the file."""
    add = parser.add_argument
    add("--out", type=Path, required=True, metavar="FILE", help="the file to write")
    kinds = sorted(set(ENDINGS.values()))
    add("--format", choices=kinds, help="what to write; told by the file's ending if not given")
    add("--mission", default="", metavar="M", help="only of this mission")
    add("--innovation", default="", metavar="I", help="only of this innovation")
    add("--public", action="store_true", help="only what everybody may read")
    add("--ended", action="store_true", help="those that no longer stand instead of those that do")
    add_store_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Write the file, whole or not at all."""
    kind = options.format or ENDINGS.get(options.out.suffix)
    if kind is None:
        raise UsageProblem(
            f"Say what to write: --format, or a file ending in {', '.join(ENDINGS)}."
        )
    if options.out.exists():
        raise InputProblem(f"{options.out} is there already; choose another name.")
    open_store(options.data, ready=True)
    from spreadwell.domain.claims.ledger import Wanted, ledger
    from spreadwell.domain.people.roles import Role
    from spreadwell.domain.people.viewer import PUBLIC_VIEWER, Viewer
    from spreadwell.exchange.ledger import as_csv, as_json

    # Whoever has the store at hand has all of it.
    whole = Viewer(person=None, roles=frozenset({Role.ADMINISTRATOR}))
    viewer = PUBLIC_VIEWER if options.public else whole
    wanted = Wanted(mission=options.mission, innovation=options.innovation, ended=options.ended)
    found = ledger(viewer, wanted)
    try:
        write = as_csv if kind == "csv" else as_json
        options.out.write_bytes(write(found, people=not options.public))
    except OSError as error:
        raise InputProblem(f"{options.out}: {error.strerror}.") from None
    many = "1 claim" if len(found) == 1 else f"{len(found):,} claims"
    say(f"Wrote {many} to {options.out}.")
    return 0
