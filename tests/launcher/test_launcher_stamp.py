"""The stamp tells a finished environment from every other."""

from pathlib import Path

import pytest

from launcher import stamp


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder with the files that the stamp reads."""
    root = tmp_path / "project"
    for name in (*stamp.LOCKS.values(), *stamp.ASSET_SOURCES):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"{name}\n")
    (root / ".venv/bin").mkdir(parents=True)
    (root / ".venv/bin/python").symlink_to("/bin/sh")
    (root / stamp.VENDOR).mkdir(parents=True)
    return root


def finish(root: Path, *kinds: str) -> str:
    """Stamp the environment as finished for these kinds and return its folder."""
    venv = str(root / ".venv")
    prints = {kind: stamp.digest(root, stamp.LOCKS[kind]) for kind in kinds}
    stamp.write(venv, {"state": "ready", "root": str(root), **prints})
    (root / stamp.VENDOR / ".built").write_text(stamp.digest(root, *stamp.ASSET_SOURCES))
    return venv


def test_finished_environment_is_ready_for_what_was_installed_only(project: Path) -> None:
    venv = finish(project, "run")
    assert stamp.is_ready(str(project), venv, "run")
    assert not stamp.is_ready(str(project), venv, "test")
    finish(project, "run", "test")
    assert stamp.is_ready(str(project), venv, "test")


def test_environment_begun_and_not_finished_is_not_ready(project: Path) -> None:
    venv = finish(project, "run")
    stamp.write(venv, {"state": "building"})
    assert not stamp.is_ready(str(project), venv, "run")


@pytest.mark.parametrize("said", ["", "{", "[]", '{"state": "ready"}'])
def test_spoiled_stamp_is_not_ready(project: Path, said: str) -> None:
    venv = finish(project, "run")
    (project / ".venv" / stamp.NAME).write_text(said)
    assert not stamp.is_ready(str(project), venv, "run")


@pytest.mark.parametrize("name", [stamp.LOCKS["run"], *stamp.ASSET_SOURCES])
def test_changed_lock_or_asset_source_is_noticed(project: Path, name: str) -> None:
    venv = finish(project, "run")
    (project / name).write_text("changed\n")
    assert not stamp.is_ready(str(project), venv, "run")


def test_moved_project_and_vanished_python_are_noticed(project: Path) -> None:
    venv = finish(project, "run")
    moved = project.with_name("moved")
    project.rename(moved)
    assert not stamp.is_ready(str(moved), str(moved / ".venv"), "run")
    moved.rename(project)
    (project / ".venv/bin/python").unlink()
    assert not stamp.is_ready(str(project), venv, "run")


def test_place_of_the_environment_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPREADWELL_VENV", raising=False)
    assert stamp.place("/project") == "/project/.venv"
    monkeypatch.setenv("SPREADWELL_VENV", "/elsewhere")
    assert stamp.place("/project") == "/elsewhere"
