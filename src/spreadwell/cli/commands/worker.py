"""`spreadwell worker`: the jobs behind the web server."""

import argparse
from pathlib import Path

from spreadwell.cli.processes import run_together, worker
from spreadwell.cli.store import open_store

NAME = "worker"
HELP = "run the jobs behind the web server"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the store is."""
    parser.add_argument("--data", type=Path, default=None, help="the folder of the store")


def run(options: argparse.Namespace) -> int:
    """Run queued jobs until stopped."""
    open_store(options.data, ready=True)
    from spreadwell.jobs.reminders import keep_reminding

    keep_reminding()
    return run_together([worker()], lambda: True, lambda: ["Waiting for jobs. Ctrl-C stops it."])
