"""Files kept with a finding: a photo of a flip chart, a report, a letter."""

import hashlib

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.kept_files import check_kept_file, plain_name
from ..foundation.refusals import Invalid, NotNow
from ..people.models import Person
from ..people.viewer import Viewer, viewer_of
from .evidence import FindingFile
from .models import Finding
from .permissions import check_sort

MOST_FILES = 10
"""Files of one finding; a finding is one thing said, and a folder belongs elsewhere."""


def check_keep_files(viewer: Viewer, finding: Finding) -> None:
    """Raise unless the viewer may keep files with a finding: who said it, or who sorts it."""
    if viewer.person_id is None or finding.contributor_id != viewer.person_id:
        check_sort(viewer, finding.mission)


def check_take_away(viewer: Viewer, file: FindingFile) -> None:
    """Raise unless the viewer may take a file away: who added it, or who sorts the finding."""
    if viewer.person_id is None or file.added_by_id != viewer.person_id:
        check_sort(viewer, file.finding.mission)


@action
def keep_file(
    *, by: Person, finding: Finding, file_name: str, content: bytes, no_patient: bool
) -> FindingFile:
    """Keep a file with a finding, once; `no_patient` is its sender's word on what it shows."""
    check_keep_files(viewer_of(by), finding)
    if not no_patient:
        raise Invalid("Look at the file first: nothing in it may point to a patient.", "no_patient")
    name = plain_name(file_name)
    check_kept_file(name, content)
    told = hashlib.sha256(content).hexdigest()
    if finding.files.count() >= MOST_FILES:
        raise NotNow(f"A finding keeps at most {MOST_FILES} files; take one away first.")
    if finding.files.filter(sha256=told).exists():
        raise Invalid("This finding keeps that very file already.", field="file")
    kept: FindingFile = finding.files.create(
        name=name, content=content, size=len(content), sha256=told, added_by=by
    )
    record(
        by=by, verb="finding.file_kept", thing=finding, summary=f"{by} added the file {kept}"
    )  # fmt: skip
    return kept


@action
def take_file_away(*, by: Person, file: FindingFile, reason: str) -> Finding:
    """Delete a file of a finding, such as one that should not be here, with the reason."""
    viewer = viewer_of(by)
    check_take_away(viewer, file)
    if not reason.strip():
        raise Invalid("Say why it is taken away.", field="reason")
    finding = file.finding
    record(
        by=by, verb="finding.file_taken_away", thing=finding,
        summary=f"{by} took the file {file} away: {reason.strip()}",
    )  # fmt: skip
    file.delete()
    return finding
