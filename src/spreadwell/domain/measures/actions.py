"""What is done with submissions: kept as checked, accepted as a whole, discarded, withdrawn."""

from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import NotAllowed
from ..people.models import Person
from ..people.viewer import viewer_of
from . import policies
from .arriving import announce
from .changes import TOLD, Batch, Summary, compared, counts_in_words
from .locking import check_open, check_rows_open, lock_measures, locked_periods
from .models import Reading, Submission
from .permissions import check_send, check_settle, check_withdraw
from .policies import StaleCheck
from .rebuilding import refresh_columns, write_series
from .storing import store, supersede


@action
def keep_checked(
    *,
    by: Person,
    content: bytes | None,
    name: str,
    sha256: str,
    changes: dict[str, Any],
    way: str = "file",
    note: str = "",
    notes: Sequence[str] = (),
) -> Submission:
    """Keep a file that was checked without a problem, with what it would change.

    `content` is None for a file that is stored in the same breath. `note` is its sender's, `notes`
    say how it was read.
    """
    check_send(viewer_of(by))
    submission = Submission.objects.create(
        sent_by=by,
        way=way,
        file_name=name[:200],
        sha256=sha256,
        content=content,
        changes=changes,
        said={"notes": list(notes)} if notes else {},
        note=note,
    )
    record(
        by=by,
        verb="measures.submission_checked",
        thing=submission,
        summary=f"{by} sent {submission}: it would bring {counts_in_words(changes)}"
        if changes
        else f"{by} sent {submission}",
    )
    return submission


@action
def tell_again(*, by: Person, submission: Submission, changes: dict[str, Any]) -> Submission:
    """Keep what a submission would change now, after other readings changed."""
    check_settle(viewer_of(by), submission)
    policies.check_accept(submission)
    submission.changes = changes
    submission.save(update_fields=["changes"])
    record(
        by=by,
        verb="measures.submission_checked_again",
        thing=submission,
        summary=f"{submission} was checked again: it would bring {counts_in_words(changes)}",
    )
    return submission


@action
def accept(*, by: Person, submission: Submission, batch: Batch, unseen: bool = False) -> Submission:
    """Store the readings of a submission, all or none; corrections supersede, never overwrite.

    `batch` is what it holds, checked anew. StaleCheck when that would change other things than
    its sender saw; with `unseen` nobody has seen them yet, and they are told with the submission.
    """
    # Locked for the transaction, so that two clicks cannot both accept it.
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    check_settle(viewer_of(by), submission)
    policies.check_accept(submission)
    lock_measures(batch.measures)
    locked = locked_periods(batch.measures)
    summary = Summary(batch)
    for part in compared(batch):
        check_open(batch, part, locked)
        summary.add(part)
        store(submission.pk, batch, part)
        write_series(part.merged())
    supersede(submission.pk)
    told = summary.told()
    announce(batch.measures, "Readings were corrected" if told["corrected"] else "Readings arrived")
    if unseen:
        submission.changes = told
    elif told != submission.changes:
        raise StaleCheck
    _settle(submission, "accepted", "changes")
    record(
        by=by,
        verb="measures.submission_accepted",
        thing=submission,
        summary=f"{by} accepted {submission}: {counts_in_words(told)}",
        detail={name: told[name] for name in TOLD},
    )
    return submission


@action
def discard_submission(*, by: Person, submission: Submission) -> Submission:
    """Discard a submission that was checked; nothing of it was ever stored."""
    check_settle(viewer_of(by), submission)
    policies.check_discard(submission)
    _settle(submission, "discarded")
    record(
        by=by,
        verb="measures.submission_discarded",
        thing=submission,
        summary=f"{by} discarded {submission}",
    )
    return submission


@action
def withdraw_submission(*, by: Person, submission: Submission, reason: str) -> Submission:
    """Take accepted readings back; what they had corrected stands again."""
    check_withdraw(viewer_of(by))
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    policies.check_withdraw(submission)
    if not reason.strip():
        raise NotAllowed("Say why these readings are withdrawn.")
    mine = submission.readings.all()
    pairs = set(mine.values_list("measure_id", "organisation_id").order_by().distinct())
    lock_measures({measure for measure, _ in pairs})
    check_rows_open(mine)
    # A row of ours that was corrected since: what it had corrected now points past it.
    later = Reading.objects.filter(pk=OuterRef("superseded_by")).values("superseded_by")[:1]
    gone = mine.filter(is_current=False).values("pk")
    Reading.objects.filter(superseded_by__in=gone).update(superseded_by=Subquery(later))
    mine.filter(is_current=True).update(is_current=False)
    # All that still points to our rows was corrected by them alone.
    before = Reading.objects.filter(superseded_by__in=mine.values("pk"))
    before.filter(submission__state="accepted").update(is_current=True, superseded_by=None)
    refresh_columns(pairs)
    announce({measure for measure, _ in pairs}, "Readings were withdrawn")
    submission.said = submission.said | {"withdrawn_because": reason.strip()}
    _settle(submission, "withdrawn", "said")
    record(
        by=by,
        verb="measures.submission_withdrawn",
        thing=submission,
        summary=f"{by} withdrew {submission}: {reason.strip()}",
    )
    return submission


def _settle(submission: Submission, state: str, *also: str) -> None:
    submission.state = state
    submission.settled_at = timezone.now()
    submission.content = None
    submission.save(update_fields=["state", "settled_at", "content", *also])
