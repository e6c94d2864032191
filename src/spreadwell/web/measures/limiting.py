"""Moving the limits of a chart: seen before and after, then confirmed with a reason."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from spreadwell.charts.frame import Picture
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.measures import limiting
from spreadwell.domain.measures.charts import Series, picture_for
from spreadwell.domain.measures.limits import Limits
from spreadwell.domain.measures.models import LimitsChange, Measure
from spreadwell.domain.measures.permissions import check_change_limits, check_withdraw_limits
from spreadwell.domain.networks.models import Organisation
from spreadwell.domain.people.viewer import Viewer
from spreadwell.formats.periods import Period

from ..formkit import LongText, PageForm, Pick
from ..middleware import PageRequest
from ..pages import attempt, find, guard, render
from .charting import as_shown, in_words, series_at, under
from .presenters import wide_and_narrow
from .words import new_level

KINDS = {
    "rebase": "Begin new limits at a period, because the level has changed for good",
    "baseline": "Let limits rest on the first points of each level alone",
    "exclusion": "Leave one point out of the limits, because something rare happened",
}


class LimitsForm(PageForm):
    """What is to change about the limits of a chart."""

    kind = Pick(label="What is to change?", choices=list(KINDS.items()))
    period = forms.ChoiceField(
        label="Which period?", required=False, help_text="For new limits and for a point left out."
    )
    points = forms.IntegerField(
        label="How many points?", required=False, min_value=limiting.FEWEST,
        help_text=f"For a baseline; {limiting.ADVISED} or more are advised.",
    )  # fmt: skip

    def __init__(self, *args: Any, series: Series, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        period = self.fields["period"]
        assert isinstance(period, forms.ChoiceField)
        period.choices = [("", "–")] + [(str(one), one.label) for one in reversed(series.periods)]

    def clean(self) -> dict[str, Any]:
        """Ask for the field that the kind of change needs."""
        given: dict[str, Any] = super().clean() or {}
        kind = given.get("kind")
        if kind in ("rebase", "exclusion") and not given.get("period"):
            self.add_error("period", "Choose the period.")
        if kind == "baseline" and not given.get("points") and "points" not in self.errors:
            self.add_error("points", "Say how many points.")
        return given


class ReasonForm(PageForm):
    """Why limits change, for whoever reads the chart later."""

    reason = LongText(
        label="Why?", rows=3,
        help_text="Name the cause and since when. It is drawn on the chart with your name and the "
        "day, and kept when it is withdrawn.",
    )  # fmt: skip


def limits(request: PageRequest, slug: str, code: str) -> HttpResponse:
    """Choose what is to change, look at the chart before and after, and confirm with a reason."""
    measure, place, series = series_at(request, slug, code)
    suggestion = limiting.suggestion_for(measure, series)
    guard(_check_any, request.viewer, place, bool(suggestion))
    since = str(series.periods[suggestion.position]) if suggestion else ""
    asked = request.GET if "kind" in request.GET else None
    form = LimitsForm(asked, series=series)
    reason = ReasonForm(request.POST or None)
    context: dict[str, Any] = {
        "measure": measure,
        "place": place,
        "choosing": form,
        "form": reason,
        "suggestion": suggestion,
        "since": series.periods[suggestion.position] if suggestion else None,
        "new_level": new_level(measure, series, suggestion) if suggestion else "",
        "back": reverse("measures:chart", args=[slug, code]),
    }
    if not form.is_valid():
        return render(request, "measures/limits.jinja", context, 422 if asked else 200)
    given = form.cleaned_data
    kind, period, points = given["kind"], given["period"], given["points"]
    at = Period.parse(period) if period and kind != "baseline" else None
    check = _checks(kind, series, at, points)
    no = allowed(
        check_change_limits, request.viewer, place, kind,
        suggested=kind == "rebase" and bool(since) and period == since,
    ) or allowed(*check)  # fmt: skip
    if not no and request.method == "POST" and reason.is_valid():
        done = attempt(
            request, "The limits are changed.", ACTIONS[kind], reason,
            measure=measure, organisation=place, reason=reason.cleaned_data["reason"],
            **({"points": points} if kind == "baseline" else {"period": at}),
        )  # fmt: skip
        if done is not None:
            return redirect("measures:chart", slug, code)
    made = series.limits.with_change(kind, ordinal=at.ordinal if at else 0, points=points)
    context |= _before_and_after(measure, place, series, made) | {
        "no": no,
        "confirming": True,
        "change": _change_in_words(kind, at, points),
        "short": kind == "baseline" and (points or 0) < limiting.ADVISED,
    }
    return render(request, "measures/limits.jinja", context)


def withdraw(request: PageRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """Take a decision on limits back: the chart before and after, and the reason."""
    measure, place, series = series_at(request, slug, code)
    rows = LimitsChange.objects.visible_to(request.viewer)
    change = find(rows.filter(measure=measure, organisation=place), pk=pk)
    guard(check_withdraw_limits, request.viewer, change)
    no = allowed(limiting.check_stands, change)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request, "It is withdrawn.", limiting.withdraw_limits, form,
            change=change, reason=form.cleaned_data["reason"],
        )  # fmt: skip
        if done is not None:
            return redirect("measures:chart", slug, code)
    context = {
        "measure": measure,
        "place": place,
        "form": form,
        "confirming": True,
        "withdrawing": change,
        "change": f"Withdraw: {in_words(change)}",
        "no": no,
        "back": reverse("measures:chart", args=[slug, code]),
        **_before_and_after(measure, place, series, series.limits.without(change)),
    }
    return render(request, "measures/limits.jinja", context)


ACTIONS: dict[str, Callable[..., LimitsChange]] = {
    "rebase": limiting.rebase,
    "baseline": limiting.fix_baseline,
    "exclusion": limiting.leave_out,
}


def _check_any(viewer: Viewer, place: Organisation, suggested: bool) -> None:
    """Raise where the viewer may change nothing about the limits here."""
    check_change_limits(viewer, place, "rebase", suggested=suggested)


def _checks(kind: str, series: Series, at: Period | None, points: int | None) -> tuple[Any, ...]:
    if kind == "baseline":
        return limiting.check_baseline, series, points or 0
    check = limiting.check_rebase if kind == "rebase" else limiting.check_leave_out
    return check, series, at


def _change_in_words(kind: str, at: Period | None, points: int | None) -> str:
    if kind == "baseline":
        return f"Let limits rest on the first {points} points of each level"
    assert at is not None
    return f"New limits from {at.label}" if kind == "rebase" else f"Leave {at.label} out"


def _before_and_after(
    measure: Measure, place: Organisation, series: Series, made: Limits
) -> dict[str, Any]:
    """The chart as it is and as it would be, each for a desk and for a phone."""
    now = as_shown(measure, place, series)
    then = under(now, series.under(made))

    def drawn(one: Any, prefix: str) -> list[Picture]:
        return [
            picture_for(measure, one.series, one.chart, look, site=place.name)
            for look in wide_and_narrow(prefix, one.invented)
        ]

    before, after = drawn(now, "before"), drawn(then, "after")
    return {
        "before": before[0], "before_narrow": before[1],
        "after": after[0], "after_narrow": after[1],
    }  # fmt: skip
