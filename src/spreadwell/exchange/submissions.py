"""Readings in: a file is checked whole, shown as changes, then accepted whole or not at all."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from django.utils import timezone

from spreadwell.domain.foundation.refusals import Invalid, NotNow
from spreadwell.domain.measures import actions, policies
from spreadwell.domain.measures.changes import Batch, batch_of
from spreadwell.domain.measures.models import Measure, Submission
from spreadwell.domain.measures.permissions import check_send, check_settle, sends_for_all
from spreadwell.domain.measures.policies import StaleCheck
from spreadwell.domain.measures.strata import strata_problems
from spreadwell.domain.networks.queries import keys_by_code
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import Viewer, viewer_of
from spreadwell.domain.sites.models import ImplementationSite
from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.formats.problems import FileProblem, RowProblem, in_row_order
from spreadwell.formats.reading_row import Statistic
from spreadwell.formats.readings import Readings, check_readings
from spreadwell.formats.tables import MAX_FILE_BYTES

__all__ = [
    "Checked",
    "accept_submission",
    "check_submission",
    "discard_submission",
    "preview_submission",
    "withdraw_submission",
]

LONGEST_STRATUM = 60

discard_submission = actions.discard_submission
withdraw_submission = actions.withdraw_submission


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: every problem at once, or what the file would change.

    `submission` is what was kept of a file without a problem, None for a preview.
    """

    name: str
    problems: tuple[RowProblem, ...] = ()
    submission: Submission | None = None
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Tell whether the file can be accepted."""
        return not self.problems


def preview_submission(*, by: Person, content: bytes, name: str) -> Checked:
    """Check a file and say what it would change, keeping nothing."""
    viewer = viewer_of(by)
    check_send(viewer)
    try:
        batch = _batch(viewer, content, name)
    except FileProblem as found:
        return Checked(name, found.problems)
    return Checked(name, changes=batch.summary)


def check_submission(
    *, by: Person, content: bytes, name: str, way: str = "file", note: str = ""
) -> Checked:
    """Check a file; without a problem it is kept, waiting to be accepted or discarded."""
    checked = preview_submission(by=by, content=content, name=name)
    if not checked.ok:
        return checked
    kept = actions.keep_checked(
        by=by,
        content=content,
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
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
        batch = _batch(viewer, bytes(submission.content), submission.file_name)
    except FileProblem as found:
        raise Invalid(f"This can no longer be accepted. {' '.join(found.sentences(3))}") from found
    try:
        return actions.accept(by=by, submission=submission, batch=batch)
    except StaleCheck:
        # Outside of the refused transaction, so that the next look shows what is true now.
        actions.tell_again(by=by, submission=submission, changes=batch.summary)
        raise


def _batch(viewer: Viewer, content: bytes, name: str) -> Batch:
    """Read a file against what the store knows; FileProblem with everything wrong in it."""
    if len(content) > MAX_FILE_BYTES:
        size = f"{len(content) / 2**20:,.0f} MB, over the limit of {MAX_FILE_BYTES / 2**20:,.0f} MB"
        raise FileProblem.whole(name, f"the file is {size}; split it")
    measures = {measure.slug: measure for measure in Measure.objects.all()}
    organisations = keys_by_code()
    found = check_readings(
        content,
        name=name,
        statistics={slug: Statistic(one.statistic) for slug, one in measures.items()},
        known_sites=frozenset(organisations),
        known_measures=frozenset(measures),
    )
    problems = list(found.problems)
    readings = found.readings
    if readings is not None:
        problems += _not_theirs(viewer, readings)
        problems += _wrong_cadence(readings, measures)
        problems += _not_begun(readings, timezone.localdate())
        problems += _two_codes_of_one(readings, organisations)
        problems += _several_strata(readings)
        problems += strata_problems(viewer, readings)
    if problems or readings is None:
        raise FileProblem(name, in_row_order(problems))
    return batch_of(readings, measures, organisations)


def _not_theirs(viewer: Viewer, readings: Readings) -> list[RowProblem]:
    """Rows of organisations that the viewer may not send for."""
    if sends_for_all(viewer):
        return []
    mine = ImplementationSite.objects.filter(pk__in=viewer.site_ids) | (
        ImplementationSite.objects.filter(
            version__innovation__network_id__in=viewer.facilitated_network_ids
        )
    )
    codes = sorted(set(mine.values_list("organisation__code", flat=True)))
    allowed = np.array([label in codes for label in readings.site.labels] or [False])
    listed = f"your sites are {', '.join(codes[:10])}" if codes else "you have no site"
    return [
        RowProblem(
            int(readings.rows[i]),
            "site",
            f"you cannot send readings for “{readings.site.at(i)}”; {listed}",
            readings.site.at(i),
        )
        for i in np.flatnonzero(~allowed[readings.site.codes]).tolist()
    ]


def _wrong_cadence(readings: Readings, measures: Mapping[str, Measure]) -> list[RowProblem]:
    """The first row of each measure whose periods are not those of its definition."""
    problems = []
    for name in readings.measures:
        cadence = PeriodKind(measures[name].cadence)
        if cadence is readings.kind:
            continue
        first = int(
            np.flatnonzero(readings.measure.codes == readings.measure.labels.index(name))[0]
        )
        message = (
            f"“{readings.period_at(first)}” is a {readings.kind}, but “{name}” is read by {cadence}"
        )
        problems.append(RowProblem(int(readings.rows[first]), "period", message))
    return problems


def _two_codes_of_one(readings: Readings, organisations: Mapping[str, int]) -> list[RowProblem]:
    """The first row of a code where the file names the same organisation by another code too."""
    problems = []
    named: dict[int, str] = {}
    for site in readings.sites:
        first = named.setdefault(organisations.get(site, 0), site)
        if first != site:
            code = readings.site.labels.index(site)
            row = int(readings.rows[np.flatnonzero(readings.site.codes == code)[0]])
            message = f"“{site}” and “{first}” are codes of one organisation; use the present one"
            problems.append(RowProblem(row, "site", message, site))
    return problems


def _not_begun(readings: Readings, today: date) -> list[RowProblem]:
    """Rows of periods that lie wholly in the future."""
    if readings.kind is PeriodKind.INTEGER:
        return []
    last = Period.containing(today, readings.kind).ordinal
    return [
        RowProblem(
            int(readings.rows[i]),
            "period",
            f"“{readings.period_at(i)}” has not begun yet",
            str(readings.period_at(i)),
        )
        for i in np.flatnonzero(readings.period > last).tolist()
    ]


def _several_strata(readings: Readings) -> list[RowProblem]:
    """Rows split in two ways at once, and strata longer than the store keeps."""
    if not readings.strata:
        return []
    filled = np.zeros(len(readings), dtype=np.int64)
    for column in readings.strata.values():
        filled += column.codes >= 0
    names = ", ".join(readings.strata)
    problems = [
        RowProblem(int(readings.rows[i]), None, f"fill one of {names}, not several")
        for i in np.flatnonzero(filled > 1).tolist()
    ]
    for name, column in readings.strata.items():
        for code, label in enumerate(column.labels):
            if len(label) > LONGEST_STRATUM and (column.codes == code).any():
                row = int(readings.rows[np.flatnonzero(column.codes == code)[0]])
                message = f"the text is longer than {LONGEST_STRATUM} characters"
                problems.append(RowProblem(row, name, message, label))
    return problems
