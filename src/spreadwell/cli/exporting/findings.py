"""`spreadwell export findings`: what was heard, as a file that import reads."""

import argparse
from pathlib import Path

from spreadwell.cli.findings_result import FindingRow, FindingsExported
from spreadwell.cli.kinds import add_store_argument
from spreadwell.cli.messages import InputProblem, UsageProblem, print_json, say
from spreadwell.cli.store import open_store

HELP = "write what was heard, without addresses and without names that may not be told"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to write, and where."""
    parser.add_argument("--mission", default="", help="of one mission only")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write a CSV file")
    parser.add_argument("--json", action="store_true", help="write JSON to stdout")
    add_store_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Write to a file, to stdout, or both."""
    if not options.json and options.csv is None:
        raise UsageProblem("Say how to write: --json, or --csv FILE.")
    open_store(options.data, ready=True)
    from spreadwell.domain.models import Finding
    from spreadwell.exchange.discovery.exporting import as_csv, rows

    found = Finding.objects.all()
    if options.mission:
        found = found.filter(mission__slug=options.mission)
    if options.csv is not None:
        try:
            options.csv.write_bytes(as_csv(found))
        except OSError as error:
            raise InputProblem(f"{options.csv}: {error.strerror}.") from None
        say(f"Wrote {found.count():,} findings to {options.csv}.")
    if options.json:
        print_json(FindingsExported(findings=[FindingRow(**one) for one in rows(found)]))
    return 0
