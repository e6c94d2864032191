"""`spreadwell import`: files into the store, a kind at a time."""

import argparse

from spreadwell.cli.importing import KINDS
from spreadwell.cli.kinds import add_kinds, run_kind

NAME = "import"
HELP = "bring files into the store"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One sub-command a kind."""
    add_kinds(parser, KINDS)


def run(options: argparse.Namespace) -> int:
    """Bring the files in, all of them or nothing."""
    return run_kind(options)
