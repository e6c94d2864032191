"""Sending a month: what comes back is put beside the field that it is about."""

from spreadwell.domain.foundation.refusals import Refusal
from spreadwell.domain.sites.models import ImplementationSite
from spreadwell.exchange.months import Entry, Meanwhile, NotTaken, send_month
from spreadwell.formats.problems import RowProblem

from ..middleware import PageRequest
from .forms.month import MonthForm


def send(request: PageRequest, site: ImplementationSite, form: MonthForm) -> bool:
    """Store numbers and answers; False with errors on the form, nothing stored."""
    by = request.viewer.person
    assert by is not None
    given = form.cleaned_data
    try:
        send_month(
            by=by,
            site=site,
            entries=form.entries(),
            what_changed=given["what_changed"],
            needs_help=given["needs_help"],
            key=given["key"],
        )
    except NotTaken as found:
        for problem in found.problems:
            _show(form, found.entries, problem)
    except Meanwhile as found:
        _say_meanwhile(form, list(found.found))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


def _say_meanwhile(form: MonthForm, slugs: list[str]) -> None:
    """Ask which of two numbers stands; where the other came this very moment, on the next try."""
    for one in form.asked:
        if one.slug in slugs:
            name = f"{one.slug}__settle"
            form.add_error(
                name if name in form.fields else None,
                f"{one.measure.name}: somebody sent this number meanwhile. Choose which one "
                "stands, then send again.",
            )


def _show(form: MonthForm, entries: list[Entry], problem: RowProblem) -> None:
    """Put a problem of a row beside the field it came from; rows of a file start at 2."""
    place = problem.row - 2 if problem.row else -1
    if 0 <= place < len(entries):
        slug = entries[place].asked.slug
        mine = [name for name in form.fields if name.startswith(f"{slug}__")]
        at = next((n for n in mine if n.endswith(f"__{problem.column}")), mine[0])
        message = problem.message
        form.add_error(at, f"{message[:1].upper()}{message[1:]}.")
    else:
        form.add_error(None, problem.message)
