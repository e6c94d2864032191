"""A benchmark beside its peer, in an environment made for it: `python -m benchmarks.peers spc`.

Makes `build/peers` from `requirements/bench.lock` where it is not there yet, and runs
`python -m benchmarks.NAME --peer` in it. The product and its tests need none of these packages.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

from launcher import installers
from launcher.running import Failed

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "bench.lock"
NAMES = ("spc",)


def prepared() -> Path:
    """The Python of the peers' environment, which is made anew when the lock has changed."""
    print_of_lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    place = ROOT / "build" / "peers"
    stamp = place / "lock"
    if not stamp.is_file() or stamp.read_text() != print_of_lock:
        venv.create(place, clear=True, with_pip=True)
        installers.install(ROOT, place / "bin" / "python", LOCK)
        stamp.write_text(print_of_lock)
    return place / "bin" / "python"


def main() -> int:
    """Set up what is needed and run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=NAMES)
    asked, further = parser.parse_known_args()
    try:
        python = prepared()
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    command = [python, "-m", f"benchmarks.{asked.name}", "--peer", *further]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
