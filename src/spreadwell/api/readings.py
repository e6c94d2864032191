"""Readings as columns: of everyone together by place, by strata only what may be told."""

from typing import Annotated

import numpy as np
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from spreadwell.domain.measures.columns import readings_as_columns
from spreadwell.domain.measures.disclosing import StrataShown, strata_shown
from spreadwell.domain.measures.models import Measure, Reading
from spreadwell.domain.measures.strata import stratifiers_of
from spreadwell.domain.networks.models import Network, Organisation
from spreadwell.domain.networks.queries import keys_by_code
from spreadwell.domain.sites.places import places_of_network, places_of_networks
from spreadwell.formats.periods import Period, PeriodKind

from .errors import FAILURES, Problem, Wrong
from .listing import measure_called
from .paging import Page, Paged, Size, page_of, paged
from .signing_in import viewer_on

router = Router(tags=["Readings"])
Numbers = list[float | None]


class Columns(Schema):
    """Readings as lists of one length; null is not known, or not told."""

    site: list[str] = Field(description="code of the organisation; blank for several together")
    period: list[str]
    numerator: Numbers
    denominator: Numbers
    value: Numbers
    sd: Numbers
    n: Numbers
    stratum: list[str] = Field(description="blank for everyone together")
    suppressed: list[bool] = Field(description="counted, and too few to be told")


class Readings(Paged):
    """A page of readings of one measure."""

    measure: str
    stratifier: str = Field(description="blank for everyone together")
    rules: str = Field(description="the disclosure profile; blank for everyone together")
    columns: Columns


Code = Annotated[list[str], Query(max_length=200, description="codes of places; may repeat")]
When = Annotated[str, Query(max_length=20, description="a period such as 2026-03")]
By = Annotated[str, Query(max_length=40, description="imd_quintile, ethnic_group, age_band, sex")]


@router.get("/readings", response={200: Readings, **FAILURES}, summary="Readings of one measure")
def readings(
    request: HttpRequest,
    measure: Annotated[str, Query(max_length=80)],
    site: Code = [],  # noqa: B006
    first: When = "",
    last: When = "",
    stratifier: By = "",
    network: Annotated[str, Query(max_length=80, description="with a stratifier")] = "",
    page: Page = 1,
    size: Size = 1000,
) -> dict[str, object]:
    """The current readings of a measure, as columns.

    With a stratifier they are sums over all places that may be seen, or over those of a network,
    put through the disclosure rules: rounded, small numbers kept back. Places one by one are not
    told by strata.
    """
    found = measure_called(request, measure)
    if stratifier:
        if site:
            raise Wrong(422, "Readings by strata are not told for single places; ask by network.")
        return _by_strata(request, found, stratifier, network, (first, last), page, size)
    viewer = viewer_on(request)
    places = None
    if site:
        known = keys_by_code()
        places = [known[code] for code in site if code in known]
    columns = readings_as_columns(Reading.objects.visible_to(viewer), [found], organisations=places)
    low, high = _span(columns.kind, first, last)
    columns = columns.take((columns.ordinal >= low) & (columns.ordinal <= high))
    at = np.arange(len(columns))[(page - 1) * size : page * size]
    keep = np.zeros(len(columns), dtype=np.bool_)
    keep[at] = True
    part = columns.take(keep)
    rows = Organisation.objects.visible_to(viewer).filter(
        pk__in=np.unique(part.organisation).tolist()
    )
    codes = dict(rows.order_by().values_list("pk", "code"))
    blank = np.full(len(part), np.nan)
    told = {
        "site": [codes.get(one, "") for one in part.organisation.tolist()],
        "period": [str(part.period(one)) for one in part.ordinal.tolist()],
        "numerator": _plain(part.numerator),
        "denominator": _plain(part.denominator),
        "value": _plain(part.value),
        "sd": _plain(blank if part.sd is None else part.sd),
        "n": _plain(blank if part.n is None else part.n),
        "stratum": [""] * len(part),
        "suppressed": part.suppressed.tolist(),
    }
    return {
        "measure": found.slug,
        "stratifier": "",
        "rules": "",
        "columns": told,
        **paged(len(columns), page, size),
    }


def _by_strata(
    request: HttpRequest,
    measure: Measure,
    stratifier: str,
    network: str,
    span: tuple[str, str],
    page: int,
    size: int,
) -> dict[str, object]:
    """What may be told by strata; the module that decides is `domain.measures.disclosing`."""
    viewer = viewer_on(request)
    ways = stratifiers_of(viewer, measure)
    if stratifier not in ways:
        listed = ", ".join(ways) or "nothing"
        raise Wrong(422, f"Readings of this measure that you may see are told apart by {listed}.")
    places = None
    if network:
        found = Network.objects.visible_to(viewer).filter(slug=network.replace("\x00", "")).first()
        if found is None:
            raise Http404
        places = places_of_network(viewer, found)
    rows = Reading.objects.visible_to(viewer)
    shown = strata_shown(
        rows, measure, stratifier, organisations=places, networks=places_of_networks(viewer)
    )
    made = _cells(shown, span) if shown is not None else []
    names = list(Columns.model_fields)
    part = page_of(made, page, size)
    return {
        "measure": measure.slug,
        "stratifier": stratifier,
        "rules": shown.profile.name if shown is not None else "",
        "columns": {name: [row[i] for row in part] for i, name in enumerate(names)},
        **paged(len(made), page, size),
    }


def _cells(shown: StrataShown, span: tuple[str, str]) -> list[tuple[object, ...]]:
    """A row a cell, in the order of `Columns`."""
    low, high = _span(shown.kind, *span)
    mean = shown.measure.statistic == "mean"
    made: list[tuple[object, ...]] = []
    for i, period in enumerate(shown.periods):
        if not low <= period.ordinal <= high:
            continue
        for j, stratum in enumerate(shown.strata):
            hidden = bool(shown.suppressed[i, j])
            columns = (shown.mean, shown.sd, shown.people) if mean else ()
            top, bottom = _cell(shown.numerator[i, j]), _cell(shown.denominator[i, j])
            value, sd, n = (_cell(one[i, j]) for one in columns) if mean else (None, None, None)
            if hidden or any(one is not None for one in (top, value)):
                made.append(("", str(period), top, bottom, value, sd, n, stratum, hidden))
    return made


def _span(kind: PeriodKind, first: str, last: str) -> tuple[float, float]:
    """The ordinals between which readings are asked for."""
    ends = []
    for name, text, otherwise in (("first", first, -np.inf), ("last", last, np.inf)):
        if not text:
            ends.append(otherwise)
            continue
        try:
            ends.append(float(Period.parse(text).within(kind).ordinal))
        except ValueError as error:
            said = Problem(row=None, column=name, message=str(error), value=text)
            raise Wrong(422, "What was asked is not right.", [said]) from None
    return ends[0], ends[1]


def _cell(number: float) -> float | None:
    return float(number) if number == number else None


def _plain(column: np.ndarray) -> Numbers:
    return [None if one != one else one for one in column.tolist()]
