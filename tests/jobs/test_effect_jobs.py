"""A look behind the page: queued, run by a real worker, answered."""

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from spreadwell.domain.models import Protocol
from spreadwell.domain.people.roles import Role
from spreadwell.jobs.effects import is_waiting, last_answer, look_again
from tests.factories import make_innovation, make_measure, make_person, make_site

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.store]


@pytest.fixture
def protocol() -> Protocol:
    """A protocol whose results were never opened."""
    return Protocol.objects.create(
        innovation=make_innovation(),
        measure=make_measure(),
        question={},
        comparators="none",
        owner=make_person(Role.ANALYST),
    )


def run_the_worker() -> None:
    call_command("db_worker", batch=True, interval=0, verbosity=0, reload=False)


def test_a_look_waits_until_the_worker_has_run_it(protocol):
    assert not is_waiting(protocol)
    look_again.enqueue(protocol.pk, protocol.owner_id)
    assert is_waiting(protocol)
    run_the_worker()
    assert not is_waiting(protocol)
    assert "open" in last_answer(protocol).lower()  # refused in words: it is not open yet
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_somebody_without_the_right_is_told_so(protocol):
    look_again.enqueue(protocol.pk, make_person(Role.SITE_MEMBER, site=make_site()).pk)
    run_the_worker()
    assert last_answer(protocol).startswith("You cannot")
