"""`spreadwell restore`: a store brought back from a backup."""

import argparse
from pathlib import Path

from spreadwell.cli.messages import InputProblem, say
from spreadwell.cli.progress import Bar
from spreadwell.cli.store import open_store

NAME = "restore"
HELP = "bring a store back from a backup"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file to read, and the empty store to fill."""
    parser.add_argument("file", type=Path, help="a file that `spreadwell backup` wrote")
    parser.add_argument("--data", type=Path, default=None, help="the folder of the empty store")


def run(options: argparse.Namespace) -> int:
    """Fill the store: all of the backup or nothing of it."""
    open_store(options.data)
    from spreadwell.exchange.backups import NotABackup, read_backup

    try:
        counts = read_backup(options.file, Bar())
    except NotABackup as problem:
        raise InputProblem(str(problem)) from problem
    say(f"Brought back {sum(counts.values()):,} rows of {len(counts)} tables.")
    return 0
