"""`spreadwell measures check`: every mistake in definitions, by file and line, without a store."""

import argparse
from pathlib import Path

from pydantic import BaseModel

from spreadwell.cli.messages import BAD_INPUT, InputProblem, print_json, say, say_file_problem
from spreadwell.formats.measures import MeasureDefinition, check_together, load_definition
from spreadwell.formats.problems import FileProblem

HELP = "check definitions of measures, and say what is wrong on which line"


class Mistake(BaseModel):
    """One mistake: the file, its line (null for the whole file), the field, and what to write."""

    file: str
    line: int | None
    field: str | None
    message: str


class MeasuresChecked(BaseModel):
    """What checking found; `measures` are the ids of definitions without a mistake."""

    measures: list[str]
    mistakes: list[Mistake]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files or folders."""
    add = parser.add_argument
    add("paths", type=Path, nargs="+", metavar="FILE", help="a YAML file, or a folder of them")
    add("--json", action="store_true", help="write what was found to stdout as JSON")


def run(options: argparse.Namespace) -> int:
    """Check every file, alone and together."""
    sound: list[tuple[str, MeasureDefinition]] = []
    problems: list[FileProblem] = []
    for path in _files(options.paths):
        try:
            definition = load_definition(path)
            check_together([*sound, (str(path), definition)])
            sound.append((str(path), definition))
        except FileProblem as found:
            problems.append(FileProblem(str(path), found.problems))
    if options.json:
        print_json(_result([one for _, one in sound], problems))
    else:
        for problem in problems:
            say_file_problem(problem)
        many = len(sound)
        say(f"{many:,} definition{'' if many == 1 else 's'} without a mistake.")
    return BAD_INPUT if problems else 0


def _files(paths: list[Path]) -> list[Path]:
    """The files named, and those of the folders named."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
        if not inside:
            raise InputProblem(f"{path}: there is no YAML file in this folder.")
        found += inside
    return list(dict.fromkeys(found))


def _result(sound: list[MeasureDefinition], problems: list[FileProblem]) -> MeasuresChecked:
    return MeasuresChecked(
        measures=[one.id for one in sound],
        mistakes=[
            Mistake(file=problem.name, line=one.row, field=one.column, message=one.message)
            for problem in problems
            for one in problem.problems
        ],
    )
