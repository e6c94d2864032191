"""`spreadwell export organisations`: practices, PCNs and memberships, or a template to fill."""

import argparse
from pathlib import Path

from spreadwell.cli.arguments import day
from spreadwell.cli.kinds import add_store_argument
from spreadwell.cli.messages import InputProblem, UsageProblem, print_json, say
from spreadwell.cli.organisations_result import (
    MembershipRow,
    OrganisationsExported,
    PcnRow,
    PracticeRow,
)
from spreadwell.cli.store import open_store

HELP = "write practices, PCNs and memberships, or a template to fill"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to write, and of which day."""
    parser.add_argument("--json", action="store_true", help="write JSON to stdout")
    parser.add_argument("--icb", default="", metavar="CODE", help="only one ICB's, such as QRV")
    parser.add_argument(
        "--on",
        type=day,
        metavar="DATE",
        help="as things stood on a day; without it those open today with all memberships",
    )
    parser.add_argument(
        "--template",
        type=Path,
        metavar="FILE",
        help="write every organisation to a CSV or Excel file that import reads",
    )
    add_store_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Write to stdout as JSON, or to the template's file."""
    if not options.json and options.template is None:
        raise UsageProblem("Say how to write: --json, or --template FILE.")
    if options.template is not None and options.on is not None:
        raise UsageProblem("A template holds all dates; leave --on out.")
    open_store(options.data, ready=True)
    from django.utils import timezone

    from spreadwell.exchange.organisations import export_organisations
    from spreadwell.exchange.organisations.template import write_template

    if options.template is not None:
        try:
            rows = write_template(options.template, options.icb)
        except OSError as error:
            raise InputProblem(f"{options.template}: {error.strerror}.") from None
        say(f"Wrote {rows:,} rows to {options.template}.")
    if options.json:
        found = export_organisations(today=timezone.localdate(), on=options.on, icb=options.icb)
        print_json(
            OrganisationsExported(
                practices=[PracticeRow(**one) for one in found.practices],
                pcns=[PcnRow(**one) for one in found.pcns],
                memberships=[MembershipRow(**one) for one in found.memberships],
            )
        )
    return 0
