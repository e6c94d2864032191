"""Reminders every morning: one round waits in the queue, whoever asks for it, however often."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from spreadwell.domain.networks.models import NetworkAction
from spreadwell.domain.people.roles import Role
from spreadwell.jobs.reminders import AT, keep_reminding, next_morning, remind_everybody
from tests.factories import make_network, make_person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.store]
LONDON = ZoneInfo("Europe/London")


def waiting() -> list[DBTaskResult]:
    """The rounds that wait."""
    return list(DBTaskResult.objects.filter(status="READY"))


def test_servers_and_workers_that_start_together_leave_one_round():
    for _ in range(3):
        keep_reminding()
    # As if another had added its own between our look and our entry.
    remind_everybody.using(run_after=timezone.now() + timedelta(days=3)).enqueue()
    keep_reminding()
    [one] = waiting()
    assert one.run_after == next_morning()


def test_a_round_writes_once_and_queues_the_next_morning():
    NetworkAction.objects.create(
        network=make_network(),
        what="Ring",
        owner=make_person(Role.ANALYST),
        due=date(2025, 3, 1),
    )
    # Two rounds at once: of two stores' worth of workers, say.
    for _ in range(2):
        remind_everybody.enqueue()
    call_command("db_worker", batch=True, interval=0, verbosity=0, reload=False)
    assert len(mail.outbox) == 1
    done = DBTaskResult.objects.filter(status="SUCCESSFUL")
    assert sorted(one.return_value for one in done) == [
        "Wrote to 0 people.",
        "Wrote to 1 person.",
    ]
    [one] = waiting()
    assert one.run_after == next_morning(tomorrow=True)


@pytest.mark.parametrize(
    ("now", "tomorrow", "then"),
    [
        (
            datetime(2025, 3, 17, 6, 59, tzinfo=LONDON),
            False,
            datetime(2025, 3, 17, 7, tzinfo=LONDON),
        ),
        (
            datetime(2025, 3, 17, 7, 0, tzinfo=LONDON),
            False,
            datetime(2025, 3, 18, 7, tzinfo=LONDON),
        ),
        (
            datetime(2025, 3, 17, 6, 59, tzinfo=LONDON),
            True,
            datetime(2025, 3, 18, 7, tzinfo=LONDON),
        ),
        # The clocks go forward in the night: the morning hour stays the morning hour.
        (
            datetime(2025, 3, 29, 12, 0, tzinfo=LONDON),
            False,
            datetime(2025, 3, 30, 7, tzinfo=LONDON),
        ),
    ],
)
def test_the_next_morning_is_by_the_clock_on_the_wall(monkeypatch, now, tomorrow, then):
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert next_morning(tomorrow=tomorrow) == then
    assert timezone.localtime(next_morning(tomorrow=tomorrow)).time() == AT
