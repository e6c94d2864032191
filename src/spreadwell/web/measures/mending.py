"""A file to be put right: its names explained, its rows mended, then the whole goes on."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.measures.models import Submission
from spreadwell.domain.measures.permissions import check_send, check_settle
from spreadwell.exchange.intake.failing_rows import failing_csv, failing_workbook
from spreadwell.exchange.intake.looking import Failing, Look, look_again, notes_of
from spreadwell.exchange.intake.taking import mend_by_file, mend_rows, tell_names
from spreadwell.formats.tables import MAX_FILE_BYTES

from ..downloads import file_of
from ..middleware import PageRequest
from ..pages import attempt, guard, render
from .forms import Uploaded
from .intake_forms import EDITED_AT_ONCE, FixedForm, NamesForm, RowsForm
from .sending import one_submission
from .submission_page import SHOWN_PROBLEMS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _held(request: PageRequest, pk: int) -> Submission:
    one = one_submission(request, pk)
    guard(check_settle, request.viewer, one)
    return one


def mend(request: PageRequest, pk: int) -> HttpResponse:
    """Ask what names mean, or show what is wrong row by row, with a way to put it right."""
    one = _held(request, pk)
    if one.state != "held":
        return redirect("measures:submission", pk)
    person = request.viewer.person
    assert person is not None
    look = look_again(by=person, submission=one)
    if look.unknown:
        return _names(request, one, look)
    return _rows(request, one, look)


def _names(request: PageRequest, one: Submission, look: Look) -> HttpResponse:
    form = NamesForm(request.POST or None, unknown=look.unknown)
    if request.method == "POST" and form.is_valid():
        told = attempt(request, "", tell_names, form, submission=one, meanings=form.meanings())
        if told is not None:
            return _onwards(request, told)
    what = {unknown.what for unknown in look.unknown}
    context = _context(request, one, look) | {"form": form, "columns": "column" in what}
    return render(request, "measures/names_asked.jinja", context)


def _rows(request: PageRequest, one: Submission, look: Look) -> HttpResponse:
    failing = [*look.failing, *_asked_for(request, look)]
    step = request.POST.get("step", "")
    by_file = FixedForm(*((request.POST, request.FILES) if step == "file" else ()), prefix="fixed")
    form = RowsForm(request.POST if step == "rows" else None, failing=failing)
    done: Submission | None = None
    if step == "rows" and form.is_valid():
        given = {"edits": form.edits(), "left_out": form.left_out()}
        done = attempt(request, "", mend_rows, form, submission=one, **given)
    elif step == "file" and by_file.is_valid():
        done = _by_file(request, one, by_file)
    if done is not None:
        return _onwards(request, done)
    context = _context(request, one, look) | {
        "form": by_file if step == "file" else form,
        "by_file": by_file,
        "rows": form.rows(),
        "failing": look.failing,
        "beyond": max(len(look.failing) - EDITED_AT_ONCE, 0),
        "problems": look.problems[:SHOWN_PROBLEMS],
        "in_all": len(look.problems),
        "right": len(look.table.rows) - len(look.failing),
    }
    return render(request, "measures/mend.jinja", context)


def _asked_for(request: PageRequest, look: Look) -> list[Failing]:
    """A row that its sender wants to correct although nothing is wrong with it."""
    asked = request.GET.get("row", "")
    wrong = {one.row for one in look.failing}
    return [
        Failing(row, dict(zip(look.table.header, cells, strict=True)), ())
        for row, cells in look.table.rows
        if str(row) == asked and row not in wrong
    ]


def _by_file(request: PageRequest, one: Submission, form: FixedForm) -> Submission | None:
    upload = cast(Uploaded, form.cleaned_data["file"])
    if (upload.size or 0) > MAX_FILE_BYTES:
        form.add_error("file", "The file is too large.")
        return None
    content = cast(bytes, upload.read())
    name = upload.name or "the file"
    return attempt(request, "", mend_by_file, form, submission=one, content=content, name=name)


def _context(request: PageRequest, one: Submission, look: Look) -> dict[str, Any]:
    return {
        "submission": one,
        "notes": notes_of(one, look),
        "no_send": allowed(check_send, request.viewer),
    }


def _onwards(request: PageRequest, one: Submission) -> HttpResponse:
    if one.state == "checked":
        messages.success(request, "Nothing is wrong with it any more. Look at what it would bring.")
    return redirect("measures:submission", one.pk)


def failing(request: PageRequest, pk: int, kind: str) -> HttpResponse:
    """Give the failing rows alone as a file, each with what is wrong."""
    one = _held(request, pk)
    person = request.viewer.person
    if one.state != "held" or person is None or kind not in ("csv", "xlsx"):
        raise Http404("There are no failing rows to keep.")
    look = look_again(by=person, submission=one)
    if kind == "xlsx":
        return file_of(failing_workbook(look), f"failing-rows-{pk}.xlsx", XLSX)
    return file_of(failing_csv(look), f"failing-rows-{pk}.csv", "text/csv; charset=utf-8")
