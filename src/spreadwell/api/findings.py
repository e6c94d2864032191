"""Findings for programs: those that the token's person may see, and new ones added."""

from typing import Annotated, Any

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from ninja.responses import Status
from pydantic import BaseModel, ConfigDict, Field

from spreadwell.domain.discovery.heard import Heard
from spreadwell.domain.discovery.incoming import Incoming, TakenIn, sift, take_findings
from spreadwell.domain.discovery.loads import MOST_ROWS
from spreadwell.domain.discovery.models import Finding
from spreadwell.domain.discovery.permissions import check_add_many
from spreadwell.domain.discovery.queries import filtered_findings
from spreadwell.domain.discovery.rows import read_row
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.search.queries import holding
from spreadwell.exchange.discovery.exporting import row_of
from spreadwell.exchange.discovery.looking import asked_about, key_of_row

from .errors import FAILURES, Problem, Wrong
from .listing import Words, stored
from .paging import Page, Paged, Size, paged
from .signing_in import token_on, viewer_on

router = Router(tags=["Discovery"])
Short = Annotated[str, Query(max_length=80)]
# The largest key that every database takes.
LARGEST = 2**31 - 1
Text = Annotated[str, Field(max_length=4000)]


class FindingShort(Schema):
    """One finding: what was said or learnt, who spoke for which voice, and where it is sorted."""

    finding: int
    mission: str
    theme: str = Field(description="blank until somebody sorted it")
    text: str
    quote: str
    role: str = Field(description="leader, staff, patient, carer or partner; blank if nobody spoke")
    voice: str
    speaks_as: str
    place: str
    date: str
    strength: str
    source: str
    source_kind: str = Field(description="engagement, data, research or horizon")
    who: str = Field(description="only where they agreed to be named")
    evidence: str = Field(description="the kind of study, of a record")
    doi: str
    pmid: str
    nct: str
    invented: bool


class Findings(Paged):
    """A page of findings."""

    findings: list[FindingShort]


class FindingIn(BaseModel):
    """One finding by the columns that files of findings have."""

    model_config = ConfigDict(extra="forbid")

    text: Text
    quote: Text = ""
    role: str = ""
    voice: str = ""
    place: str = ""
    date: str = Field("", description="such as 2026-03-31; today if left out")
    strength: str = Field("", description="1, 2 or 3")
    source: str = ""
    source_kind: str = ""
    speaks_as: str = ""
    who: str = ""
    named: bool = Field(False, description="they agreed that `who` stands beside their words")


class FindingsIn(BaseModel):
    """Findings of one mission, all or none."""

    model_config = ConfigDict(extra="forbid")

    mission: str = Field(max_length=80, description="its slug")
    rows: Annotated[list[FindingIn], Field(min_length=1, max_length=MOST_ROWS)]
    not_about_patients: bool = Field(
        False, description="words that may point to a patient were looked at, and do not"
    )


class FindingsAdded(Schema):
    """What was added, and how many rows were known already, word for word."""

    added: list[int] = Field(description="the new findings, in the order of the rows")
    known: int


@router.get("/findings", response={200: Findings, **FAILURES}, summary="List findings")
def findings(
    request: HttpRequest,
    mission: Short = "",
    voice: Short = "",
    place: Short = "",
    words: Words = "",
    page: Page = 1,
    size: Size = 100,
) -> dict[str, object]:
    """Findings that the token's person may see, the latest first."""
    rows = Finding.objects.visible_to(viewer_on(request))
    if mission:
        rows = rows.filter(mission__slug=stored(mission))
    held = holding(rows, stored(words))
    found = filtered_findings(held, voice=stored(voice), place=stored(place))
    total, first = found.count(), (page - 1) * size
    part = found.select_related("mission", "theme", "record")[first : first + size]
    return {"findings": [_short(one) for one in part], **paged(total, page, size)}


@router.get("/findings/{finding}", response={200: FindingShort, **FAILURES}, summary="One finding")
def finding(request: HttpRequest, finding: int) -> dict[str, object]:
    """One finding, as the list has it."""
    if not 0 < finding <= LARGEST:
        raise Http404
    rows = Finding.objects.visible_to(viewer_on(request)).filter(pk=finding)
    found = rows.select_related("mission", "theme", "record").first()
    if found is None:
        raise Http404
    return _short(found)


@router.post(
    "/findings",
    response={200: FindingsAdded, 201: FindingsAdded, **FAILURES},
    summary="Add findings",
)
def add(request: HttpRequest, body: FindingsIn) -> Any:
    """Add findings, all or none; the same rows again change nothing and answer 200."""
    viewer = viewer_on(request)
    open_ones = Mission.objects.visible_to(viewer)
    mission = open_ones.filter(slug=stored(body.mission)).first()
    if mission is None:
        raise Http404
    check_add_many(viewer, mission)
    rows = _read(body.rows)
    asked = () if body.not_about_patients else asked_about(rows)
    if asked:
        told = [_problem(one.line, word.question, word.text) for one in asked for word in one.words]
        raise Wrong(422, "Some words may point to a patient, and nothing was stored.", told)
    name = f"{token_on(request).name[:80]}, by the API"
    with transaction.atomic():
        # One sending to a mission at a time, so that two tries of one cannot both store.
        Mission.objects.select_for_update().get(pk=mission.pk)
        new, known = sift(mission, rows)
        if not new:
            return Status(200, {"added": [], "known": len(known)})
        done: TakenIn = take_findings(
            by=token_on(request).person, mission=mission, rows=rows, name=name
        )
    return Status(201, {"added": [one.pk for one in done.added], "known": len(done.repeats)})


def _read(given: list[FindingIn]) -> list[Incoming]:
    """Read rows as those of a file are read; every problem is told at once."""
    usual = Heard(text="", role="", heard_on=timezone.localdate())
    rows: list[Incoming] = []
    problems: list[Problem] = []
    for number, one in enumerate(given, start=1):
        cells = {name: stored(str(text)) for name, text in one.model_dump().items()}
        cells["named"] = "yes" if one.named else "no"
        read = read_row(cells, usual)
        problems += [
            Problem(row=number, column=column, message=said, value=None)
            for column, said in read.problems
        ]
        rows.append(Incoming(number, read.heard, key_of_row(cells)))
    if problems:
        many = f"{len(problems):,} {'problem' if len(problems) == 1 else 'problems'}"
        raise Wrong(422, f"{many}, and nothing was stored.", problems)
    return rows


def _problem(row: int, message: str, value: str) -> Problem:
    return Problem(row=row, column=None, message=message, value=value)


def _short(one: Finding) -> dict[str, object]:
    row = row_of(one)
    told = {name: text for name, text in row.items() if name not in ("named", "contact")}
    theme = one.theme.name if one.theme else ""
    return {"finding": one.pk, "theme": theme, "invented": one.invented, **told}
