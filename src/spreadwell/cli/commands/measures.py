"""`spreadwell measures`: definitions of measures, without a store."""

import argparse

from spreadwell.cli.kinds import add_kinds, run_kind
from spreadwell.cli.measuring import KINDS

NAME = "measures"
HELP = "check definitions of measures before they are loaded"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One sub-command for each thing done with definitions."""
    add_kinds(parser, KINDS)


def run(options: argparse.Namespace) -> int:
    """Do it."""
    return run_kind(options)
