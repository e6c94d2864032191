"""Choosing the sites of a call: everybody answered, on one page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from spreadwell.domain.decisions.models import DecidingBody
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.joining import policies
from spreadwell.domain.joining.deciding import Verdict, decide_call
from spreadwell.domain.joining.letters import from_scores
from spreadwell.domain.joining.models import SiteCall
from spreadwell.domain.joining.panel import check_not_applicant, check_not_blind, panel_of
from spreadwell.domain.joining.permissions import check_run_call
from spreadwell.domain.joining.ranking import Ranked
from spreadwell.domain.people.viewer import Viewer

from ..formkit import DayField, LongText, PageForm, Pick
from ..middleware import PageRequest
from ..pages import attempt, render
from .finding import links, one_call, to_call
from .presenters import lines_of


def check_decide(viewer: Viewer, call: SiteCall) -> None:
    """Raise unless the viewer may choose the sites now."""
    check_run_call(viewer, call)
    policies.check_decide_call(call)
    panel = panel_of(call)
    check_not_applicant(viewer, call, panel)
    check_not_blind(viewer, call, panel)


class DecideForm(PageForm):
    """The choice and the answer for each application, and the decision as it is kept."""

    body = forms.CharField(
        label="Which body decides?", max_length=160, help_text="For example the network's board."
    )
    reasons = LongText(
        label="The reasons for this choice",
        rows=3,
        help_text="Read long after: also why it differs from the order of the table, if it does.",
    )
    dissent = LongText(label="Who saw it differently, and why?", rows=2, required=False)
    planned_start = DayField(label="When are the sites to start?", required=False)

    def __init__(self, *args: Any, rows: Sequence[Ranked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[f"choice_{row.application}"] = Pick(
                label=f"{row.name}: what becomes of it?",
                choices=[("chosen", "Chosen"), ("not_chosen", "Not chosen this time")],
                error_messages={"required": f"Say whether {row.name} is chosen."},
            )
            self.fields[f"answer_{row.application}"] = LongText(
                label=f"The answer to {row.name}",
                rows=4,
                help_text="With the reasons. What stands here is proposed from the scores.",
                initial=from_scores(row),
                error_messages={"required": f"Write the answer to {row.name}: everybody gets one."},
            )

    def verdicts(self) -> dict[int, Verdict]:
        """Return what becomes of each application."""
        return {
            row.application: Verdict(
                self.cleaned_data[f"choice_{row.application}"] == "chosen",
                self.cleaned_data[f"answer_{row.application}"],
            )
            for row in self.rows
        }


def _body(viewer: Viewer, call: SiteCall) -> str:
    """Propose the body that last had a gate of this innovation."""
    rows = DecidingBody.objects.visible_to(viewer)
    last = rows.filter(gates__innovation=call.version.innovation).last() or rows.first()
    return str(last) if last else ""


def decide(request: PageRequest, pk: int) -> HttpResponse:
    """Choose the sites and answer everybody."""
    call = one_call(request, pk)
    viewer = request.viewer
    reason = allowed(check_decide, viewer, call)
    if reason:
        raise PermissionDenied(reason)
    panel = panel_of(call)
    rows = panel.ranked()
    form = DecideForm(request.POST or None, rows=rows, initial={"body": _body(viewer, call)})
    if request.method == "POST" and form.is_valid():
        names = ("body", "reasons", "dissent", "planned_start")
        given = {name: form.cleaned_data[name] for name in names}
        done = "Decided. Every applicant was answered, and the chosen are planned as sites."
        if attempt(request, done, decide_call, form, call=call, verdicts=form.verdicts(), **given):
            return redirect("joining:call", pk)
    context = {
        "call": call,
        "form": form,
        "crumbs": links(to_call(call)),
        "lines": [
            (line, form[f"choice_{line.pk}"], form[f"answer_{line.pk}"])
            for line in lines_of(panel, panel.seat_of(viewer), leads=True)
        ],
        "unfinished": sum(not panel.is_finished(one) for one in panel.reviewers),
    }
    return render(request, "joining/decide.jinja", context)
