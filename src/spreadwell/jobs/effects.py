"""Estimating effects behind the page: a look can take seconds on thousands of sites."""

from django.db.models import QuerySet
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from spreadwell.domain.claims.effects import estimate_effect
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


def is_waiting(protocol: Protocol) -> bool:
    """Tell whether a look at this effect is queued or running."""
    return _asked_of(protocol).filter(status__in=WAITING).exists()


def last_answer(protocol: Protocol) -> str:
    """Return what the last look that was asked for came to, or nothing."""
    done = _asked_of(protocol).filter(status=TaskResultStatus.SUCCESSFUL)
    latest = done.order_by("-finished_at").first()
    return str(latest.return_value) if latest else ""


def _asked_of(protocol: Protocol) -> "QuerySet[DBTaskResult[..., str]]":
    return DBTaskResult.objects.filter(
        task_path=look_again.module_path, args_kwargs__args__0=protocol.pk
    )
