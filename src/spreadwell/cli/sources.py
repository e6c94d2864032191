"""What chart and effect share: reading files, saying notes, and where numbers came from."""

import argparse
import hashlib
from pathlib import Path

from pydantic import BaseModel

from spreadwell.cli.messages import InputProblem, UsageProblem
from spreadwell.formats.reading_row import Statistic
from spreadwell.formats.readings import Readings, read_readings

AUTO = "auto"


class InputFile(BaseModel):
    """A file that a result rests on, told by its content."""

    name: str
    sha256: str


class Result(BaseModel):
    """What every result carries, so that it can be made again."""

    spreadwell_version: str
    inputs: list[InputFile]
    notes: list[str]


def add_readings_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that say which readings, and what their numbers are."""
    parser.add_argument("readings", type=Path, metavar="READINGS", help="CSV, Excel or Parquet")
    parser.add_argument("--measure", metavar="M", help="the measure, where a file holds several")
    parser.add_argument(
        "--statistic",
        choices=[AUTO, *Statistic],
        default=AUTO,
        help="what the numbers are; auto reads numerators mostly above their denominators as a "
        "rate, else as a proportion",
    )
    parser.add_argument("--json", action="store_true", help="write the result as JSON to stdout")


def readings_of(options: argparse.Namespace) -> tuple[Readings, str]:
    """The readings of everyone together for the one measure meant, and that measure."""
    default = None if options.statistic == AUTO else Statistic(options.statistic)
    readings = read_readings(options.readings, default=default, guess=True)
    measures = readings.measures
    measure = options.measure
    if measure is None:
        if len(measures) > 1:
            listed = ", ".join(measures[:20])
            raise UsageProblem(
                f"{options.readings.name} holds several measures ({listed}); "
                "choose one with --measure."
            )
        measure = measures[0]
    elif measure not in measures:
        listed = ", ".join(measures[:20])
        raise UsageProblem(
            f"{options.readings.name} has no measure “{measure}”; it holds {listed}."
        )
    return readings.of_measure(measure), measure


def whole_only(readings: Readings, name: str) -> tuple[Readings, list[str]]:
    """The readings of everyone together, with a note on the strata left out."""
    whole = readings.whole()
    left = len(readings) - len(whole)
    if not len(whole):
        strata = ", ".join(readings.strata)
        raise InputProblem(
            f"Every row of {name} is of one stratum ({strata}); rows of everyone together leave "
            "these cells blank."
        )
    if not left:
        return whole, []
    return whole, [f"{'1 row' if left == 1 else f'{left:,} rows'} of single strata left out."]


def input_file(path: Path) -> InputFile:
    """A file's name and the digest of its content."""
    with path.open("rb") as opened:
        return InputFile(name=path.name, sha256=hashlib.file_digest(opened, "sha256").hexdigest())
