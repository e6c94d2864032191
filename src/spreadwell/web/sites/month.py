"""A site's month on one page: the numbers due and two questions, in five minutes."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from spreadwell.domain.foundation.refusals import Refusal, allowed
from spreadwell.domain.sites.actions import write_month
from spreadwell.domain.sites.models import ImplementationSite
from spreadwell.domain.sites.permissions import check_work
from spreadwell.domain.sites.queries import DueMeasure, due_for_site
from spreadwell.exchange.submissions import accept_submission, check_submission
from spreadwell.formats.problems import RowProblem

from ..middleware import PageRequest
from ..pages import render
from .forms.month import MonthForm, parts_of
from .here import crumbs_of, one_site

COLUMNS = ("measure", "site", "period", "numerator", "denominator", "value")


def month(request: PageRequest, pk: int) -> HttpResponse:
    """Ask for what is due; numbers and answers are stored together or not at all."""
    site = one_site(request, pk)
    reason = allowed(check_work, request.viewer, site)
    if reason:
        raise PermissionDenied(reason)
    due = due_for_site(site, on=timezone.localdate())
    initial = {"needs_help": site.needs_help}
    form = MonthForm(request.POST or None, due=due, initial=initial)
    if request.method == "POST" and form.is_valid() and _send(request, site, due, form):
        messages.success(request, "Sent. Thank you; that is all for this month.")
        return redirect("sites:detail", pk)
    context = {
        "site": site,
        "form": form,
        "due": due,
        "crumbs": [{"text": text, "href": href} for text, href in crumbs_of(site)],
    }
    return render(request, "sites/month.jinja", context)


def _send(
    request: PageRequest, site: ImplementationSite, due: list[DueMeasure], form: MonthForm
) -> bool:
    """Store numbers and answers; False with errors on the form, nothing stored."""
    rows = _rows(site, due, form)
    gone = [name for name, value in request.POST.items() if "__" in name and str(value).strip()]
    if any(name not in form.fields for name in gone):
        form.add_error(None, "A number you entered was sent by somebody else meanwhile; look at "
                             "the charts of the site, then send the rest.")  # fmt: skip
    if form.errors:
        return False
    by = request.viewer.person
    assert by is not None
    try:
        with transaction.atomic():
            for kind, same in _by_cadence(due, rows).items():
                file = f"{site.organisation.code} {kind}.csv"
                checked = check_submission(by=by, content=_csv(same), name=file, way="entry")
                if checked.submission is None:
                    raise _NotTaken(same, checked.problems)
                accept_submission(by=by, submission=checked.submission)
            write_month(
                by=by,
                site=site,
                what_changed=form.cleaned_data["what_changed"],
                needs_help=form.cleaned_data["needs_help"],
            )
    except _NotTaken as found:
        for problem in found.problems:
            _show(form, found.rows, problem)
        return False
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


class _NotTaken(Exception):
    """The numbers were not taken; carries the rows and what is wrong with them."""

    def __init__(self, rows: list[dict[str, Any]], problems: Sequence[RowProblem]) -> None:
        super().__init__(len(problems))
        self.rows = rows
        self.problems = problems


def _by_cadence(
    due: list[DueMeasure], rows: list[dict[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows by the kind of their period, since one file holds one kind."""
    kinds = {one.measure.slug: one.period.kind.value for one in due}
    made: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        made.setdefault(kinds[row["measure"]], []).append(row)
    return made


def _rows(site: ImplementationSite, due: list[DueMeasure], form: MonthForm) -> list[dict[str, Any]]:
    """Return a row for each measure that was filled in; blank means not known yet."""
    rows = []
    for one in due:
        parts = [part for part, _ in parts_of(one.measure)]
        given = {part: form.cleaned_data.get(f"{one.measure.slug}__{part}") for part in parts}
        if all(value is None for value in given.values()):
            continue
        for part, value in given.items():
            if value is None:
                form.add_error(
                    f"{one.measure.slug}__{part}",
                    f"{one.measure.name} needs both numbers, or leave both blank.",
                )
        rows.append(
            {"measure": one.measure.slug, "site": site.organisation.code, "period": str(one.period)}
            | given
        )
    return rows


def _csv(rows: list[dict[str, Any]]) -> bytes:
    """Write the rows as the file that a site could have sent."""
    names = [name for name in COLUMNS if any(row.get(name) is not None for row in rows)]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _plain(row.get(name)) for name in names} for row in rows)
    return out.getvalue().encode()


def _plain(value: Any) -> str:
    """Write a number without a needless decimal part."""
    return f"{value:.15g}" if isinstance(value, float) else "" if value is None else str(value)


def _show(form: MonthForm, rows: list[dict[str, Any]], problem: RowProblem) -> None:
    """Put a problem of a row beside the field it came from; rows of a file start at 2."""
    place = problem.row - 2 if problem.row else -1
    if 0 <= place < len(rows):
        slug = rows[place]["measure"]
        mine = [name for name in form.fields if name.startswith(f"{slug}__")]
        at = next((n for n in mine if n.endswith(f"__{problem.column}")), mine[0])
        message = problem.message
        form.add_error(at, f"{message[:1].upper()}{message[1:]}.")
    else:
        form.add_error(None, problem.message)
