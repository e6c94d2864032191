"""The launcher finds a Python that will do, or says what to install."""

import sys
from pathlib import Path

import pytest

from launcher import pythons


def fake(folder: Path, name: str, said: str, code: int = 0) -> None:
    """A program that answers the probe as a Python of some version would."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\necho {said}\nexit {code}\n")
    program.chmod(0o755)


@pytest.fixture
def only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing on it but what the test puts there."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(sys, "executable", "")
    return tmp_path / "bin"


def test_probe_reads_the_version_of_this_python() -> None:
    assert pythons.probe(sys.executable) == sys.version_info[:2]


def test_newest_known_python_is_taken(only: Path) -> None:
    fake(only, "python3", "3.9")
    fake(only, "python3.11", "3.11")
    fake(only, "python3.13", "3.13")
    assert pythons.best() == str(only / "python3.13")


def test_python_without_venv_is_passed_over(only: Path) -> None:
    fake(only, "python3.13", "", code=1)
    fake(only, "python3.11", "3.11")
    assert pythons.best() == str(only / "python3.11")


def test_newer_than_known_is_taken_when_it_is_all_there_is(only: Path) -> None:
    fake(only, "python3", "3.99")
    assert pythons.best() == str(only / "python3")


def test_nothing_good_enough_is_none(only: Path) -> None:
    fake(only, "python3", "3.9")
    assert pythons.best() is None


def test_too_old_says_which_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert pythons.why_not() == (
        "Spreadwell needs Python 3.11 or newer; this one is 3.9. "
        "Install a newer Python (for example python3.12) and start again."
    )


def test_missing_venv_names_the_package(
    only: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake(only, "python3", "", code=1)
    monkeypatch.setattr(sys, "executable", str(only / "python3"))
    monkeypatch.setattr(sys, "version_info", (3, 12, 1))
    with pytest.raises(SystemExit) as ended:
        pythons.change_to_a_good_one("spreadwell")
    assert "sudo apt install python3-venv (or python3.12-venv)" in str(ended.value)
