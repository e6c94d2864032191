"""`spreadwell import pack`: an innovation from another store, whole or not at all."""

import argparse
from pathlib import Path

from spreadwell.cli.kinds import add_store_argument
from spreadwell.cli.messages import InputProblem, say
from spreadwell.cli.store import open_store

HELP = "load a pack that another store made"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, into which mission, by whom."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the pack, a zip file")
    parser.add_argument("--mission", required=True, metavar="MISSION", help="its name in addresses")
    parser.add_argument("--by", required=True, metavar="EMAIL", help="who loads it")
    parser.add_argument(
        "--dry-run", action="store_true", help="say what it would add, keep nothing"
    )
    add_store_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Say what the pack would add, then load it."""
    try:
        data = options.file.read_bytes()
    except OSError as error:
        raise InputProblem(f"{options.file}: {error.strerror}.") from None
    open_store(options.data, ready=True)
    from spreadwell.domain.foundation.refusals import Refusal
    from spreadwell.domain.missions.models import Mission
    from spreadwell.domain.people.models import Person
    from spreadwell.exchange.packs import load_pack, preview_pack

    by = Person.objects.filter(email=options.by.lower()).first()
    if by is None:
        raise InputProblem(f"Nobody with the address {options.by} is in this store.")
    mission = Mission.objects.filter(slug=options.mission).first()
    if mission is None:
        raise InputProblem(f"There is no mission “{options.mission}”.")
    try:
        preview = preview_pack(by=by, data=data, mission=mission)
        say(f"Adds {'; '.join(preview.adds)}.", f"Keeps in the pack {'; '.join(preview.keeps)}.")
        if options.dry_run:
            say("Nothing was kept.")
            return 0
        innovation = load_pack(by=by, data=data, mission=mission)
    except Refusal as refusal:
        raise InputProblem(f"{options.file.name}: {refusal}") from None
    say(f"Loaded {innovation}.")
    return 0
