"""`spreadwell remind`: told, then sent, then nothing more on the same day."""

from datetime import date

import pytest
from django.core import mail

from spreadwell.cli.main import main
from spreadwell.domain.networks.models import NetworkAction
from spreadwell.domain.people.roles import Role
from tests.factories import make_network, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture(autouse=True)
def _promise() -> None:
    """Somebody for whom something waits."""
    NetworkAction.objects.create(
        network=make_network(),
        what="Ring the clinic",
        owner=make_person(Role.ANALYST, name="Rowan Ashby"),
        due=date(2025, 3, 1),
    )


def test_a_dry_run_tells_and_sends_nothing(capsys):
    assert main(["remind", "--dry-run"]) == 0
    said = capsys.readouterr()
    assert "Rowan Ashby" in said.err and "Would write to 1 person." in said.err
    assert said.out == "" and not mail.outbox


def test_a_run_sends_once_a_day(capsys):
    assert [main(["remind"]), main(["remind"])] == [0, 0]
    said = capsys.readouterr().err
    assert "Wrote to 1 person." in said and "Wrote to 0 people." in said
    assert len(mail.outbox) == 1
