"""The ledger of claims for programs, with all that must be read with each."""

from typing import Annotated, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from spreadwell.domain.claims.ledger import Wanted, entries, ledger
from spreadwell.domain.claims.models import Claim
from spreadwell.exchange.ledger import row_of

from .errors import FAILURES
from .listing import stored
from .paging import Page, Paged, Size, page_of, paged
from .signing_in import viewer_on

router = Router(tags=["Looking up"])
Slug = Annotated[str, Query(max_length=80)]
# The largest key that every database takes.
LARGEST = 2**31 - 1


class ClaimRow(Schema):
    """One claim: what it says, how sure one can be, what it leaves open."""

    claim: int
    version: int
    state: str = Field(description="draft, current, questioned, superseded or withdrawn")
    superseded_by: int | None
    mission: str
    innovation: str
    external: bool
    invented: bool
    sentence: str
    certainty: str = Field(description="in words; they lead, the letter stands behind")
    grade: str = Field(description="– where nobody assessed it")
    counted: str
    measure: str
    numerator: float | None
    denominator: float | None
    period: str
    place: str
    comparator: str
    method: str
    owner: str
    source: str
    missing: list[str] = Field(description="what it does not say, as questions")
    shows_size: bool = Field(description="false where people were picked for a high value")
    expected_anyway: str = Field(description="what would probably have improved with no effect")
    source_reply: str = Field(
        description="what the source of a claim of others said, or that it was asked"
    )
    in_conflict: bool
    stated_on: str | None
    data_until: str
    checked_on: str | None = Field(description="when somebody last found it to be still true")
    lost_footing_on: str | None
    lost_footing_why: list[str]
    public: bool


class Claims(Paged):
    """A page of claims."""

    claims: list[ClaimRow]


@router.get("/claims", response={200: Claims, **FAILURES}, summary="The ledger of claims")
def claims(
    request: HttpRequest,
    mission: Slug = "",
    innovation: Slug = "",
    whose: Annotated[Literal["", "ours", "others"], Query(description="who said it")] = "",
    ended: Annotated[bool, Query(description="those that no longer stand instead")] = False,
    page: Page = 1,
    size: Size = 100,
) -> dict[str, object]:
    """Claims that stand, the newest first, each with what must be read with it."""
    wanted = Wanted(
        mission=stored(mission), innovation=stored(innovation), whose=whose, ended=ended,
        order="newest",
    )  # fmt: skip
    found = ledger(viewer_on(request), wanted)
    part = [row_of(one) for one in page_of(found, page, size)]
    return {"claims": part, **paged(len(found), page, size)}


@router.get("/claims/{claim}", response={200: ClaimRow, **FAILURES}, summary="One claim")
def claim(request: HttpRequest, claim: int) -> dict[str, object]:
    """One claim, whether it stands or ended since."""
    if not 0 < claim <= LARGEST:
        raise Http404
    viewer = viewer_on(request)
    found = entries(viewer, Claim.objects.visible_to(viewer).filter(pk=claim))
    if not found:
        raise Http404
    return row_of(found[0])
