"""Telling those who spoke when a thing that holds their words moves on.

One line a deed says whom it concerns and in which words they hear of it. The notice is written in
the transaction of the deed itself, so that none is done without being told.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone

from ..audit.models import Event
from ..discovery.models import Finding
from . import steps
from .models import Notice

# Written at once; a theme may hold thousands of findings.
BATCH = 1_000


Steps = Callable[[Event, Any], Iterator[steps.Told]]

# Each deed that moves a thing on which words rest.
DEEDS: dict[str, Steps] = {
    "theme.merged": steps.merged,
    "theme.merge_undone": steps.parted,
    "theme.split": steps.split,
    "mission.aim_distilled": steps.distilled,
    "opportunity.raised": steps.raised,
    "opportunity.screened": steps.screened,
    "opportunity.raised_again": steps.raised_again,
    "opportunity.proposed": steps.proposed,
    "shortlist.cut": steps.cut,
    "shortlist.decided": steps.decided,
    "innovations.started": steps.started,
    "innovations.stage_moved": steps.stage_moved,
    "claims.gate_decided": steps.gate_decided,
    "decisions.published": steps.reasons_published,
    "claims.published": steps.claimed,
}


def told_back(*, event: Event, thing: Any, **_: object) -> None:
    """Write a notice to everybody whose words rest on what a deed has moved."""
    tell = DEEDS.get(event.verb)
    if tell is None:
        return
    today = timezone.localdate()
    notices: list[Notice] = []
    for step in tell(event, thing):
        who = Finding.objects.filter(step.findings).exclude(voice="").order_by("pk").distinct()
        notices += [
            Notice(
                finding_id=pk,
                innovation=step.innovation,
                text=step.text,
                did=step.did,
                sent_on=min(step.on or today, today),
                sent_by_id=event.by_id,
                moved=True,
            )
            for pk in who.values_list("pk", flat=True)
        ]
    Notice.objects.bulk_create(notices, batch_size=BATCH)
