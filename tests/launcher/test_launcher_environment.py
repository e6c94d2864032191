"""Half-made, foreign and unreachable: what the launcher does with each."""

import io
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from launcher import assets, environment, installers, stamp
from launcher.progress import Step
from launcher.running import Failed, run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Environments are made without pip and nothing is fetched; lists what was asked for."""
    asked: list[str] = []

    def install(root: Path, python: Path, lock: Path) -> None:
        asked.append(lock.name)

    monkeypatch.setattr(installers, "install", install)
    monkeypatch.setattr(environment, "MAKE", ("-m", "venv", "--without-pip"))
    monkeypatch.setattr(assets, "build_assets", lambda *_: asked.append("assets"))
    monkeypatch.setattr(stamp, "assets_are_built", lambda root: True)
    monkeypatch.setattr(environment, "works", lambda venv: (venv / "bin/python").exists())
    return asked


def test_environment_is_made_once_and_carries_the_command(
    tmp_path: Path, installed: list[str]
) -> None:
    venv = tmp_path / "venv"
    environment.prepare(ROOT, venv, "run")
    environment.prepare(ROOT, venv, "run")
    assert installed == ["run.lock"]
    said = subprocess.run([venv / "bin/python", "-c", "import spreadwell"], capture_output=True)
    assert said.returncode == 0, said.stderr
    assert os.access(venv / "bin/spreadwell", os.X_OK)


def test_test_packages_are_added_to_what_stands(tmp_path: Path, installed: list[str]) -> None:
    venv = tmp_path / "venv"
    environment.prepare(ROOT, venv, "run")
    (venv / "kept").touch()
    environment.prepare(ROOT, venv, "test")
    assert installed == ["run.lock", "test.lock"]
    assert (venv / "kept").exists()
    assert stamp.packages_are_installed(str(ROOT), str(venv), "run")


def test_half_made_environment_is_begun_again(tmp_path: Path, installed: list[str]) -> None:
    venv = tmp_path / "venv"
    environment.prepare(ROOT, venv, "run")
    (venv / "half").touch()
    stamp.write(str(venv), {"state": "building"})
    environment.prepare(ROOT, venv, "run")
    assert not (venv / "half").exists()
    assert stamp.packages_are_installed(str(ROOT), str(venv), "run")


def test_folder_that_is_not_an_environment_is_left_alone(
    tmp_path: Path, installed: list[str]
) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(Failed, match="Move it away, or set SPREADWELL_VENV"):
        environment.prepare(ROOT, tmp_path, "run")
    assert (tmp_path / "letter.txt").read_text() == "mine"
    assert installed == []


def test_failed_update_leaves_the_earlier_stamp(
    tmp_path: Path, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = tmp_path / "venv"
    environment.prepare(ROOT, venv, "run")

    def refuse(*_: object) -> None:
        raise Failed("Installing packages", "error: dns error")

    monkeypatch.setattr(installers, "install", refuse)
    with pytest.raises(Failed, match="could not be reached"):
        environment.prepare(ROOT, venv, "test")
    assert stamp.packages_are_installed(str(ROOT), str(venv), "run")
    assert not stamp.packages_are_installed(str(ROOT), str(venv), "test")


def test_one_start_at_a_time(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with environment.only_one(tmp_path):
            order.append("second")

    with environment.only_one(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.3)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_uv_that_fails_gives_way_to_pip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    used: list[str] = []

    def uv(*_: object, **__: object) -> None:
        used.append("uv")
        raise Failed("Installing packages", "unknown option")

    monkeypatch.setattr(installers, "uv_install", uv)
    monkeypatch.setattr(
        installers, "pip_install", lambda python, lock, *_, **__: used.append(lock.name)
    )
    installers.install(ROOT, tmp_path / "python", ROOT / "requirements/run.lock")
    assert used == ["uv.lock", "uv", "run.lock"]
    assert "going on with pip" in capsys.readouterr().err


def test_settings_that_mislead_are_kept_from_the_installers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("PIP_INDEX_URL", "file:///mirror")
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    env = installers.environment()
    assert not {"PYTHONPATH", "PIP_TARGET"} & set(env)
    assert env["UV_DEFAULT_INDEX"] == "file:///mirror"


def test_failing_program_is_quoted() -> None:
    with pytest.raises(Failed, match=r"Trying failed. What it said last:\n    broken") as caught:
        run("Trying", [sys.executable, "-c", "print('broken'); exit(3)"], env=os.environ)
    assert not caught.value.offline
    with pytest.raises(Failed, match="Trying failed"):
        run("Trying", ["/no/such/program"], env=os.environ)


class Terminal(io.StringIO):
    """Something a person watches."""

    def isatty(self) -> bool:
        """Say that a person watches."""
        return True


def test_bar_moves_on_a_terminal_and_a_line_stands_elsewhere() -> None:
    watched, log = Terminal(), io.StringIO()
    with Step("Installing", 4, watched) as step:
        step.show(2)
        step.show(9)
    assert "[############............] 2/4" in watched.getvalue()
    assert "] 4/4" in watched.getvalue()
    with Step("Installing", 4, log) as step:
        step.show(2)
    assert log.getvalue().startswith("  Installing: done in ")
    assert log.getvalue().count("\n") == 1


@pytest.mark.parametrize("code", [0, 1, 2, 7])
def test_launcher_passes_arguments_and_exit_code_through(tmp_path: Path, code: int) -> None:
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin/python").symlink_to(sys.executable)
    (venv / "bin/spreadwell").write_text(
        "import sys; print(sys.argv[2:]); sys.exit(int(sys.argv[1]))"
    )
    prints = {"run": stamp.digest(str(ROOT), stamp.LOCKS["run"])}
    stamp.write(str(venv), {"state": "ready", "root": str(ROOT), **prints})
    done = subprocess.run(
        [sys.executable, ROOT / "spreadwell", str(code), "a b", "--help"],
        env={**os.environ, "SPREADWELL_VENV": str(venv)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (code, "['a b', '--help']\n", "")
