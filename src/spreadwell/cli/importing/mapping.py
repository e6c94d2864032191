"""`--map` and `--column`: what the names in a file mean, given with the command."""

import argparse
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from spreadwell.cli.messages import InputProblem, UsageProblem, say_notes
from spreadwell.formats.problems import FileProblem, RowProblem

LARGEST_REMEMBERED = 20_000_000
"""Bytes; a file this large comes from a program, which says what its names mean."""
KINDS = {"columns": "column", "sites": "site", "measures": "measure"}

Given = Mapping[tuple[str, str], str]


def add_map_arguments(parser: argparse.ArgumentParser) -> None:
    """The ways to say what names mean."""
    parser.add_argument(
        "--map", type=Path, metavar="FILE",
        help="YAML with columns, sites and measures: what is written: what it is; blank leaves out",
    )  # fmt: skip
    parser.add_argument(
        "--column", action="append", default=[], metavar="WRITTEN=MEANS",
        help="what one column is, such as Num.=numerator; may be repeated",
    )  # fmt: skip


def names_given(options: argparse.Namespace) -> Given | None:
    """Read what was given; None where nothing was."""
    if options.map is None and not options.column:
        return None
    from spreadwell.domain.measures.names import key_of

    told = _of_file(options.map) if options.map is not None else {}
    for text in options.column:
        written, equals, means = text.rpartition("=")
        if not equals or not written.strip():
            raise UsageProblem(f"--column {text}: write it like Num.=numerator.")
        told["column", written] = means
    return {key_of(what, written): means.strip() for (what, written), means in told.items()}


@contextmanager
def read_by(names: Given | None, by: Any, path: Path) -> Iterator[Path]:
    """Give the file as its names mean; the path itself where no names were given.

    FileProblem where a name is left that nobody explained.
    """
    if names is None:
        yield path
        return
    from spreadwell.exchange.intake.looking import look_at
    from spreadwell.formats.file_kinds import look

    look(path, path.name)
    seen = look_at(by=by, content=path.read_bytes(), name=path.name, names=names)
    if seen.unknown:
        raise FileProblem(
            path.name,
            [
                RowProblem(one.rows[0], one.what, f"“{one.written}” is not known; add it to --map")
                for one in seen.unknown
            ],
        )
    with _kept(seen.content, path.name) as tidy:
        yield tidy


@contextmanager
def read_as_remembered(by: Any, path: Path) -> Iterator[Path | None]:
    """Give the file as the names mean that its sender explained before, and say which were used.

    None where that leaves anything open.
    """
    from spreadwell.domain.measures.names import remembered_by
    from spreadwell.exchange.intake.looking import look_at

    if not path.is_file() or path.stat().st_size > LARGEST_REMEMBERED or not remembered_by(by):
        yield None
        return
    try:
        seen = look_at(by=by, content=path.read_bytes(), name=path.name)
    except FileProblem:
        yield None
        return
    if not seen.ok:
        yield None
        return
    say_notes(seen.table.notes)
    with _kept(seen.content, path.name) as tidy:
        yield tidy


@contextmanager
def _kept(content: bytes, name: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        tidy = Path(folder) / name
        tidy.write_bytes(content)
        yield tidy


def _of_file(path: Path) -> dict[tuple[str, str], str]:
    import yaml

    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputProblem(f"{path}: it cannot be read ({error}).") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", row {mark.line + 1}" if mark else ""
        raise InputProblem(f"{path}{where}: this is not YAML.") from None
    if not isinstance(told, dict) or not set(told) <= set(KINDS):
        raise InputProblem(f"{path}: it holds {', '.join(KINDS)}, each a list of names.")
    found: dict[tuple[str, str], str] = {}
    for kind, names in told.items():
        if not isinstance(names, dict):
            raise InputProblem(f"{path}: {kind} is a list of “written: what it is”.")
        for written, means in names.items():
            found[KINDS[kind], str(written)] = "" if means is None else str(means)
    return found
