"""Estimating effects behind the page: a look can take seconds on thousands of sites."""

from django.db.models import QuerySet
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from spreadwell.domain.claims.effects import estimate_effect, follow_readings, would_differ
from spreadwell.domain.claims.models import Protocol
from spreadwell.domain.foundation.refusals import Refusal
from spreadwell.domain.people.models import Person

WAITING = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@task()
def look_again(protocol_id: int, person_id: int) -> str:
    """Look again at an effect for somebody; returns what the page says of it.

    A refusal is an answer, not a fault: the rights or readings may have changed since it was
    asked for.
    """
    person = Person.objects.get_queryset().get(pk=person_id)
    protocol = Protocol.objects.get(pk=protocol_id)
    try:
        effect = estimate_effect(by=person, protocol=protocol)
    except Refusal as refusal:
        return str(refusal)
    return f"Look {effect.look} is done."


@task()
def follow(protocol_id: int, because: str) -> str:
    """Look again at an effect whose readings changed; nothing is estimated twice on the same."""
    protocol = Protocol.objects.get(pk=protocol_id)
    try:
        if not would_differ(protocol):
            return "Nothing that it rests on has changed."
        effect = follow_readings(by=None, protocol=protocol, because=because)
    except Refusal as refusal:
        return str(refusal)
    return f"Look {effect.look} is done."


def readings_came(*, measures: frozenset[int], because: str, **_: object) -> None:
    """Queue a look at each opened effect of these measures, unless one is about to begin.

    The job is written in the transaction of the readings: it is there once they are.
    """
    opened = Protocol.objects.filter(measure__in=measures, state="opened")
    for pk in opened.values_list("pk", flat=True):
        ready = _asked_of(pk, follow).filter(status=TaskResultStatus.READY)
        if not ready.exists():
            follow.enqueue(pk, because)


def is_waiting(protocol: Protocol) -> bool:
    """Tell whether a look at this effect is queued or running."""
    either = _asked_of(protocol.pk, look_again) | _asked_of(protocol.pk, follow)
    return either.filter(status__in=WAITING).exists()


def last_answer(protocol: Protocol) -> str:
    """Return what the last look that was asked for came to, or nothing."""
    done = _asked_of(protocol.pk, look_again).filter(status=TaskResultStatus.SUCCESSFUL)
    latest = done.order_by("-finished_at").first()
    return str(latest.return_value) if latest else ""


def _asked_of(protocol: int, job: Task[..., str]) -> "QuerySet[DBTaskResult[..., str]]":
    return DBTaskResult.objects.filter(task_path=job.module_path, args_kwargs__args__0=protocol)
