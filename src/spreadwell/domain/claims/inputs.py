"""From stored sites and readings to the input of an estimate."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any

import numpy as np

from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.methods.effects.question import EffectQuestion

from ..foundation.refusals import NotNow
from ..innovations.models import Innovation, InnovationMeasure
from ..measures.columns import Columns, readings_as_columns
from ..measures.models import Measure, Reading, ReadingColumns
from ..networks.models import Organisation, OrganisationEdge
from .beside import co_live
from .frozen import GROUP, WEIGHT, FrozenInput, as_csv
from .models import Protocol
from .places import sites_of

# Monthly and weekly readings of the period of the start itself count neither before nor after.
WINDOWED = (PeriodKind.MONTH, PeriodKind.WEEK)


def default_question(innovation: Innovation, measure: Measure, **given: Any) -> EffectQuestion:
    """The question as it follows from the measure, with what was given laid over it."""
    stands = InnovationMeasure.objects.filter(innovation=innovation, measure=measure).first()
    fields: dict[str, Any] = {
        "improvement": measure.direction,
        "window": 1 if PeriodKind(measure.cadence) in WINDOWED else 0,
        "smallest_worthwhile": stands.smallest_worthwhile if stands else None,
    }
    if measure.statistic in ("proportion", "rate"):
        fields["per"] = measure.per
    return EffectQuestion(**fields | given)


def freeze(protocol: Protocol, *, strata: bool = False) -> FrozenInput:
    """Gather readings and starts of a protocol as they stand now; `strata` brings groups of people.

    Readings from the period in which a site stopped are left out: they are neither. NotNow when
    there is nothing to estimate from.
    """
    started: dict[int, date | None] = {}
    stopped: dict[int, date] = {}
    for site in sites_of(protocol.innovation):
        if started.get(site.organisation_id) is None:
            started[site.organisation_id] = site.started
        if site.stopped and site.started:
            stopped[site.organisation_id] = site.stopped
    others = Organisation.objects.filter(code__in=protocol.comparator_codes)
    for pk in others.values_list("pk", flat=True):
        started.setdefault(pk, None)
    columns = readings_as_columns(
        Reading.objects.all(), [protocol.measure], organisations=started.keys()
    )
    # What is suppressed is a reading that is missing: nobody can tell what it was.
    columns = _until_stopped(columns.told(), stopped)
    if not len(columns):
        raise NotNow("Cannot be evaluated yet: there are no readings of its sites.")
    # A place without readings cannot be part of it and needs no start.
    seen = set(columns.organisation.tolist())
    places = {one.pk: one for one in Organisation.objects.filter(pk__in=seen)}
    question = _question(protocol)
    parts = _by_strata(protocol.measure, places, stopped) if strata else {}
    return FrozenInput(
        _readings(protocol.measure, columns, places, parts),
        _starts(columns, places, started, question),
        question.to_dict(),
    )


def _question(protocol: Protocol) -> EffectQuestion:
    asked = EffectQuestion.from_dict(protocol.question)
    beside = co_live(protocol.innovation, protocol.measure, protocol.comparator_codes)
    also = {one.innovation for one in beside if one.touches}
    return replace(
        asked,
        also_live=tuple(sorted(also | set(asked.also_live))),
        randomised=asked.randomised or protocol.randomised,
    )


def _until_stopped(columns: Columns, stopped: dict[int, date]) -> Columns:
    if columns.kind is PeriodKind.INTEGER:
        return columns
    keep = np.ones(len(columns), dtype=np.bool_)
    for pk, day in stopped.items():
        last = Period.containing(day, columns.kind).ordinal
        keep &= ~((columns.organisation == pk) & (columns.ordinal >= last))
    return columns.take(keep)


def _by_strata(
    measure: Measure, places: dict[int, Organisation], stopped: dict[int, date]
) -> dict[str, Columns]:
    """The readings of single groups of people at the same places, by how they are told apart."""
    kept = ReadingColumns.objects.filter(measure=measure, organisation__in=places.keys())
    told_apart = kept.exclude(stratifier="").order_by().values_list("stratifier", flat=True)
    found = {}
    for stratifier in sorted(set(told_apart)):
        columns = readings_as_columns(
            Reading.objects.all(), [measure], organisations=places.keys(), stratifier=stratifier
        )
        columns = _until_stopped(columns.told(), stopped)
        if len(columns):
            found[stratifier] = columns
    return found


def _readings(
    measure: Measure,
    columns: Columns,
    places: dict[int, Organisation],
    parts: dict[str, Columns],
) -> bytes:
    pairs = bool(np.isfinite(columns.numerator).any())
    numbers = ("numerator", "denominator") if pairs else ("value",)

    def rows(found: Columns, stratifier: str) -> Iterator[tuple[Any, ...]]:
        names = {o: str(found.period(o)) for o in np.unique(found.ordinal).tolist()}
        strata = found.stratum or ("",) * len(found)
        lists = [found.organisation.tolist(), found.ordinal.tolist(), strata]
        cells = [getattr(found, name).tolist() for name in numbers]
        for place, when, stratum, *told in zip(*lists, *cells, strict=True):
            apart = (stratum if name == stratifier else "" for name in parts)
            yield (measure.slug, places[place].code, names[when], *told, *apart)

    everything = [rows(columns, ""), *(rows(found, name) for name, found in parts.items())]
    return as_csv(("measure", "site", "period", *numbers, *parts), chain(*everything))


def _starts(
    columns: Columns,
    places: dict[int, Organisation],
    started: dict[int, date | None],
    question: EffectQuestion,
) -> bytes:
    """Each place with its start; weights and groups beside where the question needs them."""
    listed = sorted(places.values(), key=lambda place: place.code)
    head = ["site", "started"]
    rows: list[list[Any]] = []
    for place in listed:
        day = started[place.pk]
        rows.append([place.code, str(Period.containing(day, columns.kind)) if day else ""])
    pairs = bool(np.isfinite(columns.numerator).any())
    # Values carry no denominators: people are counted by the size of the place, where known.
    if not pairs and question.weights == "patients" and all(p.population for p in listed):
        head.append(WEIGHT)
        for row, place in zip(rows, listed, strict=True):
            row.append(place.population)
    if question.group_words != EffectQuestion().group_words:
        head.append(GROUP)
        groups = _groups(listed)
        for row, place in zip(rows, listed, strict=True):
            row.append(groups.get(place.pk, place.code))
    return as_csv(head, rows)


def _groups(places: list[Organisation]) -> dict[int, str]:
    """What each place lies in or is a member of, by code, for adoption decided in groups."""
    edges = OrganisationEdge.objects.filter(
        source__in=places, kind__in=("located_in", "member_of")
    ).select_related("target")
    found: dict[int, str] = {}
    for edge in edges.order_by("kind", "-starts"):
        found.setdefault(edge.source_id, edge.target.code)
    return found


def alike_without(innovation: Innovation, measure: Measure) -> list[str]:
    """Codes of places of the same kind that have readings and do not use the innovation.

    Invented places are compared with invented ones only, real ones with real ones.
    """
    sites = sites_of(innovation)
    kinds = {site.organisation.kind for site in sites}
    origins = {site.organisation.invented for site in sites}
    mine = {site.organisation_id for site in sites}
    with_readings = set(
        Reading.objects.filter(measure=measure, is_current=True)
        .values_list("organisation_id", flat=True)
        .distinct()
    )
    rows = Organisation.objects.filter(kind__in=kinds, pk__in=with_readings - mine)
    return sorted(one.code for one in rows if one.invented in origins)
