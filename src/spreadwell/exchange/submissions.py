"""Readings in: a file is checked whole, shown as changes, then accepted whole or not at all."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from spreadwell.domain.foundation.days import day_of
from spreadwell.domain.foundation.refusals import Invalid, NotNow
from spreadwell.domain.measures import actions, policies
from spreadwell.domain.measures.changes import Batch, Summary, compared, summary_of
from spreadwell.domain.measures.locking import locked_periods, locked_rows
from spreadwell.domain.measures.models import Submission
from spreadwell.domain.measures.permissions import check_send, check_settle
from spreadwell.domain.measures.policies import StaleCheck
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import Viewer, viewer_of
from spreadwell.formats.problems import FileProblem, RowProblem
from spreadwell.formats.tables import MAX_FILE_BYTES

from .readings.batches import read_batch

__all__ = [
    "Checked",
    "accept_submission",
    "check_submission",
    "discard_submission",
    "import_file",
    "preview_submission",
    "withdraw_submission",
]

discard_submission = actions.discard_submission
withdraw_submission = actions.withdraw_submission

ALL_THE_SAME = "All of these readings are in the store already; nothing would change."


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: every problem at once, or what the file would change.

    `problems` are told up to a limit, `more` counts the rest. `submission` is what was kept of a
    file, None for a preview and for a file that changes nothing, of which `nothing_new` says so.
    """

    name: str
    problems: tuple[RowProblem, ...] = ()
    submission: Submission | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    more: int = 0
    nothing_new: str = ""

    @property
    def ok(self) -> bool:
        """Tell whether nothing is wrong with the file."""
        return not self.problems


class NothingNew(Exception):
    """A file that was being stored turned out to change nothing; carries what it holds."""

    def __init__(self, changes: dict[str, Any]) -> None:
        super().__init__(ALL_THE_SAME)
        self.changes = changes


def preview_submission(*, by: Person, content: bytes, name: str) -> Checked:
    """Check a file and say what it would change, keeping nothing."""
    viewer = viewer_of(by)
    check_send(viewer)
    try:
        changes = _changes(viewer, content, name)
    except FileProblem as found:
        return Checked(name, found.problems, more=found.more)
    return Checked(name, changes=changes, nothing_new=_nothing_new(changes, _digest(content)))


def check_submission(
    *, by: Person, content: bytes, name: str, way: str = "file", note: str = ""
) -> Checked:
    """Check a file; where it changes something it is kept, waiting to be accepted or discarded."""
    checked = preview_submission(by=by, content=content, name=name)
    if not checked.ok or checked.nothing_new:
        return checked
    kept = actions.keep_checked(
        by=by,
        content=content,
        name=name,
        sha256=_digest(content),
        changes=checked.changes,
        way=way,
        note=note,
    )
    return Checked(name, submission=kept, changes=checked.changes)


def accept_submission(*, by: Person, submission: Submission) -> Submission:
    """Accept a submission that was checked: all of its readings are stored, or none.

    The file is checked anew. When readings changed since its sender looked, nothing is stored,
    the new changes are kept to be looked at, and StaleCheck says so.
    """
    viewer = viewer_of(by)
    check_settle(viewer, submission)
    policies.check_accept(submission)
    if submission.content is None:
        raise NotNow("What was sent is no longer kept; send it again.")
    try:
        with read_batch(viewer, bytes(submission.content), submission.file_name) as batch:
            try:
                return actions.accept(by=by, submission=submission, batch=batch)
            except StaleCheck:
                # Outside of the refused transaction, so that the next look shows what is true now.
                changes = summary_of(batch).told()
                actions.tell_again(by=by, submission=submission, changes=changes)
                raise
    except FileProblem as found:
        raise Invalid(f"This can no longer be accepted. {' '.join(found.sentences(3))}") from found


def import_file(
    *, by: Person, path: Path, dry_run: bool = False, way: str = "file", note: str = ""
) -> Checked:
    """Check a file of any size from disk and store it at once, all or none.

    Nothing of the file itself is kept. With `dry_run` nothing is stored either. `note` is shown
    on the charts of what it brings.
    """
    viewer = viewer_of(by)
    check_send(viewer)
    name = path.name
    try:
        with read_batch(viewer, path, name) as batch:
            sha256 = _digest_of(path)
            if dry_run:
                changes = summary_of(batch).told()
                return Checked(name, changes=changes, nothing_new=_nothing_new(changes, sha256))
            try:
                done = _stored(by, batch, name, sha256, way, note)
            except NothingNew as same:
                nothing_new = _nothing_new(same.changes, sha256)
                return Checked(name, changes=same.changes, nothing_new=nothing_new)
    except FileProblem as found:
        return Checked(name, found.problems, more=found.more)
    return Checked(name, submission=done, changes=done.changes)


@transaction.atomic
def _stored(by: Person, batch: Batch, name: str, sha256: str, way: str, note: str) -> Submission:
    # Kept first, since readings name the submission they came with; all of it is one transaction.
    kept = actions.keep_checked(
        by=by, content=None, name=name, sha256=sha256, changes={}, way=way, note=note
    )
    done = actions.accept(by=by, submission=kept, batch=batch, unseen=True)
    if not (done.changes["new"] or done.changes["corrected"]):
        raise NothingNew(done.changes)
    return done


def _changes(viewer: Viewer, content: bytes, name: str) -> dict[str, Any]:
    """What a file would change; FileProblem with everything wrong in it."""
    if len(content) > MAX_FILE_BYTES:
        size = f"{len(content) / 2**20:,.0f} MB, over the limit of {MAX_FILE_BYTES / 2**20:,.0f} MB"
        raise FileProblem.whole(name, f"the file is {size}; split it, or use the command line")
    with read_batch(viewer, content, name) as batch:
        locked = locked_periods(batch.measures)
        summary = Summary(batch)
        for part in compared(batch):
            refused = locked_rows(batch, part, locked)
            if refused:
                raise FileProblem(name, refused)
            summary.add(part)
        return summary.told()


def _nothing_new(changes: Mapping[str, Any], sha256: str) -> str:
    """Say that a file changes nothing, and when the very same was accepted; "" where it does."""
    if changes["new"] or changes["corrected"]:
        return ""
    before = Submission.objects.filter(sha256=sha256, state="accepted").order_by("-pk").first()
    if before is None or before.settled_at is None:
        return ALL_THE_SAME
    return f"This file was accepted on {day_of(before.settled_at)}; nothing would change."


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _digest_of(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
