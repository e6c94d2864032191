"""A load of readings that is killed anywhere leaves all or nothing, and the store works on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

KILLS = {"sqlite": 50, "postgresql": 8}


@pytest.mark.django_db(transaction=True)
@pytest.mark.store
def test_a_load_that_is_killed_at_any_point_leaves_all_of_it_or_nothing(tmp_path):
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {
        "SPREADWELL_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "spreadwell.config.settings",
    }
    if connection.vendor == "postgresql":
        # The test's own database: what the other process stores is emptied after the test.
        given = os.environ["DATABASE_URL"]
        before, _, options = given.partition("?")
        server = before.rpartition("/")[0]
        name = connection.settings_dict["NAME"]
        environment["DATABASE_URL"] = f"{server}/{name}" + (f"?{options}" if options else "")
    done = subprocess.run(
        [sys.executable, "-m", "tests.cli.killing", str(KILLS[connection.vendor]), "7"],
        env=environment, cwd=Path.cwd(), timeout=600, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["kills"] == KILLS[connection.vendor]
    # Most are killed before the end; were all of them, or none, no point would have been tried.
    assert found["whole"] < found["kills"]
