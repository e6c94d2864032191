"""Readings as MeasureReports, one for each measure, place and period."""

import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from spreadwell.formats.fhir import codes
from spreadwell.formats.periods import PeriodKind
from spreadwell.formats.reading_out import ReadingOut

NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:spreadwell:measure-report")
"""From which the same reading gets the same id in every export."""


def write_reports(groups: Iterable[Sequence[ReadingOut]], to: IO[bytes], *, lines: bool) -> int:
    """Write a report for each group of readings of one measure, site and period; returns how many.

    A bundle as one JSON document, or with `lines` a resource a line.
    """
    count = 0
    if not lines:
        to.write(b'{"resourceType": "Bundle", "type": "collection", "entry": [')
    for count, group in enumerate(groups, start=1):
        report = report_of(group)
        if lines:
            to.write(_json(report) + b"\n")
            continue
        entry = {"fullUrl": f"urn:uuid:{report['id']}", "resource": report}
        to.write((b",\n" if count > 1 else b"\n") + _json(entry))
    if not lines:
        to.write(b"\n]}\n")
    return count


def report_of(group: Sequence[ReadingOut]) -> dict[str, Any]:
    """One MeasureReport of everyone together and the strata of one measure, site and period."""
    first = group[0]
    period = first.period
    name = f"{first.measure} {first.site} {period}"
    days: dict[str, Any] = {"extension": [{"url": codes.PERIOD, "valueString": str(period)}]}
    if period.kind is not PeriodKind.INTEGER:
        days |= {"start": period.start.isoformat(), "end": period.end.isoformat()}
    return {
        "resourceType": "MeasureReport",
        "id": str(uuid.uuid5(NAMES, name)),
        "status": "complete",
        "type": "summary",
        "measure": codes.MEASURE + first.measure,
        "reporter": {"identifier": {"system": codes.ODS, "value": first.site}},
        "period": days,
        "group": [_group(group)],
    }


def _group(group: Sequence[ReadingOut]) -> dict[str, Any]:
    whole = [one for one in group if not one.stratifier]
    found = _numbers(whole[0]) if whole else {}
    strata = [_stratifier(name, group) for name in dict.fromkeys(one.stratifier for one in group)]
    made = [one for one in strata if one is not None]
    return found | {"stratifier": made} if made else found


def _stratifier(name: str, group: Sequence[ReadingOut]) -> dict[str, Any] | None:
    if not name:
        return None
    strata = [
        {"value": _concept(codes.STRATUM + name, one.stratum), **_numbers(one)}
        for one in group
        if one.stratifier == name
    ]
    return {"code": [_concept(codes.STRATIFIER, name)], "stratum": strata}


def _numbers(one: ReadingOut) -> dict[str, Any]:
    found = list(_populations(one))
    made: dict[str, Any] = {"population": found} if found else {}
    if one.sd is not None:
        made["extension"] = [{"url": codes.SD, "valueDecimal": _plain(one.sd)}]
    if one.value is not None:
        made["measureScore"] = {"value": _plain(one.value)}
    elif one.suppressed and one.is_value:
        made["measureScore"] = {"_value": MASK}
    return made


def _populations(one: ReadingOut) -> Iterator[dict[str, Any]]:
    if one.numerator is not None:
        yield _population(codes.NUMERATOR, one.numerator)
    elif one.suppressed and not one.is_value:
        yield _population(codes.NUMERATOR, None)
    if one.denominator is not None:
        yield _population(codes.DENOMINATOR, one.denominator)
    if one.n is not None:
        yield _population(codes.PEOPLE, one.n)


def _population(code: str, count: float | None) -> dict[str, Any]:
    made: dict[str, Any] = {"code": _concept(codes.POPULATION, code)}
    if count is None:
        return made | {"_count": MASK}
    if float(count).is_integer():
        return made | {"count": int(count)}
    return made | {"_count": {"extension": [{"url": codes.EXACT, "valueDecimal": count}]}}


def _concept(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def _plain(number: float) -> float | int:
    return int(number) if float(number).is_integer() else number


def _json(resource: dict[str, Any]) -> bytes:
    return json.dumps(resource, ensure_ascii=False).encode()


MASK = {"extension": [{"url": codes.ABSENT, "valueCode": codes.MASKED}]}
"""In the place of a number that is too small to be told."""
