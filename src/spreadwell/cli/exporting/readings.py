"""`spreadwell export readings`: current readings as the files that import reads."""

import argparse
from pathlib import Path

from spreadwell.cli.arguments import period
from spreadwell.cli.kinds import add_store_argument
from spreadwell.cli.messages import InputProblem, UsageProblem, say
from spreadwell.cli.store import open_store

HELP = "write current readings as CSV, Excel, Parquet or FHIR"

ENDINGS = {
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".json": "fhir",
    ".ndjson": "fhir",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which readings, and the file."""
    add = parser.add_argument
    add("--out", type=Path, required=True, metavar="FILE", help="the file to write")
    kinds = sorted(set(ENDINGS.values()))
    add("--format", choices=kinds, help="what to write; told by the file's ending if not given")
    add("--measure", action="append", default=[], metavar="M", help="only this measure; repeat")
    add("--site", action="append", default=[], metavar="CODE", help="only this site; repeat")
    add("--since", type=period, metavar="PERIOD", help="from this period on")
    add("--strata", action="store_true", help="with readings of single groups of people")
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
    from spreadwell.domain.foundation.refusals import Refusal
    from spreadwell.domain.measures.models import Reading
    from spreadwell.exchange.readings.exporting import Wanted, export_readings

    wanted = Wanted(options.measure, options.site, options.since, options.strata, told=True)
    try:
        count = export_readings(Reading.objects.all(), wanted, options.out, kind)
    except (Refusal, ValueError) as refusal:
        raise InputProblem(str(refusal)) from None
    except OSError as error:
        raise InputProblem(f"{options.out}: {error.strerror}.") from None
    if options.strata:
        say("Note: groups of people are told by the disclosure rules: small counts are kept back.")
    what = "MeasureReports" if kind == "fhir" else "readings"
    say(f"Wrote {count:,} {what} to {options.out}.")
    return 0
