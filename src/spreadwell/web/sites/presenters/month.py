"""What the page of a month prints: a group of fields for each measure, its chart under it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms.boundfield import BoundField

from spreadwell.charts.frame import NARROW, Look, Picture
from spreadwell.domain.measures.charts import Series, chart_for, picture_for, series_of
from spreadwell.domain.measures.columns import readings_as_columns
from spreadwell.domain.measures.models import Reading
from spreadwell.domain.measures.usual import Usual, usual_of
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import ImplementationSite
from spreadwell.domain.sites.months import Asked, sender_of

from ..forms.month import OVER, MonthForm, parts_of, told


@dataclass(frozen=True, slots=True)
class NumberAsked:
    """One number to fill in, and last time's beside it."""

    bound: BoundField
    part: str
    last: str
    beside: str


@dataclass(frozen=True, slots=True)
class Group:
    """One measure on the page; the data of `attributes` lets the script ask at once."""

    slug: str
    name: str
    period: str
    numbers: list[NumberAsked]
    sure: BoundField
    settle: BoundField | None
    wondered: bool
    question: str
    meanwhile: str
    attributes: dict[str, str]
    wide: Picture | None
    narrow: Picture | None


def series_at(viewer: Viewer, site: ImplementationSite, asked: Asked) -> Series | None:
    """Return the readings of one measure at the site so far."""
    columns = readings_as_columns(
        Reading.objects.visible_to(viewer), [asked.measure], organisations=[site.organisation_id]
    )
    return series_of(columns, asked.measure, site.organisation_id)


def usual_at(asked: Sequence[Asked], series: Mapping[str, Series | None]) -> dict[str, Usual]:
    """Return what is usual for each measure, by its code."""
    return {
        one.slug: usual_of(one.measure, series[one.slug], one.before, one.period) for one in asked
    }


def groups_of(
    viewer: Viewer,
    site: ImplementationSite,
    form: MonthForm,
    series: Mapping[str, Series | None],
    standing: Mapping[str, Reading],
) -> list[Group]:
    """Present each measure with its fields, the questions about them and its chart."""
    return [
        _group(viewer, site, form, one, series[one.slug], standing.get(one.slug))
        for one in form.asked
    ]


def _group(
    viewer: Viewer,
    site: ImplementationSite,
    form: MonthForm,
    one: Asked,
    series: Series | None,
    reading: Reading | None,
) -> Group:
    usual = form.usual[one.slug]
    numbers = [
        _number(form[f"{one.slug}__{part}"], usual, part) for part, _ in parts_of(one.measure)
    ]
    sure = form[f"{one.slug}__sure"]
    wide, narrow = _pictures(site, one, series)
    return Group(
        slug=one.slug,
        name=one.measure.name,
        period=one.period.label,
        numbers=numbers,
        sure=sure,
        settle=form[f"{one.slug}__settle"] if reading is not None else None,
        wondered=one.slug in form.wondered,
        question=usual.question(form.numbers_of(one)) if one.slug in form.wondered else "",
        meanwhile=_meanwhile(viewer, site, one, reading),
        attributes=_attributes(one, usual),
        wide=wide,
        narrow=narrow,
    )


def _number(bound: BoundField, usual: Usual, part: str) -> NumberAsked:
    last = usual.last.get(part)
    beside = f"{usual.period}: {last:,.15g}" if last is not None else f"{usual.period}: not sent"
    return NumberAsked(bound, part, "" if last is None else f"{last:.15g}", beside)


def _meanwhile(
    viewer: Viewer, site: ImplementationSite, one: Asked, reading: Reading | None
) -> str:
    """Say who sent which number when, where one stands."""
    if reading is None:
        return ""
    at = reading.submission.settled_at or reading.submission.sent_at
    return (
        f"{sender_of(viewer, site, reading)} sent {told(one.measure, reading)} for "
        f"{one.period.label} meanwhile, on {at:%-d %B %Y at %H:%M}."
    )


def _attributes(one: Asked, usual: Usual) -> dict[str, str]:
    """Return what the script needs to ask the same questions as the server."""
    found: dict[str, Any] = {
        "measure": one.slug,
        "period": str(one.period),
        "low": usual.low,
        "high": usual.high,
        "scale": usual.scale,
        "outside": usual.outside,
        "times": usual.times,
        "over": OVER if one.measure.statistic == "proportion" else None,
    }
    return {f"data-{name}": str(value) for name, value in found.items() if value is not None}


def _pictures(
    site: ImplementationSite, one: Asked, series: Series | None
) -> tuple[Picture | None, Picture | None]:
    """Draw the chart so far, for a desk and for a phone."""
    if series is None:
        return None, None
    chart = chart_for(one.measure, series)
    invented = site.invented or one.measure.invented
    wide, narrow = (
        picture_for(
            one.measure,
            series,
            chart,
            Look(width=width, prefix=f"month{one.measure.pk}-{name}", invented=invented),
            site=site.name,
        )
        for name, width in (("wide", 640), ("narrow", NARROW))
    )
    return wide, narrow
