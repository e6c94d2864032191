"""Making the environment that the command line runs in, so that a kill at any point is mended."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher import assets, installers, stamp
from launcher.progress import Step
from launcher.running import Failed, run

LOCK_NAME = "spreadwell.lock"
MAKE = ("-m", "venv")
SCRIPT = """#!{python}
import sys

sys.argv[0] = "spreadwell"
try:
    from spreadwell.cli.main import main

    code = main()
except KeyboardInterrupt:
    code = 130
sys.exit(code)
"""


@contextmanager
def only_one(venv: Path) -> Iterator[None]:
    """Let one start at a time prepare an environment; others wait for it."""
    venv.mkdir(parents=True, exist_ok=True)
    with (venv / LOCK_NAME).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("Another start is preparing Spreadwell; waiting for it.", file=sys.stderr)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def works(venv: Path) -> bool:
    """True when the environment's Python runs, is new enough and has pip."""
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        done = subprocess.run([venv / "bin/python", "-c", check], capture_output=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def make(venv: Path, said: dict[str, str]) -> None:
    """Make an empty environment, unless a finished or foreign one that works is there already.

    One that we began and did not finish is emptied first. Raises Failed when a folder that is
    not ours stands in the way.
    """
    begun_by_us = bool(said)
    if (not begun_by_us or said.get("state") == "ready") and works(venv):
        return
    if not begun_by_us and {path.name for path in venv.iterdir()} - {LOCK_NAME}:
        raise Failed(
            "Making the Python environment",
            f"{venv} is already there and is not a working Python environment. "
            "Move it away, or set SPREADWELL_VENV to another folder.",
        )
    for path in venv.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != LOCK_NAME:
            path.unlink()
    stamp.write(venv, {"state": "building"})
    with Step("Making the Python environment"):
        run(
            "Making the Python environment",
            [sys.executable, *MAKE, venv],
            env=installers.environment(),
        )


def connect(root: Path, venv: Path) -> None:
    """Let the environment find the project's source, and give it the `spreadwell` command."""
    python = venv / "bin/python"
    packages = next((venv / "lib").glob("python3*/site-packages"))
    (packages / "spreadwell.pth").write_text(f"{root / 'src'}\n")
    script = venv / "bin/spreadwell"
    script.write_text(SCRIPT.format(python=python))
    script.chmod(0o755)


def prepare(root: Path, venv: Path, kind: str) -> None:
    """Bring the environment and the assets to what the lock files ask for.

    `kind` is "run" or "test"; the test packages include the others. Raises Failed.
    """
    with only_one(venv):
        if not stamp.packages_are_installed(str(root), str(venv), kind):
            said = stamp.read(venv)
            make(venv, said if said.get("root", str(root)) == str(root) else {"state": "moved"})
            stamp.write(venv, {"state": "building"})
            try:
                installers.install(root, venv / "bin/python", root / stamp.LOCKS[kind])
            except Failed:
                # Nothing was changed yet: what was finished before stays good for its own lock.
                if said.get("state") == "ready":
                    stamp.write(venv, said)
                raise
            connect(root, venv)
            kinds = ("run", "test") if kind == "test" else ("run",)
            prints = {each: stamp.digest(root, stamp.LOCKS[each]) for each in kinds}
            stamp.write(venv, {"state": "ready", "root": str(root), **prints})
        if not stamp.assets_are_built(root):
            with Step("Building styles and scripts"):
                assets.build_assets(root, root / stamp.VENDOR, venv / "bin/python")


def prepare_or_exit(root: str, venv: str, kind: str) -> None:
    """Prepare with messages for the person waiting; end the program where it cannot be done."""
    os.environ.pop("SPREADWELL_PYTHON_CHOSEN", None)
    print("Preparing Spreadwell (only after a new clone or an update).", file=sys.stderr)
    try:
        prepare(Path(root), Path(venv), kind)
    except Failed as failure:
        sys.exit(f"{failure}")
    except KeyboardInterrupt:
        print("\nStopped. The next start goes on from here.", file=sys.stderr)
        sys.exit(130)
    except OSError as error:
        sys.exit(f"Could not write {error.filename or venv}: {error.strerror}.")
