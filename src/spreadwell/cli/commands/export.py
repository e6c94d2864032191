"""`spreadwell export`: what the store holds as files, a kind at a time."""

import argparse

from spreadwell.cli.exporting import KINDS
from spreadwell.cli.kinds import add_kinds, run_kind

NAME = "export"
HELP = "write files out of the store"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One sub-command a kind."""
    add_kinds(parser, KINDS)


def run(options: argparse.Namespace) -> int:
    """Write what was asked for."""
    return run_kind(options)
