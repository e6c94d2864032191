"""Adaptations: what changed and why, in under a minute."""

from django.http import HttpResponse

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.sites.cycle_actions import record_adaptation
from spreadwell.domain.sites.permissions import check_work

from ..asking import Question, ask
from ..middleware import PageRequest
from .forms.adaptations import AdaptationForm
from .here import crumbs_of, here, one_site


def adapt(request: PageRequest, pk: int) -> HttpResponse:
    """Record an adaptation."""
    site = one_site(request, pk)
    return ask(
        request,
        Question(
            "Something changed", "Save", "Saved. It is marked on the charts.", crumbs_of(site)
        ),
        AdaptationForm(request.POST or None, version=site.version, viewer=request.viewer),
        record_adaptation,
        here(site),
        reason=allowed(check_work, request.viewer, site),
        site=site,
    )
