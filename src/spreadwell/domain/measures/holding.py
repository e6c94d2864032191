"""Files with faults: kept while their sender puts them right, for a while and only a few."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import NotNow
from ..people.models import Person
from ..people.viewer import viewer_of
from .answers import answered_so_far
from .changes import counts_in_words
from .models import Submission
from .permissions import check_send, check_settle
from .states import SUBMISSION

KEPT = timedelta(days=14)
"""A file that nobody puts right within this is thrown away."""

MOST_HELD = 5
"""Files that one person may have to put right at once; the oldest goes when another comes."""


@action
def hold(
    *,
    by: Person,
    content: bytes,
    name: str,
    sha256: str,
    notes: Sequence[str] = (),
    way: str = "file",
    note: str = "",
) -> Submission:
    """Keep a file that cannot be taken yet; nothing of it is stored as a reading."""
    check_send(viewer_of(by))
    held = Submission.objects.create(
        sent_by=by,
        way=way,
        file_name=name[:200],
        sha256=sha256,
        content=content,
        state="held",
        said={"notes": list(notes)},
        note=note,
    )
    record(
        by=by,
        verb="measures.submission_held",
        thing=held,
        summary=f"{by} sent {held}, which is to be put right before anything of it is stored",
    )
    _throw_away(by, held)
    return held


@action
def keep_on(
    *, by: Person, submission: Submission, content: bytes, notes: Sequence[str], what: str
) -> Submission:
    """Keep a held file as it was put right so far."""
    _check_held(by, submission)
    submission.content = content
    submission.said = submission.said | {"notes": list(notes)}
    submission.save(update_fields=["content", "said"])
    record(by=by, verb="measures.submission_mended", thing=submission, summary=f"{by} {what}")
    return submission


@action
def let_in(
    *,
    by: Person,
    submission: Submission,
    content: bytes,
    changes: dict[str, Any],
    notes: Sequence[str],
) -> Submission:
    """A held file without a fault any more waits to be accepted, like any file."""
    _check_held(by, submission)
    submission.content = content
    submission.changes = changes
    submission.state = "checked"
    submission.said = submission.said | {"notes": list(notes)}
    submission.save(update_fields=["content", "changes", "state", "said"])
    record(
        by=by,
        verb="measures.submission_checked",
        thing=submission,
        summary=f"{by} put {submission} right: it would bring {counts_in_words(changes)}",
    )
    return submission


@action
def hold_again(*, by: Person, submission: Submission) -> Submission:
    """A checked file goes back to be put right, since one of its numbers is to be corrected."""
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    check_settle(viewer_of(by), submission)
    SUBMISSION.check_move(submission.state, "held")
    submission.state = "held"
    # Its questions are asked anew once it is right; what was answered of the numbers that stay
    # as they are is not asked twice.
    submission.said = {
        "notes": submission.said.get("notes", []),
        "answered": answered_so_far(submission.said),
    }
    submission.save(update_fields=["state", "said"])
    record(
        by=by,
        verb="measures.submission_held",
        thing=submission,
        summary=f"{by} wants to correct numbers of {submission} before it is accepted",
    )
    return submission


def _check_held(by: Person, submission: Submission) -> None:
    check_settle(viewer_of(by), submission)
    SUBMISSION.check_move(submission.state, "checked")
    if submission.content is None:
        raise NotNow("What was sent is no longer kept; send it again.")


def _throw_away(by: Person, newest: Submission) -> None:
    """Discard files held for too long, and a person's oldest beyond the most they may have."""
    now = timezone.now()
    held = Submission.objects.filter(state="held").exclude(pk=newest.pk)
    old = list(held.filter(sent_at__lt=now - KEPT).defer("content"))
    mine = held.filter(sent_by=by, sent_at__gte=now - KEPT).defer("content")
    for one in [*old, *mine.order_by("-sent_at", "-pk")[MOST_HELD - 1 :]]:
        one.state, one.settled_at, one.content = "discarded", now, None
        one.save(update_fields=["state", "settled_at", "content"])
        record(
            by=None,
            verb="measures.submission_discarded",
            thing=one,
            summary=f"{one} was thrown away: nobody put it right in time",
        )
