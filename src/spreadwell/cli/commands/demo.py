"""`spreadwell demo`: the North West London example on an embedded store, ready to look at."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from spreadwell.cli.messages import InputProblem, say
from spreadwell.cli.processes import answers, check_port, run_together, web, worker
from spreadwell.cli.progress import Bar
from spreadwell.cli.store import open_store

NAME = "demo"
HELP = "load the North West London example and open it in a browser"

PLACE = Path("var") / "demo"
# Stands in a folder that the demo made, so that --reset never deletes anything else.
MARK = "made-by-spreadwell-demo"
HOST = "127.0.0.1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the example's store is, and where to listen."""
    parser.add_argument("--data", type=Path, default=PLACE, help=f"the store's folder ({PLACE})")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    parser.add_argument("--reset", action="store_true", help="throw the example away, load it anew")
    parser.add_argument("--load-only", action="store_true", help="load the example, serve nothing")


def run(options: argparse.Namespace) -> int:
    """Load the example unless it is there, then serve it until Ctrl-C."""
    if not options.load_only:
        check_port(HOST, options.port)
    _make_place(options.data, options.reset)
    os.environ.pop("DATABASE_URL", None)  # the demo is always on the embedded store
    os.environ["SPREADWELL_EXAMPLE"] = "1"
    os.environ["SPREADWELL_ADDRESS"] = f"http://{HOST}:{options.port}"
    open_store(options.data, ready=True)
    from spreadwell.exchange.backups import store_is_empty

    if store_is_empty():
        from spreadwell.exchange import portfolio

        say("Loading the example portfolio:")
        portfolio.load(progress=Bar())
    if options.load_only:
        return 0

    def words() -> list[str]:
        """Return where it is and who may sign in; the next round of reminders is seen to."""
        from spreadwell.exchange import portfolio
        from spreadwell.jobs.reminders import keep_reminding

        keep_reminding()
        width = max(len(one.role) for one in portfolio.SIGN_INS)
        return [
            "", f"Spreadwell is at http://{HOST}:{options.port}/", "", "Sign in as:",
            *(f"  {one.role:<{width}}  {one.email}" for one in portfolio.SIGN_INS),
            f"  with the password: {portfolio.PASSWORD}", "", "Ctrl-C stops it.",
        ]  # fmt: skip

    processes = [web(HOST, options.port, workers=2), worker()]
    code = run_together(processes, lambda: answers(HOST, options.port), words)
    sys.stderr.write("\n")
    say("Stopped. The example stays: the next start takes seconds.")
    return code


def _make_place(place: Path, reset: bool) -> None:
    """Make the folder of the example's store, empty when it is to be reset."""
    if place.exists() and not (place / MARK).exists() and any(place.iterdir()):
        raise InputProblem(
            f"{place} holds something that the demo did not make; give another --data folder."
        )
    if reset and place.exists():
        shutil.rmtree(place)
    place.mkdir(parents=True, exist_ok=True)
    (place / MARK).touch()
