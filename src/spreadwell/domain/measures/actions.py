"""What is done with submissions: kept as checked, accepted as a whole, discarded, withdrawn."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from spreadwell.formats.periods import Period

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import NotAllowed
from ..people.models import Person
from ..people.viewer import viewer_of
from . import policies
from .changes import TOLD, Batch, counts_in_words
from .locking import lock_measures
from .models import Reading, Submission
from .permissions import check_send, check_settle, check_withdraw
from .policies import StaleCheck
from .rebuilding import refresh_columns

ROWS_AT_ONCE = 2000
KEYS_AT_ONCE = 5000


@action
def keep_checked(
    *,
    by: Person,
    content: bytes,
    name: str,
    sha256: str,
    changes: dict[str, Any],
    way: str = "file",
    note: str = "",
) -> Submission:
    """Keep a file that was checked without a problem, with what it would change."""
    check_send(viewer_of(by))
    submission = Submission.objects.create(
        sent_by=by,
        way=way,
        file_name=name[:200],
        sha256=sha256,
        content=content,
        changes=changes,
        note=note,
    )
    record(
        by=by,
        verb="measures.submission_checked",
        thing=submission,
        summary=f"{by} sent {submission}: it would bring {counts_in_words(changes)}",
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
def accept(*, by: Person, submission: Submission, batch: Batch) -> Submission:
    """Store the readings of a submission, all or none; corrections supersede, never overwrite.

    `batch` is what it holds, checked anew. StaleCheck when that would change other things than
    its sender saw.
    """
    # Locked for the transaction, so that two clicks cannot both accept it.
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    check_settle(viewer_of(by), submission)
    policies.check_accept(submission)
    lock_measures({key[0] for key in batch.keys})
    if batch.summary != submission.changes:
        raise StaleCheck
    corrected = batch.corrected
    for part in _parts(corrected):
        Reading.objects.filter(pk__in=part, is_current=True).update(is_current=False)
    Reading.objects.bulk_create(_rows(submission, batch), batch_size=ROWS_AT_ONCE)
    newer = Reading.objects.filter(
        submission=submission,
        is_current=True,
        measure=OuterRef("measure"),
        organisation=OuterRef("organisation"),
        ordinal=OuterRef("ordinal"),
        period_kind=OuterRef("period_kind"),
        stratifier=OuterRef("stratifier"),
        stratum=OuterRef("stratum"),
    )
    for part in _parts(corrected):
        Reading.objects.filter(pk__in=part).update(superseded_by=Subquery(newer.values("pk")[:1]))
    refresh_columns(key[:2] for key in batch.keys)
    _settle(submission, "accepted")
    record(
        by=by,
        verb="measures.submission_accepted",
        thing=submission,
        summary=f"{by} accepted {submission}: {counts_in_words(batch.summary)}",
        detail={name: batch.summary[name] for name in TOLD},
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
    # A row of ours that was corrected since: what it had corrected now points past it.
    for gone, later in mine.filter(is_current=False).values_list("pk", "superseded_by"):
        Reading.objects.filter(superseded_by=gone).update(superseded_by=later)
    current = list(mine.filter(is_current=True).values_list("pk", flat=True))
    for part in _parts(current):
        before = Reading.objects.filter(superseded_by__in=part, submission__state="accepted")
        restored = list(before.values_list("pk", flat=True))
        Reading.objects.filter(pk__in=part).update(is_current=False)
        for some in _parts(restored):
            Reading.objects.filter(pk__in=some).update(is_current=True, superseded_by=None)
    refresh_columns(pairs)
    submission.note = reason.strip()
    _settle(submission, "withdrawn", "note")
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


def _rows(submission: Submission, batch: Batch) -> list[Reading]:
    kind = batch.readings.kind
    names = {int(one): str(Period(kind, int(one))) for one in set(batch.readings.period.tolist())}
    return [
        Reading(
            submission=submission,
            measure_id=key[0],
            organisation_id=key[1],
            ordinal=key[2],
            period=names[key[2]],
            period_kind=kind.value,
            stratifier=key[3],
            stratum=key[4],
            numerator=numbers[0],
            denominator=numbers[1],
            value=numbers[2],
        )
        for key, numbers, old in zip(batch.keys, batch.numbers, batch.old, strict=True)
        if old >= 0
    ]


def _parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), KEYS_AT_ONCE):
        yield keys[start : start + KEYS_AT_ONCE]
