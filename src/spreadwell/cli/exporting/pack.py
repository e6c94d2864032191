"""`spreadwell export pack`: what another site or system needs, as one file."""

import argparse
from pathlib import Path

from spreadwell.cli.kinds import add_store_argument
from spreadwell.cli.messages import InputProblem, say
from spreadwell.cli.store import open_store

HELP = "make a pack of an innovation's version as one zip file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of what, by whom, and where to."""
    parser.add_argument("innovation", metavar="INNOVATION", help="its name in addresses")
    parser.add_argument("file", type=Path, metavar="FILE", help="such as lipid-reviews.zip")
    parser.add_argument("--by", required=True, metavar="EMAIL", help="who makes it")
    parser.add_argument(
        "--number", type=int, metavar="N", help="the version; the latest without it"
    )
    add_store_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Make the pack, keep it in the store and write its file."""
    open_store(options.data, ready=True)
    from spreadwell.domain.foundation.refusals import Refusal
    from spreadwell.domain.innovations.models import InnovationVersion
    from spreadwell.domain.people.models import Person
    from spreadwell.exchange.packs import make_pack

    by = Person.objects.filter(email=options.by.lower()).first()
    if by is None:
        raise InputProblem(f"Nobody with the address {options.by} is in this store.")
    versions = InnovationVersion.objects.filter(innovation__slug=options.innovation)
    if options.number is not None:
        versions = versions.filter(number=options.number)
    version = versions.order_by("-number").first()
    if version is None:
        what = f"version {options.number}" if options.number is not None else "a version"
        raise InputProblem(f"There is no innovation “{options.innovation}” with {what}.")
    if options.file.exists():
        raise InputProblem(f"{options.file} is there already; choose another name.")
    try:
        pack, data = make_pack(by=by, version=version)
        options.file.write_bytes(data)
    except Refusal as refusal:
        raise InputProblem(str(refusal)) from None
    except OSError as error:
        raise InputProblem(f"{options.file}: {error.strerror}.") from None
    say(f"Wrote {pack} to {options.file}. SHA-256 of its content: {pack.sha256}.")
    return 0
