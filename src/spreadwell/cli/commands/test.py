"""`spreadwell test`: everything the continuous integration runs."""

import argparse
import sys

from spreadwell.cli.testing.everything import project_root, run_everything

NAME = "test"
HELP = "run every check and test; further arguments go to pytest"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take all that follows as it is: it is pytest's to understand."""
    parser.add_argument("pytest", nargs=argparse.REMAINDER, help="arguments for pytest")


def run(arguments: argparse.Namespace) -> int:
    """Run it all in the source checkout; exit 1 where something failed or there is none."""
    root = project_root()
    if root is None:
        print(
            "spreadwell test runs in a source checkout, which has the tests; "
            "this is an installed package.",
            file=sys.stderr,
        )
        return 1
    return run_everything(root, arguments.pytest)
