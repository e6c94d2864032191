"""Who has sent what, and who is late, for programs that remind."""

from datetime import date
from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from spreadwell.domain.networks.models import Network
from spreadwell.domain.sites.completeness import Sent, board_of

from .errors import FAILURES
from .listing import measure_called
from .paging import Page, Paged, Size, page_of, paged
from .signing_in import viewer_on

router = Router(tags=["Looking up"])


class Standing(Schema):
    """One measure at one site."""

    site: str = Field(description="code of its organisation")
    measure: str
    state: str = Field(description="sent, due, late, not due or paused")
    period: str | None = Field(description="the first that is wanted, else the last there is")
    missing: int = Field(description="how many periods are wanted")
    days_late: int
    wanted_by: date | None


class Completeness(Paged):
    """A page of standings."""

    on: date
    standings: list[Standing]


@router.get("/completeness", response={200: Completeness, **FAILURES}, summary="Who has sent what")
def completeness(
    request: HttpRequest,
    network: Annotated[str, Query(max_length=80, description="of one network")] = "",
    measure: Annotated[str, Query(max_length=80, description="of one measure")] = "",
    page: Page = 1,
    size: Size = 500,
) -> dict[str, object]:
    """How every measure stands at every site that may be seen, gaps first."""
    viewer, today = viewer_on(request), timezone.localdate()
    of = None
    if network:
        rows = Network.objects.visible_to(viewer).filter(slug=network.replace("\x00", ""))
        of = rows.values_list("pk", flat=True).first()
        if of is None:
            raise Http404
    watched = measure_called(request, measure).pk if measure else None
    board = board_of(viewer, today, network=of, measure=watched)
    found = [
        {
            "site": row.site.organisation.code,
            "measure": one.slug,
            "state": cell.how.value,
            "period": str(cell.period) if cell.period else None,
            "missing": cell.missing,
            "days_late": cell.days if cell.how is Sent.LATE else 0,
            "wanted_by": cell.by,
        }
        for row in board.rows
        for one, cell in zip(board.measures, row.cells, strict=True)
        if cell.how is not Sent.NOT_ASKED
    ]
    part = page_of(found, page, size)
    return {"on": today, "standings": part, **paged(len(found), page, size)}
