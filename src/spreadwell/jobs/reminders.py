"""Reminders every morning: a task that queues itself for the next day."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from spreadwell.domain.discovery.loads import KEPT, throw_away_old
from spreadwell.exchange.digests import send_digests
from spreadwell.exchange.told_back import tell_contacts

AT = time(7, 0)
"""Before the working day begins, in the time zone of the store."""


@task()
def remind_everybody() -> str:
    """Send what is due, and come again tomorrow; returns what came of it."""
    now = timezone.localtime()
    # Before anything is sent: a worker that is killed half-way must not end the reminders.
    keep_reminding(tomorrow=True)
    outcome = send_digests(now.date())
    spoke = tell_contacts(now.date())
    throw_away_old(now - KEPT)
    also = f" And to {spoke:,} who spoke without an account." if spoke else ""
    return outcome.sentence() + also


def keep_reminding(*, tomorrow: bool = False) -> None:
    """See to it that exactly one round waits in the queue.

    Safe with several workers and servers at once: each may add one, then all but the earliest
    are taken out again, and everybody agrees on which that is. A round too many would write to
    nobody twice in any case, since each person's day is claimed.
    """
    waiting = DBTaskResult.objects.filter(
        task_path=remind_everybody.module_path, status=TaskResultStatus.READY
    )
    if not waiting.exists():
        remind_everybody.using(run_after=next_morning(tomorrow=tomorrow)).enqueue()
    first = list(waiting.order_by("run_after", "pk").values_list("pk", flat=True)[:1])
    waiting.exclude(pk__in=first).delete()


def next_morning(*, tomorrow: bool = False) -> datetime:
    """Return the next morning hour; with `tomorrow`, that of the next day."""
    now = timezone.localtime()
    today = timezone.make_aware(datetime.combine(now.date(), AT))
    if today > now and not tomorrow:
        return today
    return timezone.make_aware(datetime.combine(now.date() + timedelta(days=1), AT))
