"""The program of the guide sends readings to a store that runs."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from spreadwell.domain.models import Reading
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.tokens import make_token
from tests.docs.pages import DOCS, blocks
from tests.factories import make_measure, make_organisation, make_person

READINGS = (
    "measure,site,period,numerator,denominator\n"
    "at_target,XP-A,2025-01,40,100\nat_target,XP-A,2025-02,41,100\n"
)


@pytest.mark.django_db(transaction=True)
def test_the_program_of_the_guide_sends_once_and_says_what_the_guide_prints(live_server, tmp_path):
    page = DOCS / "how-to" / "send-readings-from-a-program.md"
    (program,) = blocks(page, "python")
    (printed,) = blocks(page, "text")
    make_measure(slug="at_target")
    make_organisation(code="XP-A")
    day = timezone.localdate() + timedelta(days=9)
    secret = make_token(by=make_person(Role.ANALYST), name="Warehouse", expires=day).secret
    (tmp_path / "readings.csv").write_text(READINGS)

    def run() -> str:
        given = {"API": f"{live_server.url}/api/v1", "TOKEN": secret, "PATH": ""}
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, env=given, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert run().strip() == printed.strip()
    assert run().splitlines()[1].startswith("Stored before under this key: 2 new")
    assert Reading.objects.count() == 2
