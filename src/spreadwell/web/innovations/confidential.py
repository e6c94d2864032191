"""Confidential records of an innovation: only whoever wrote one and the people it names see it."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.confidential import (
    check_keep,
    check_running,
    check_write,
    end_record,
    name_reader,
    write_record,
)
from spreadwell.domain.innovations.models import ConfidentialRecord, Innovation
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import Viewer

from ..asking import Choose, FindOrganisation, Question, ask, find_for, offer
from ..formkit import DayField, LongText, PageForm, Pick, choices_of
from ..middleware import PageRequest
from ..pages import find, render
from .here import crumbs_of, one_innovation, trail

CLOSED = (
    "Only you and the people you name can read this: no administrator, no scorer, no report. "
    "Whoever is named stays named."
)


class WriteForm(PageForm):
    """A confidential record."""

    kind = Pick(label="What is it?", choices=choices_of(ConfidentialRecord, "kind"))
    party = FindOrganisation(label="With whom?")
    text = LongText(label="What was agreed or disclosed?", rows=6)
    starts = DayField(label="From which day?", required=False)
    ends = DayField(label="Until which day?", required=False, help_text="The first day without it.")
    reader = Choose(
        label="Who else can read it?", required=False,
        help_text="Nobody else will see that it exists. More people can be named afterwards.",
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        find_for(self, "party", viewer)
        offer(self, "reader", _others(viewer))

    def clean(self) -> dict[str, Any]:
        """Give the reader as the action takes them."""
        given = super().clean() or {}
        reader = given.pop("reader", None)
        return {**given, "named": [reader] if reader is not None else []}


class NameForm(PageForm):
    """One more reader."""

    person = Choose(label="Who else can read it?")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", _others(viewer))


class EndForm(PageForm):
    """When it ended."""

    on = DayField(
        label="From which day does it no longer hold?", required=False,
        help_text="Blank means today.",
    )  # fmt: skip


def _others(viewer: Viewer) -> Any:
    """Return those who can sign in, without the viewer."""
    rows = Person.objects.visible_to(viewer).filter(is_active=True, roles__isnull=False)
    return rows.exclude(pk=viewer.person_id or 0).distinct()


def confidential(request: PageRequest, slug: str) -> HttpResponse:
    """List the records that name the viewer; everybody else sees the same empty page."""
    innovation = one_innovation(request, slug)
    rows = ConfidentialRecord.objects.visible_to(request.viewer).filter(innovation=innovation)
    today = timezone.localdate()
    context = {
        "innovation": innovation,
        "crumbs": trail(innovation),
        "records": [
            (
                one,
                not allowed(check_keep, request.viewer, one),
                not allowed(check_running, one, today),
            )
            for one in rows.select_related("party", "written_by").prefetch_related("named")
        ],
        "may": not allowed(check_write, request.viewer, innovation),
    }
    response = render(request, "innovations/confidential.jinja", context)
    # Nobody who uses the same computer afterwards is to find it.
    response["Cache-Control"] = "no-store"
    return response


def _here(innovation: Innovation) -> str:
    return reverse("innovations:confidential", args=[innovation.slug])


def write(request: PageRequest, slug: str) -> HttpResponse:
    """Write a record."""
    innovation = one_innovation(request, slug)
    return ask(
        request,
        Question(
            "Write a confidential record",
            "Keep this record",
            "Kept. Only you and the people named can see it.",
            [*crumbs_of(innovation), ("Confidential records", _here(innovation))],
            CLOSED,
        ),
        WriteForm(request.POST or None, viewer=request.viewer),
        write_record,
        _here(innovation),
        reason=allowed(check_write, request.viewer, innovation),
        innovation=innovation,
    )


def _record(request: PageRequest, pk: int) -> ConfidentialRecord:
    rows = ConfidentialRecord.objects.visible_to(request.viewer)
    return find(rows.select_related("innovation__mission", "party"), pk=pk)


def name(request: PageRequest, pk: int) -> HttpResponse:
    """Let one more person read a record."""
    kept = _record(request, pk)
    return ask(
        request,
        Question(
            "Let one more person read it",
            "Name this person",
            "Named.",
            [*crumbs_of(kept.innovation), ("Confidential records", _here(kept.innovation))],
            f"{kept}. Whoever is named stays named.",
        ),
        NameForm(request.POST or None, viewer=request.viewer),
        name_reader,
        _here(kept.innovation),
        reason=allowed(check_keep, request.viewer, kept),
        kept=kept,
    )


def end(request: PageRequest, pk: int) -> HttpResponse:
    """Say that it has ended."""
    kept = _record(request, pk)
    return ask(
        request,
        Question(
            "It has ended",
            "Save",
            "Saved. It stays to be read by those it names.",
            [*crumbs_of(kept.innovation), ("Confidential records", _here(kept.innovation))],
            str(kept),
        ),
        EndForm(request.POST) if request.method == "POST" else EndForm(),
        end_record,
        _here(kept.innovation),
        reason=allowed(check_keep, request.viewer, kept)
        or allowed(check_running, kept, timezone.localdate()),
        kept=kept,
    )
