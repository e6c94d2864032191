"""A site's month on one page: the numbers due and two questions, in five minutes."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from spreadwell.domain.foundation.refusals import Refusal, allowed
from spreadwell.domain.sites.drafts import discard_draft, draft_of, keep_draft
from spreadwell.domain.sites.models import ImplementationSite, MonthDraft
from spreadwell.domain.sites.months import (
    Asked,
    asked_of,
    asked_when_opened,
    measures_asked_of,
    opened_text,
    standing,
    with_before,
)
from spreadwell.domain.sites.permissions import check_work
from spreadwell.domain.sites.queries import last_complete

from ..middleware import PageRequest
from ..pages import render
from .forms.month import ANSWERS, MonthForm
from .here import crumbs_of, one_site
from .month_sending import send
from .presenters.month import groups_of, series_at, usual_at

SENT = "Sent. Thank you; that is all for this month."
# What a draft leaves out: what names one sending, and ticks that are given anew each time.
NOT_KEPT = ("csrfmiddlewaretoken", "key")
NOT_KEPT_ENDS = ("__sure", "__settle", "not_about_a_patient", "words_asked_about")


def site_to_work_at(request: PageRequest, pk: int) -> ImplementationSite:
    """Find a site at which the viewer may write; a sentence says why not."""
    site = one_site(request, pk)
    reason = allowed(check_work, request.viewer, site)
    if reason:
        raise PermissionDenied(reason)
    return site


def wants_data(request: PageRequest) -> bool:
    """Tell whether the page's own script is asking."""
    return request.headers.get("Accept", "") == "application/json"


def month(request: PageRequest, pk: int) -> HttpResponse:
    """Ask for what is due; numbers and answers are stored together or not at all."""
    site = site_to_work_at(request, pk)
    page = MonthPage(request, site)
    if request.method == "POST" and page.form.is_valid() and send(request, site, page.form):
        there = reverse("sites:detail", args=[pk])
        messages.success(request, SENT)
        return (
            JsonResponse({"state": "stored", "page": there})
            if wants_data(request)
            else (redirect(there))
        )
    if request.method == "POST" and wants_data(request):
        return JsonResponse({"state": "asked"}, status=422)
    return page.answer()


@require_POST
def draft(request: PageRequest, pk: int) -> HttpResponse:
    """Keep what was typed without sending it, or throw it away."""
    site = site_to_work_at(request, pk)
    by = request.viewer.person
    assert by is not None
    if "discard" in request.POST:
        discard_draft(by=by, site=site)
        return redirect("sites:month", pk)
    page = MonthPage(request, site)
    page.form.is_valid()  # numbers may be unfinished; only words of a patient are asked about
    if any(name in page.form.marked and name in page.form.errors for name in ANSWERS):
        if wants_data(request):
            return JsonResponse({"state": "asked"}, status=422)
        return page.answer()
    values = {
        name: str(value)
        for name, value in request.POST.items()
        if name not in NOT_KEPT and not name.endswith(NOT_KEPT_ENDS)
    }
    try:
        kept = keep_draft(by=by, site=site, values=values)
    except Refusal as refusal:
        page.form.add_error(None, str(refusal))
        return (
            JsonResponse({"state": "asked"}, status=422) if wants_data(request) else (page.answer())
        )
    if wants_data(request):
        return JsonResponse({"state": "kept", "at": _moment(kept)})
    messages.success(request, "Kept as a draft. It is not sent yet.")
    return redirect("sites:month", pk)


@require_GET
def state(request: PageRequest, pk: int) -> HttpResponse:
    """Tell the page's script who is signed in, with a fresh token and the draft kept here."""
    site = site_to_work_at(request, pk)
    kept = draft_of(request.viewer, site)
    return JsonResponse(
        {
            "person": request.viewer.person_id,
            "token": get_token(request),
            "draft": kept.values if kept else None,
            "at": _moment(kept),
        }
    )


class MonthPage:
    """The page of a month: what it asks, its form, and what else it shows."""

    def __init__(self, request: PageRequest, site: ImplementationSite) -> None:
        self.request, self.site = request, site
        self.draft = draft_of(request.viewer, site) if request.method == "GET" else None
        posted = request.POST if request.method == "POST" else None
        self.asked = self._asked(posted)
        self.series = {one.slug: series_at(request.viewer, site, one) for one in self.asked}
        self.standing = standing(site, self.asked)
        self.form = MonthForm(
            posted,
            asked=self.asked,
            usual=usual_at(self.asked, self.series),
            standing=self.standing,
            initial={"needs_help": site.needs_help, "key": str(uuid4())} | self._typed(),
        )

    def _asked(self, posted: QueryDict | None) -> list[Asked]:
        """Return what this page asks for: as it was when opened, else what is due now."""
        today = timezone.localdate()
        if posted is None:
            return asked_of(self.site, today)
        text = posted.get("opened") or " ".join(
            f"{one.slug}@{last_complete(one, today)}@0"
            for one in measures_asked_of(self.site)
            if any(name.startswith(f"{one.slug}__") for name in posted)
        )
        return with_before(self.site, asked_when_opened(self.site, text, today))

    def _typed(self) -> dict[str, str]:
        """Return what was kept in the draft, numbers only where they are of the same period."""
        if self.draft is None:
            return {}
        kept = self.draft.values
        now = {word.rpartition("@")[0] for word in opened_text(self.asked).split()}
        then = {word.rpartition("@")[0] for word in str(kept.get("opened", "")).split()}
        same = {word.partition("@")[0] for word in now & then}
        return {
            name: value
            for name, value in kept.items()
            if name in ANSWERS or name.partition("__")[0] in same
        }

    def answer(self) -> HttpResponse:
        """Show the page."""
        if self.form.is_bound:
            seen = [
                Asked(one.measure, one.period, one.before, getattr(found, "pk", 0))
                for one in self.asked
                for found in [self.standing.get(one.slug)]
            ]
            self.form.know(seen)
        viewer, site = self.request.viewer, self.site
        context: dict[str, Any] = {
            "site": site,
            "form": self.form,
            "groups": groups_of(viewer, site, self.form, self.series, self.standing),
            "draft": self.draft,
            "draft_at": _moment(self.draft),
            "crumbs": [{"text": text, "href": href} for text, href in crumbs_of(site)],
        }
        return render(self.request, "sites/month.jinja", context)


def _moment(kept: MonthDraft | None) -> int:
    """Return when a draft was kept, in milliseconds as scripts count them; 0 for none."""
    return int(kept.saved_at.timestamp() * 1000) if kept else 0
