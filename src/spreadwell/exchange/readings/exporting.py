"""Readings out of the store: the current ones, in one order, as the files that bring them in."""

import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from spreadwell.domain.foundation.refusals import Invalid
from spreadwell.domain.measures.disclosing import strata_of_place
from spreadwell.domain.measures.models import Measure, ReadingColumns, ReadingQuerySet
from spreadwell.domain.measures.packing import KEY, NUMBERS, Packed, unpack
from spreadwell.domain.networks.models import Organisation
from spreadwell.formats import parquet_out, workbook_out
from spreadwell.formats.fhir.writing import write_reports
from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.formats.reading_out import ReadingOut, header_of, write_csv

FORMATS = ("csv", "xlsx", "parquet", "fhir")
COUNTED_BY_VALUE = ("count", "mean")
"""Statistics whose readings are values: what is suppressed of them is the value."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which readings to write: of some measures and sites by code, none for all, from a period on.

    Readings of single groups of people only `with_strata`: as they came in, or, where `told`, as
    the disclosure rules let them leave.
    """

    measures: Collection[str] = ()
    sites: Collection[str] = ()
    since: Period | None = None
    with_strata: bool = False
    told: bool = False


def export_readings(rows: ReadingQuerySet, wanted: Wanted, path: Path, kind: str) -> int:
    """Write the current readings of a scope to a file that is not there yet; returns how many.

    `rows` is a scope of `Reading`. Sorted by measure, site, period and stratum, so that the same
    readings are always the same file. Invalid, in words, where they cannot be one file.
    """
    found = _Series(rows, wanted)
    header = header_of(found.numbers(), found.stratifiers())
    # Beside its place under another name first, so that a half-written file is never taken.
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as to:
        half = Path(to.name)
        try:
            if kind == "csv":
                count = write_csv(found.readings(), header, to)
            elif kind == "fhir":
                lines = path.suffix == ".ndjson"
                groups = found.by_report()
                count = write_reports(groups, to, lines=lines)
            else:
                writer = workbook_out if kind == "xlsx" else parquet_out
                count = writer.write(found.readings(), header, to)
            to.close()
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)
    return count


class _Series:
    """The series of a scope, in the order of their names."""

    def __init__(self, rows: ReadingQuerySet, wanted: Wanted) -> None:
        self.wanted = wanted
        self.measures = {one.pk: one for one in _measures(wanted)}
        self.sites = dict(_sites(wanted))
        columns = rows.as_columns().filter(measure__in=list(self.measures))
        if wanted.sites:
            columns = columns.filter(organisation__in=list(self.sites))
        if not wanted.with_strata:
            columns = columns.filter(stratifier="")
        self.rows = rows
        self.columns = columns
        self.kind = self._kind()

    def _kind(self) -> PeriodKind:
        kinds = sorted(set(self.columns.values_list("period_kind", flat=True).distinct()))
        if not kinds:
            raise Invalid("There are no such readings.")
        if len(kinds) > 1:
            listed = " and ".join(PeriodKind(one).plural for one in kinds)
            raise Invalid(f"These readings are by {listed}; a file holds one kind: name measures.")
        kind = PeriodKind(kinds[0])
        since = self.wanted.since
        if since is not None and since.kind is not kind:
            raise Invalid(f"“{since}” is no {kind}, by which these readings are.")
        return kind

    def numbers(self) -> list[str]:
        """Which numbers any series has; a suppressed one counts as having its own."""
        used = [name for name in NUMBERS if self.columns.exclude(**{name: b""}).exists()]
        hidden = self.columns.filter(suppressed__gt=0)
        if hidden.exclude(measure__statistic__in=COUNTED_BY_VALUE).exists():
            used.append("numerator")
        if hidden.filter(measure__statistic__in=COUNTED_BY_VALUE).exists():
            used.append("value")
        # A header with one of the pair would not be read again.
        pair = {"numerator", "denominator"}
        return [*used, *(pair if pair & set(used) else ())]

    def stratifiers(self) -> list[str]:
        """By what readings are told apart."""
        return list(self.columns.values_list("stratifier", flat=True).distinct())

    def by_report(self) -> Iterator[list[ReadingOut]]:
        """Readings of one measure, site and period together."""
        same = groupby(self.readings(), key=lambda one: (one.measure, one.site, one.period))
        return (list(group) for _, group in same)

    def readings(self) -> Iterator[ReadingOut]:
        """Every reading, by measure, site, period and stratum."""
        places = sorted(self.sites.items(), key=lambda one: one[1])
        for measure in sorted(self.measures.values(), key=lambda one: one.slug):
            for start in range(0, len(places), 200):
                some = dict(places[start : start + 200])
                yield from self._of(measure, some)

    def _of(self, measure: Measure, places: dict[int, str]) -> Iterator[ReadingOut]:
        names = (*KEY, "ordinals", *NUMBERS)
        rows = self.columns.filter(measure=measure, organisation__in=list(places))
        by_place: dict[int, list[dict[str, Any]]] = {}
        for row in rows.values_list(*names):
            one = dict(zip(names, row, strict=True))
            by_place.setdefault(one["organisation_id"], []).append(one)
        for place, code in places.items():
            made = [
                reading
                for one in by_place.get(place, ())
                if not (one["stratifier"] and self.wanted.told)
                for reading in self._unpacked(measure, code, one, unpack(one))
            ]
            if self.wanted.told:
                ways = sorted({one["stratifier"] for one in by_place.get(place, ())} - {""})
                for way in ways:
                    made += self._told(measure, place, code, way)
            made.sort(key=lambda one: (one.period.ordinal, one.stratifier, one.stratum))
            yield from made

    def _told(self, measure: Measure, place: int, site: str, way: str) -> Iterator[ReadingOut]:
        """What may leave of one place's readings by one stratifier."""
        shown = strata_of_place(self.rows, measure, way, place)
        if shown is None:
            return
        by_value, since = measure.statistic in COUNTED_BY_VALUE, self.wanted.since
        for i, period in enumerate(shown.periods):
            if since is not None and period.ordinal < since.ordinal:
                continue
            for j, stratum in enumerate(shown.strata):
                top, bottom, mean, sd, n = (
                    _given(float(column[i, j]))
                    for column in (
                        shown.numerator, shown.denominator, shown.mean, shown.sd, shown.people
                    )
                )  # fmt: skip
                value = top if measure.statistic == "count" else mean
                hidden = bool(shown.suppressed[i, j])
                if hidden or top is not None or value is not None:
                    yield ReadingOut(
                        measure=measure.slug, site=site, period=period,
                        numerator=None if by_value else top, denominator=bottom, value=value,
                        sd=sd, n=n, suppressed=hidden, is_value=by_value, stratifier=way,
                        stratum=stratum,
                    )  # fmt: skip

    def _unpacked(
        self, measure: Measure, site: str, fields: dict[str, Any], packed: Packed
    ) -> Iterator[ReadingOut]:
        by_value = measure.statistic in COUNTED_BY_VALUE
        since = self.wanted.since
        for at, ordinal in enumerate(packed.ordinals.tolist()):
            if since is not None and ordinal < since.ordinal:
                continue
            top, bottom, value, sd, n = (_given(x) for x in packed.numbers[:, at].tolist())
            yield ReadingOut(
                measure=measure.slug, site=site, period=Period(self.kind, ordinal), numerator=top,
                denominator=bottom, value=value, sd=sd, n=n,
                suppressed=top is None and value is None, is_value=by_value,
                stratifier=fields["stratifier"], stratum=fields["stratum"],
            )  # fmt: skip


def _given(number: float) -> float | None:
    return None if number != number else number


def _measures(wanted: Wanted) -> list[Measure]:
    found = Measure.objects.all()
    if wanted.measures:
        found = found.filter(slug__in=wanted.measures)
        missing = sorted(set(wanted.measures) - {one.slug for one in found})
        if missing:
            raise Invalid(f"There is no measure “{missing[0]}” in this store.")
    return list(found)


def _sites(wanted: Wanted) -> Iterator[tuple[int, str]]:
    found = Organisation.objects.filter(pk__in=ReadingColumns.objects.values("organisation"))
    if wanted.sites:
        found = Organisation.objects.filter(code__in=wanted.sites)
        missing = sorted(set(wanted.sites) - {one.code for one in found})
        if missing:
            raise Invalid(f"There is no organisation “{missing[0]}” in this store.")
    return iter(found.values_list("pk", "code"))
