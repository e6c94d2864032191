"""Adaptations: what changed and why, in under a minute; FRAME and a version later."""

from django.http import HttpResponse
from django.urls import reverse

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.permissions import check_describe
from spreadwell.domain.sites.cycle_actions import (
    adopt_adaptation,
    complete_frame,
    record_adaptation,
)
from spreadwell.domain.sites.frame import frame_rows
from spreadwell.domain.sites.models import Adaptation, ImplementationSite
from spreadwell.domain.sites.permissions import check_rate, check_work

from ..asking import Crumb, Question, ask
from ..middleware import PageRequest
from ..pages import find, render
from ..ways import way
from .forms.adaptations import AdaptationForm, AdoptForm, FrameForm
from .here import crumbs_of, here, one_site

SAVED = "Saved. It is marked on the charts, once their numbers reach its day."
SHORT = 40


def adapt(request: PageRequest, pk: int) -> HttpResponse:
    """Record an adaptation."""
    site = one_site(request, pk)
    return ask(
        request,
        Question("Something changed", "Save", SAVED, crumbs_of(site)),
        AdaptationForm(request.POST or None, version=site.version, viewer=request.viewer),
        record_adaptation,
        here(site),
        reason=allowed(check_work, request.viewer, site),
        site=site,
    )


def _one(request: PageRequest, pk: int) -> tuple[Adaptation, ImplementationSite, list[Crumb]]:
    rows = Adaptation.objects.visible_to(request.viewer)
    found = find(rows.select_related("component", "adopted_in", "recorded_by"), pk=pk)
    site = one_site(request, found.site_id)
    return found, site, crumbs_of(site)


def _to(found: Adaptation) -> tuple[str, str]:
    name = found.what if len(found.what) <= SHORT else f"{found.what[: SHORT - 1]}…"
    return name, reverse("sites:adaptation", args=[found.pk])


def adaptation(request: PageRequest, pk: int) -> HttpResponse:
    """Show an adaptation: what changed, why, how it is described by FRAME, and where it went."""
    found, site, crumbs = _one(request, pk)
    viewer, innovation = request.viewer, site.version.innovation
    context = {
        "adaptation": found,
        "site": site,
        "rows": frame_rows(found.frame),
        "ways": [
            way("Describe it further", "sites:frame", pk, check=check_rate, given=(viewer, site)),
            way(
                "Take it into a version", "sites:adopt", pk,
                check=check_describe, given=(viewer, innovation),
            ),
        ],
        "crumbs": [{"text": text, "href": href} for text, href in crumbs],
    }  # fmt: skip
    return render(request, "sites/adaptation.jinja", context)


def frame(request: PageRequest, pk: int) -> HttpResponse:
    """Describe an adaptation by FRAME."""
    found, site, crumbs = _one(request, pk)
    lead = "For whoever facilitates. Answer what you know; every question can stay open."
    return ask(
        request,
        Question("Describe it further", "Save", "Saved.", [*crumbs, _to(found)], lead),
        FrameForm(request.POST or None, adaptation=found),
        complete_frame,
        _to(found)[1],
        reason=allowed(check_rate, request.viewer, site),
        adaptation=found,
    )


def adopt(request: PageRequest, pk: int) -> HttpResponse:
    """Take an adaptation into a version of the innovation."""
    found, site, crumbs = _one(request, pk)
    lead = f"What changed at {site}: {found.what}"
    return ask(
        request,
        Question("Take it into a version", "Take it up", "Saved.", [*crumbs, _to(found)], lead),
        AdoptForm(request.POST or None, adaptation=found, viewer=request.viewer),
        adopt_adaptation,
        _to(found)[1],
        reason=allowed(check_describe, request.viewer, site.version.innovation),
        adaptation=found,
    )
