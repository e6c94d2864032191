"""Running all of it: every part runs, and one failure makes the whole fail."""

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from spreadwell.cli.testing import checks, runs


def project_root() -> Path | None:
    """Return the source checkout this code runs from; None for an installed wheel."""
    root = Path(__file__).resolve().parents[4]
    return root if (root / "tests").is_dir() and (root / "pyproject.toml").is_file() else None


def run_everything(root: Path, extra: Sequence[str]) -> int:
    """Run checks and tests in the project at `root`; return 0 when all passed, else 1.

    `extra` goes to pytest. The full run comes last, so that its closing line ends the output.
    """
    with tempfile.TemporaryDirectory(prefix="spreadwell-test-") as data:
        env = {**os.environ, "SPREADWELL_DATA": data, "PYTHONPATH": str(root / "src")}
        env.setdefault("DJANGO_SETTINGS_MODULE", "spreadwell.config.settings")
        env.pop("DATABASE_URL", None)
        failed = [each.name for each in checks.all_checks() if not checks.run(each, root, env)]
        if not runs.on_postgresql(root, env, extra):
            failed.append("Tests on PostgreSQL")
        if failed:
            print(f"Failed before the full test run: {', '.join(failed)}.", flush=True)
        if not runs.on_sqlite(root, env, extra):
            failed.append("Tests")
    if failed:
        print(f"spreadwell test failed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0
