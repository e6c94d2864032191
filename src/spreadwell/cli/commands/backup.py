"""`spreadwell backup`: the whole store as one file."""

import argparse
from pathlib import Path

from spreadwell.cli.messages import InputProblem, say
from spreadwell.cli.progress import Bar
from spreadwell.cli.store import open_store

NAME = "backup"
HELP = "write the store and its files into one file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file to write, and the store."""
    parser.add_argument("file", type=Path, help="the file to write, such as store.swb")
    parser.add_argument("--data", type=Path, default=None, help="the folder of the store")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")


def run(options: argparse.Namespace) -> int:
    """Write the backup; nothing is left at the file's name unless it is whole."""
    if options.file.exists() and not options.force:
        raise InputProblem(f"{options.file} is there already; give another name, or --force.")
    if not options.file.absolute().parent.is_dir():
        raise InputProblem(f"There is no folder {options.file.absolute().parent}.")
    open_store(options.data)
    from spreadwell.exchange.backups import store_is_empty, write_backup

    if store_is_empty():
        raise InputProblem("This store is empty: there is nothing to back up. Is --data right?")
    counts = write_backup(options.file, Bar())
    say(f"Wrote {sum(counts.values()):,} rows of {len(counts)} tables to {options.file}.")
    return 0
