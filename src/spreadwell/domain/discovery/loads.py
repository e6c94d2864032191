"""Files of findings: held while their sender looks at them, then taken in part, or thrown away."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid, NotAllowed, NotNow
from ..missions.models import Mission
from ..people.models import Person
from ..people.viewer import Viewer, viewer_of
from .evidence import FindingsLoad
from .permissions import check_add_many, check_add_many_somewhere
from .policies import check_open_to_findings

LARGEST = 10 * 2**20
"""Largest file of findings that a page takes, as large as a table is read whole."""

MOST_ROWS = 5_000
"""Rows or records that a page looks at while somebody waits; the command line takes any number."""

KEPT = timedelta(days=14)
"""A file that nobody settles within this is thrown away, and so are rows that did not come in."""

MOST_HELD = 5
"""Files that one person may have waiting; the oldest goes when another comes."""


def check_size(size: int) -> None:
    """Raise when a file is too large for a page."""
    if size > LARGEST:
        raise Invalid(
            f"The file is {size / 2**20:,.0f} MB, over the limit of {LARGEST / 2**20:,.0f} MB. "
            "Split it, or use “spreadwell import findings” on the command line.",
            field="file",
        )
    if not size:
        raise Invalid("The file is empty.", field="file")


def check_own_load(viewer: Viewer, load: FindingsLoad) -> None:
    """Raise unless it is the viewer's own file, and still to be settled."""
    if load.by_id != viewer.person_id:
        raise NotAllowed("You cannot settle this file. It is for whoever sent it.")
    if load.settled_at is not None or load.content is None:
        raise NotNow("This file is settled already. To take it again, send it again.")


@action
def hold_load(
    *,
    by: Person,
    mission: Mission | None,
    name: str,
    content: bytes,
    sha256: str,
    layout: str,
    usual: Mapping[str, Any],
) -> FindingsLoad:
    """Keep a file of findings for its sender to look at; nothing of it is stored as a finding."""
    viewer = viewer_of(by)
    check_add_many_somewhere(viewer)
    if mission is not None:
        check_add_many(viewer, mission)
        check_open_to_findings(mission)
    check_size(len(content))
    load = FindingsLoad.objects.create(
        by=by, mission=mission, name=name[:200], layout=layout[:20], sha256=sha256,
        content=content, usual=dict(usual),
    )  # fmt: skip
    record(
        by=by, verb="findings_load.held", thing=load, summary=f"{by} sent {load} to look at it"
    )  # fmt: skip
    _throw_away(by, load)
    return load


@action
def settle_load(
    *, by: Person, load: FindingsLoad, counts: Mapping[str, Any], left: bytes | None
) -> FindingsLoad:
    """Note what became of a file; `left` are the rows that did not come in, to be put right."""
    check_own_load(viewer_of(by), load)
    load.counts, load.content, load.settled_at = dict(counts), left, timezone.now()
    load.save(update_fields=["counts", "content", "settled_at"])
    record(
        by=by,
        verb="findings_load.settled",
        thing=load,
        summary=f"{by} took {counts['added']:,} findings of {load} in",
    )
    return load


@action
def discard_load(*, by: Person, load: FindingsLoad) -> FindingsLoad:
    """Throw a file away of which nothing was taken."""
    check_own_load(viewer_of(by), load)
    _emptied(load)
    record(by=by, verb="findings_load.discarded", thing=load, summary=f"{by} threw {load} away")
    return load


def _emptied(load: FindingsLoad) -> None:
    load.content, load.settled_at = None, load.settled_at or timezone.now()
    load.save(update_fields=["content", "settled_at"])


def throw_away_old(before: datetime) -> int:
    """Empty every file held since before a moment; returns how many there were."""
    held = FindingsLoad.objects.exclude(content=None).defer("content")
    old = list(held.filter(sent_at__lt=before))
    for one in old:
        _emptied(one)
    return len(old)


def _throw_away(by: Person, newest: FindingsLoad) -> None:
    """Empty what was held for too long, and a person's oldest beyond the most they may have."""
    start = timezone.now() - KEPT
    throw_away_old(start)
    held = FindingsLoad.objects.exclude(pk=newest.pk).exclude(content=None).defer("content")
    mine = held.filter(by=by, sent_at__gte=start, settled_at=None)
    for one in mine[MOST_HELD - 1 :]:
        _emptied(one)
