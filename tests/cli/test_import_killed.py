"""A load of readings that is killed half-way leaves the store as it was."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

START = """
import os, signal, sys
import django
django.setup()
"""
FILL = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from spreadwell.domain.people.roles import Role
from tests.factories import make_measure, make_organisation, make_person
make_measure(slug="at_target")
make_organisation(code="XP-A")
make_person(Role.ADMINISTRATOR)
"""
KILLED = """
from spreadwell.domain.measures import actions
from spreadwell.domain.models import Reading
kept = actions.record
def power_cut(**given):
    if Reading.objects.count() == 300:
        os.kill(os.getpid(), signal.SIGKILL)
    return kept(**given)
actions.record = power_cut
from spreadwell.cli.main import main
sys.exit(main(["import", "readings", "readings.csv"]))
"""
WHOLE = """
from spreadwell.cli.main import main
sys.exit(main(["import", "readings", "readings.csv"]))
"""
LOOK = """
from spreadwell.domain.models import Event, Reading, Submission
submissions = Submission.objects.filter(state="accepted").count()
print(Reading.objects.count(), submissions, Event.objects.filter(verb__contains="accepted").count())
"""


@pytest.fixture
def process(tmp_path):
    """Return a function that runs lines in a process of their own on a store of their own."""
    root = str(Path.cwd())
    given = {
        "SPREADWELL_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "spreadwell.config.settings",
        "PYTHONPATH": os.pathsep.join([root, f"{root}/src"]),
    }
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | given

    def run(lines: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", START + lines],
            env=environment, cwd=tmp_path, timeout=120, capture_output=True, text=True,
        )  # fmt: skip

    return run


def test_a_killed_load_of_readings_leaves_nothing_and_can_be_done_again(process, tmp_path):
    rows = [f"at_target,XP-A,{1990 + n // 12}-{n % 12 + 1:02},40,100" for n in range(300)]
    header = "measure,site,period,numerator,denominator"
    (tmp_path / "readings.csv").write_text("\n".join([header, *rows]))
    filled = process(FILL)
    assert filled.returncode == 0, filled.stderr
    killed = process(KILLED)
    assert killed.returncode == -9, killed.stderr
    assert process(LOOK).stdout.split() == ["0", "0", "0"]
    again = process(WHOLE)
    assert again.returncode == 0, again.stderr
    assert process(LOOK).stdout.split() == ["300", "1", "1"]
