"""What comes in, as the example shows it: a period approved, a name told, a row to put right."""

from spreadwell.domain.measures.names import key_of, remember
from spreadwell.domain.measures.sign_offs import approve_period
from spreadwell.domain.models import ImplementationSite
from spreadwell.exchange.intake.taking import take
from spreadwell.formats.periods import Period, PeriodKind

from .loading import Loading

MEASURE, INNOVATION = "lipid_reviews_done", "lipid-reviews"
WRITTEN = "The village practice"


def load(loading: Loading) -> None:
    """Approve a period, and send a file with a fault, which waits to be put right."""
    analyst = loading.person("analyst")
    sites = ImplementationSite.objects.filter(
        version__innovation__slug=INNOVATION, state="live"
    ).select_related("organisation")
    first, second = (one.organisation.code for one in sites.order_by("pk")[:2])
    remember(by=analyst, names={key_of("site", WRITTEN): first})
    month = Period.containing(loading.today, PeriodKind.MONTH).previous()
    rows = ("measure,site,period,value", f"{MEASURE},{WRITTEN},{month},41",
            f"{MEASURE},{second},{month},4O")  # fmt: skip
    content = "\n".join(rows) + "\n"
    approve_period(
        by=analyst, measure=loading.measures[MEASURE], period=str(month.previous(2)),
        note="All clinics were asked; two counts were checked by telephone.",
    )  # fmt: skip
    take(by=analyst, content=content.encode(), name="reviews-by-hand.csv")
