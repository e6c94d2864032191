"""`spreadwell remind`: today's digests, sent now or only told."""

import argparse
from pathlib import Path

from spreadwell.cli.messages import say
from spreadwell.cli.store import open_store

NAME = "remind"
HELP = "send everybody what waits for them, at the rhythm each chose"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the store is, and whether to send."""
    parser.add_argument("--data", type=Path, default=None, help="the folder of the store")
    parser.add_argument(
        "--dry-run", action="store_true", help="say who would be written to, and send nothing"
    )


def run(options: argparse.Namespace) -> int:
    """Send today's digests; the worker does the same every morning by itself."""
    open_store(options.data, ready=True)
    from django.utils import timezone

    from spreadwell.exchange.digests import send_digests
    from spreadwell.exchange.told_back import tell_contacts

    today = timezone.localdate()
    outcome = send_digests(today, dry=options.dry_run, say=say)
    tell_contacts(today, dry=options.dry_run, say=say)
    say(outcome.sentence(options.dry_run))
    return 1 if outcome.failed else 0
