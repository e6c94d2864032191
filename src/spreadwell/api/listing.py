"""What a program may look up: measures and organisations."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from spreadwell.domain.measures.models import Measure
from spreadwell.domain.measures.strata import stratifiers_of
from spreadwell.domain.networks.models import Organisation

from .errors import FAILURES
from .paging import Page, Paged, Size, paged
from .signing_in import viewer_on

router = Router(tags=["Looking up"])
Words = Annotated[str, Query(max_length=100, description="keep those whose name has these words")]


class MeasureShort(Schema):
    """A measure as lists have it."""

    measure: str = Field(description="the id that readings name it by")
    name: str
    unit: str
    statistic: str = Field(description="proportion, rate, count or mean")
    per: int = Field(description="what a ratio is shown out of")
    direction: str = Field(description="which way is better: up, down or neither")
    kind: str = Field(description="outcome, process or balancing")
    cadence: str
    supplied_by: str = Field(description="extract or site")
    target: float | None
    invented: bool


class MeasureWhole(MeasureShort):
    """A measure with its definition."""

    stratifiers: list[str] = Field(description="by what its readings can be told apart")
    definition: dict[str, Any]


class Measures(Paged):
    """A page of measures."""

    measures: list[MeasureShort]


class OrganisationShort(Schema):
    """An organisation as lists have it."""

    code: str
    name: str
    kind: str
    invented: bool


class Organisations(Paged):
    """A page of organisations."""

    organisations: list[OrganisationShort]


@router.get("/measures", response={200: Measures, **FAILURES}, summary="List measures")
def measures(
    request: HttpRequest, words: Words = "", page: Page = 1, size: Size = 100
) -> dict[str, object]:
    """Every measure, by name."""
    rows = Measure.objects.visible_to(viewer_on(request)).filter(name__icontains=stored(words))
    total, first = rows.count(), (page - 1) * size
    found = [_short(one) for one in rows[first : first + size]]
    return {"measures": found, **paged(total, page, size)}


@router.get("/measures/{measure}", response={200: MeasureWhole, **FAILURES}, summary="One measure")
def measure(request: HttpRequest, measure: str) -> dict[str, object]:
    """A measure with its definition, and by what its readings can be told apart."""
    viewer = viewer_on(request)
    found = measure_called(request, measure)
    return {
        **_short(found),
        "stratifiers": stratifiers_of(viewer, found),
        "definition": found.definition,
    }


@router.get(
    "/organisations", response={200: Organisations, **FAILURES}, summary="List organisations"
)
def organisations(
    request: HttpRequest,
    words: Words = "",
    kind: Annotated[str, Query(max_length=40)] = "",
    page: Page = 1,
    size: Size = 100,
) -> dict[str, object]:
    """Every organisation, by name: what readings name as their site."""
    rows = Organisation.objects.visible_to(viewer_on(request)).filter(name__icontains=stored(words))
    rows = (rows.filter(kind=stored(kind)) if kind else rows).order_by("name", "code")
    total, first = rows.count(), (page - 1) * size
    found = [
        {"code": one.code, "name": one.name, "kind": one.kind, "invented": one.invented}
        for one in rows[first : first + size]
    ]
    return {"organisations": found, **paged(total, page, size)}


def measure_called(request: HttpRequest, slug: str) -> Measure:
    """The measure of an id; 404 where there is none that may be seen."""
    found: Measure | None = (
        Measure.objects.visible_to(viewer_on(request)).filter(slug=stored(slug)).first()
    )
    if found is None:
        raise Http404
    return found


def stored(text: str) -> str:
    """Text as a store can be asked for it: PostgreSQL takes no character nought."""
    return text.replace("\x00", "")


def _short(one: Measure) -> dict[str, object]:
    names = ("name", "unit", "statistic", "per", "direction", "kind", "cadence", "supplied_by")
    return {
        "measure": one.slug,
        "target": one.target,
        "invented": one.invented,
        **{name: getattr(one, name) for name in names},
    }
