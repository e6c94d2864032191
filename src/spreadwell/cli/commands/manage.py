"""`spreadwell manage`: Django's own commands, with Spreadwell's settings."""

import argparse
import os

NAME = "manage"
HELP = "run one of Django's own commands"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take all that follows as it is: it is Django's to understand."""
    parser.add_argument(
        "arguments", nargs=argparse.REMAINDER, help="a command of Django, such as migrate or help"
    )


def run(options: argparse.Namespace) -> int:
    """Hand over to Django; a command's own error is one sentence, and exit 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spreadwell.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["spreadwell manage", *options.arguments])
    return 0
