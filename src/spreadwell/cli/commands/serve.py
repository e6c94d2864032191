"""`spreadwell serve`: the web server, and the worker beside it, on a store of your own."""

import argparse
import os
from pathlib import Path

from spreadwell.cli.processes import answers, check_port, run_together, web, worker
from spreadwell.cli.store import open_store

NAME = "serve"
HELP = "run the web server"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the store is and where to listen."""
    parser.add_argument("--data", type=Path, default=None, help="the folder of the store")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on")
    parser.add_argument("--workers", type=int, default=2, help="web processes")
    parser.add_argument(
        "--no-worker", action="store_true", help="leave the jobs to `spreadwell worker`"
    )


def run(options: argparse.Namespace) -> int:
    """Bring the store up to date and serve it until stopped."""
    check_port(options.host, options.port)
    if not os.environ.get("SPREADWELL_HTTPS"):
        os.environ.setdefault("SPREADWELL_ADDRESS", f"http://{options.host}:{options.port}")
    open_store(options.data, ready=True)
    from spreadwell.exchange.backups import store_is_empty

    address = f"http://{options.host}:{options.port}/"

    def words() -> list[str]:
        """Return where it is, or what to do first."""
        if store_is_empty():
            first = f"The store is empty. Open {address} and become its administrator."
        else:
            first = f"Spreadwell is at {address}"
        return [first, "Ctrl-C stops it."]

    commands = [web(options.host, options.port, options.workers)]
    if not options.no_worker:
        from spreadwell.jobs.reminders import keep_reminding

        keep_reminding()
        commands.append(worker())
    return run_together(commands, lambda: answers(options.host, options.port), words)
