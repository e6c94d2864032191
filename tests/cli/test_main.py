import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from spreadwell import __version__
from spreadwell.cli import main as main_module
from spreadwell.cli.pictures import file_names
from spreadwell.cli.registry import COMMANDS, installed
from spreadwell.cli.schemas import RESULTS, schema_text

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def test_the_overview_and_the_version(run):
    code, out, _ = run("--help")
    assert code == 0
    assert all(f"  {name} " in out for name in installed())
    assert run("--version") == (0, f"spreadwell {__version__}\n", "")
    assert run()[0] == 2


def test_an_unknown_command_is_usage(run):
    code, out, err = run("chrat")
    assert (code, out) == (2, "")
    assert err.startswith("There is no command “chrat”; choose ")


@pytest.mark.parametrize("name", installed())
def test_every_command_keeps_the_pattern(run, name):
    command = installed()[name]
    module = command.load()
    assert (command.name, command.help) == (module.NAME, module.HELP)
    assert module.__doc__.startswith(f"`spreadwell {name}`")
    code, out, _ = run(name, "--help")
    assert code == 0
    assert out.startswith(f"usage: spreadwell {name}")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_and_option_is_documented(command):
    text = (REFERENCE / "command-line.md").read_text(encoding="utf-8")
    section = re.search(rf"^## spreadwell {command.name}$(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert section is not None
    if not command.is_installed:
        return
    parser = argparse.ArgumentParser(add_help=False)
    command.load().add_arguments(parser)
    options = re.findall(r"--[a-z][a-z-]+", parser.format_help())
    assert [option for option in options if option not in section[1]] == []


@pytest.mark.parametrize("name", RESULTS)
def test_schemas_are_current(name):
    path = REFERENCE / "schemas" / f"{name}.schema.json"
    assert path.read_text(encoding="utf-8") == schema_text(name), (
        "run: python -m spreadwell.cli.schemas docs/reference/schemas"
    )


def test_a_fault_is_one_sentence_unless_it_is_being_mended(run, readings, monkeypatch):
    def broken(options):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(installed()["chart"].load(), "run", broken)
    monkeypatch.delenv(main_module.DEBUG, raising=False)
    code, out, err = run("chart", readings)
    assert (code, out) == (1, "")
    assert "fault of its own (ZeroDivisionError: division by zero)" in err
    assert len(err.splitlines()) == 1
    monkeypatch.setenv(main_module.DEBUG, "1")
    with pytest.raises(ZeroDivisionError):
        run("chart", readings)


def test_stopping_from_the_keyboard(run, readings, monkeypatch):
    def stopped(options):
        raise KeyboardInterrupt

    monkeypatch.setattr(installed()["chart"].load(), "run", stopped)
    assert run("chart", readings) == (130, "", "Stopped.\n")


def test_charts_and_effects_start_without_django(readings):
    script = (
        "import sys; from spreadwell.cli.main import main; "
        f"code = main(['chart', {str(readings)!r}]); "
        "import spreadwell.cli.commands.effect; "
        "sys.exit(code or any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    path = os.pathsep.join([str(Path(main_module.__file__).parents[2]), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, env={**os.environ, "PYTHONPATH": path}
    )
    assert done.returncode == 0, done.stderr.decode()


def test_a_reader_who_leaves_early_is_no_fault(readings):
    path = os.pathsep.join([str(Path(main_module.__file__).parents[2]), *sys.path])
    command = (
        f"{sys.executable} -m spreadwell.cli.main chart {readings} --site 007 --json | head -n 1"
    )
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"{\n", b"")


def test_names_of_files_are_safe_and_differ():
    assert file_names(["../x", "X", "a b", "a/b", "…"]) == ["x", "X-2", "a-b", "a-b-2", "chart"]
