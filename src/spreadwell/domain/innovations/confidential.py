"""Confidential records: written by one person, read by those it names, and by nobody else.

No event of these says what a record holds or with whom it is: the history of a thing is read by
more people than the record. Nothing outside this step and its pages reads them.
"""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid, NotAllowed, NotNow
from ..networks.models import Organisation
from ..people.models import Person
from ..people.viewer import Viewer, viewer_of
from .models import ConfidentialRecord, Innovation
from .permissions import check_describe


def check_write(viewer: Viewer, innovation: Innovation) -> None:
    """Raise unless the viewer may write a confidential record of this innovation."""
    check_describe(viewer, innovation)


def check_keep(viewer: Viewer, kept: ConfidentialRecord) -> None:
    """Raise unless the viewer wrote the record: the others named may read it."""
    if viewer.person_id is None or viewer.person_id != kept.written_by_id:
        raise NotAllowed("You cannot change this record. It is for whoever wrote it.")


def check_running(kept: ConfidentialRecord, today: date) -> None:
    """Raise when the record has ended."""
    if kept.ends is not None and kept.ends <= today:
        raise NotNow("This record has ended.")


@action
def write_record(
    *,
    by: Person,
    innovation: Innovation,
    kind: str,
    party: Organisation,
    text: str,
    starts: date | None = None,
    ends: date | None = None,
    named: Iterable[Person] = (),
) -> ConfidentialRecord:
    """Write a confidential record; whoever writes it and the people named can read it."""
    check_write(viewer_of(by), innovation)
    text = filled(text, "text", "Say what was agreed or disclosed.")
    if kind not in dict(ConfidentialRecord._meta.get_field("kind").flatchoices):
        raise Invalid("Say what kind of record it is.", field="kind")
    if starts is not None and ends is not None and ends <= starts:
        raise Invalid("The end must be after the start.", field="ends")
    kept = ConfidentialRecord.objects.create(
        innovation=innovation,
        kind=kind,
        party=party,
        text=text,
        starts=starts,
        ends=ends,
        written_by=by,
        written_on=timezone.localdate(),
    )
    kept.named.set(named)
    record(
        by=by,
        verb="innovations.confidential_written",
        thing=kept,
        summary="A confidential record was written",
    )
    return kept


@action
def name_reader(*, by: Person, kept: ConfidentialRecord, person: Person) -> ConfidentialRecord:
    """Let one more person read a record; whoever is named stays named."""
    check_keep(viewer_of(by), kept)
    if person.pk == kept.written_by_id or kept.named.filter(pk=person.pk).exists():
        raise Invalid(f"{person} can read it already.", field="person")
    kept.named.add(person)
    record(
        by=by,
        verb="innovations.confidential_named",
        thing=kept,
        summary="One more person may read a confidential record",
    )
    return kept


@action
def end_record(
    *, by: Person, kept: ConfidentialRecord, on: date | None = None
) -> ConfidentialRecord:
    """Say that what a record tells of has ended; `on` is the first day without it."""
    check_keep(viewer_of(by), kept)
    on = on or timezone.localdate()
    check_running(kept, min(on, timezone.localdate()))
    if kept.starts is not None and on <= kept.starts:
        raise Invalid("The end must be after the start.", field="on")
    kept.ends = on
    kept.save(update_fields=["ends"])
    record(
        by=by,
        verb="innovations.confidential_ended",
        thing=kept,
        summary="A confidential record was ended",
    )
    return kept
