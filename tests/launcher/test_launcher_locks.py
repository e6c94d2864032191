"""The lock files name no host and hold what the project asks for."""

import base64
import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PYTHON_LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUN = PROJECT["project"]["dependencies"]
EXTRA = PROJECT["project"]["optional-dependencies"]["postgresql"]
TEST = PROJECT["dependency-groups"]["test"]
BENCH = PROJECT["dependency-groups"]["bench"]


def pins(lock: Path) -> dict[str, set[str]]:
    """Each package's locked versions; several where Pythons differ."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", lock.read_text(), re.MULTILINE):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


@pytest.mark.parametrize("lock", [*PYTHON_LOCKS, ROOT / "package-lock.json"], ids=lambda p: p.name)
def test_no_lock_file_names_a_host(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert not re.search(r"index-url|find-links|trusted-host|\"resolved\"", text)


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda p: p.name)
def test_every_locked_package_carries_hashes(lock: Path) -> None:
    lines = lock.read_text().splitlines()
    assert lines
    for number, line in enumerate(lines):
        if not line.startswith(" "):
            assert "==" in line
            assert re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", lines[number + 1])


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("run", RUN + EXTRA), ("test", RUN + EXTRA + TEST), ("bench", RUN + EXTRA + BENCH)],
    ids=["run", "test", "bench"],
)
def test_locks_satisfy_what_the_project_asks_for(name: str, wanted: list[str]) -> None:
    locked = pins(ROOT / f"requirements/{name}.lock")
    for text in wanted:
        asked = Requirement(text)
        versions = locked.get(canonicalize_name(asked.name), set())
        assert versions, f"{asked.name} is not in {name}.lock: write the locks again"
        assert all(asked.specifier.contains(version) for version in versions), text


def test_test_lock_holds_the_very_versions_that_are_run() -> None:
    run, test = (pins(ROOT / f"requirements/{name}.lock") for name in ("run", "test"))
    assert {name: test.get(name) for name in run} == run


def test_npm_lock_agrees_with_package_json_and_checks_content() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    asked = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    for name, version in asked.items():
        assert lock["packages"][f"node_modules/{name}"]["version"] == version
    for path, package in lock["packages"].items():
        if path:
            algorithm, digest = package["integrity"].split("-", 1)
            assert algorithm == "sha512"
            assert len(base64.b64decode(digest)) == 64
