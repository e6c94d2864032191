"""Where an innovation runs, and in which version."""

from datetime import date

from ..foundation.refusals import NotNow
from ..innovations.models import Innovation, InnovationVersion
from ..sites.models import ImplementationSite


def sites_of(innovation: Innovation) -> list[ImplementationSite]:
    """The sites of every version of an innovation, the earliest start of a place first."""
    rows = ImplementationSite.objects.filter(version__innovation=innovation)
    return sorted(
        rows.select_related("organisation", "version"),
        key=lambda site: (site.started or date.max, site.pk),
    )


def version_of(innovation: Innovation) -> InnovationVersion:
    """The latest version that has started somewhere, else the latest."""
    rows = InnovationVersion.objects.filter(innovation=innovation)
    found = rows.filter(sites__started__isnull=False).order_by("-number").first()
    latest = found or rows.order_by("-number").first()
    if latest is None:
        raise NotNow("This innovation has no version yet; describe it first.")
    return latest
