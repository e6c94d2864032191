"""One MeasureReport as rows of readings."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from spreadwell.formats.cells import SUPPRESSED
from spreadwell.formats.fhir import codes
from spreadwell.formats.fhir.checks import Fault
from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.formats.readings import STRATIFIERS
from spreadwell.formats.tables import normal_header, number_text

KINDS = (
    PeriodKind.DAY, PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER,
    PeriodKind.FINANCIAL_QUARTER, PeriodKind.YEAR, PeriodKind.FINANCIAL_YEAR,
)  # fmt: skip
"""In the order in which days are tried; calendar quarters before those of financial years."""

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.*)?")


def rows_of(
    report: dict[str, Any], cadences: Mapping[str, PeriodKind] = MappingProxyType({})
) -> Iterator[tuple[str, dict[str, str]]]:
    """Readings of a report, each with its path: everyone together, then single strata.

    `cadences` are the kinds of period of known measures, for periods that may be of two. Fault
    where the report cannot be read; the cells are text, held to the rules of any file.
    """
    groups = report.get("group") or []
    if len(groups) != 1:
        raise Fault("group", f"there are {len(groups)} groups; send one report a measure and place")
    measure = _measure(report)
    period = _period(report, cadences.get(measure))
    keys = {"measure": measure, "site": _site(report), "period": str(period)}
    group = groups[0]
    stratifiers = group.get("stratifier") or []
    if not stratifiers or group.get("population") or _score(group) is not None:
        yield "group[0]", keys | _numbers(group, "group[0]")
    for s, stratifier in enumerate(stratifiers):
        path = f"group[0].stratifier[{s}]"
        names = stratifier.get("code") or []
        name = normal_header(_text(names[0])) if names else ""
        if not name:
            raise Fault(f"{path}.code", "it is missing; it says by what people are told apart")
        if name not in STRATIFIERS:
            known = ", ".join(sorted(STRATIFIERS))
            raise Fault(f"{path}.code", f"people are not told apart by “{name}” here; use {known}")
        for t, stratum in enumerate(stratifier.get("stratum") or []):
            here = f"{path}.stratum[{t}]"
            value = _text(stratum.get("value") or {})
            if not value:
                raise Fault(f"{here}.value", "it is missing; it says which people these are")
            yield here, keys | {name: value} | _numbers(stratum, here)


def _measure(report: dict[str, Any]) -> str:
    canonical = str(report.get("measure", "")).split("|")[0]
    return re.split(r"[/:]", canonical)[-1]


def _site(report: dict[str, Any]) -> str:
    for name in ("reporter", "subject"):
        identifier = (report.get(name) or {}).get("identifier") or {}
        if identifier.get("value"):
            system = identifier.get("system")
            if system not in (codes.ODS, None):
                message = f"“{system}” is not the system of organisation codes, {codes.ODS}"
                raise Fault(f"{name}.identifier.system", message)
            return str(identifier["value"])
    raise Fault("reporter.identifier", "it is missing; it names the organisation by its code")


def _period(report: dict[str, Any], expected: PeriodKind | None) -> Period:
    given = report.get("period") or {}
    named = _extension(given, codes.PERIOD)
    if named is not None:
        try:
            period = Period.parse(str(named.get("valueString", "")))
        except ValueError as error:
            raise Fault("period.extension", str(error)) from None
        if period.kind is PeriodKind.INTEGER:
            return period
    first, last = (_day(given, name) for name in ("start", "end"))
    if named is not None:
        if (period.start, period.end) != (first, last):
            raise Fault("period", f"“{period}” is not from {first} to {last}")
        return period
    # January to March may be a quarter of either year: the measure says which.
    first_tried = [expected] if expected in KINDS else []
    for kind in (*first_tried, *KINDS):
        period = Period.containing(first, kind)
        if (period.start, period.end) == (first, last):
            return period
    raise Fault(
        "period", f"from {first} to {last} is not one whole day, week, month, quarter or year"
    )


def _day(given: dict[str, Any], name: str) -> date:
    text = str(given.get(name, ""))
    found = _DAY.fullmatch(text)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    said = f"“{text}” is not a day" if text else "it is missing"
    raise Fault(f"period.{name}", f"{said}; write 2024-03-01")


def _numbers(owner: dict[str, Any], path: str) -> dict[str, str]:
    cells: dict[str, str] = {}
    for p, population in enumerate(owner.get("population") or []):
        here = f"{path}.population[{p}]"
        code = _code(population.get("code") or {})
        if code not in (codes.NUMERATOR, codes.DENOMINATOR, codes.PEOPLE, codes.INITIAL):
            continue
        if code in cells:
            raise Fault(here, f"a second {code}")
        cells[code] = _count(population, here)
    people = cells.pop(codes.PEOPLE, "")
    initial = cells.pop(codes.INITIAL, "")
    score = _score(owner)
    if codes.NUMERATOR not in cells:
        cells["value"] = score if score is not None else initial
    sd = _extension(owner, codes.SD)
    return cells | {"n": people, "sd": "" if sd is None else _decimal(sd, f"{path}.extension")}


def _count(population: dict[str, Any], path: str) -> str:
    if population.get("count") is not None:
        return str(population["count"])
    beside = population.get("_count") or {}
    exact = _extension(beside, codes.EXACT)
    if exact is not None:
        return _decimal(exact, f"{path}._count")
    return _absent(beside, f"{path}._count")


def _score(owner: dict[str, Any]) -> str | None:
    score = owner.get("measureScore")
    if score is None:
        return None
    if score.get("value") is not None:
        return number_text(float(score["value"]))
    return _absent(score.get("_value") or {}, "measureScore._value")


def _absent(beside: dict[str, Any], path: str) -> str:
    """A star where a number is masked, blank where it is missing without a reason."""
    reason = _extension(beside, codes.ABSENT)
    if reason is None:
        return ""
    if reason.get("valueCode") != codes.MASKED:
        raise Fault(
            path, f"“{reason.get('valueCode')}”: leave the report out where there was no count"
        )
    return SUPPRESSED


def _decimal(extension: dict[str, Any], path: str) -> str:
    value = extension.get("valueDecimal")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Fault(path, f"“{value}” is not a number")
    return number_text(float(value))


def _extension(owner: dict[str, Any], url: str) -> dict[str, Any] | None:
    return next((one for one in owner.get("extension") or [] if one.get("url") == url), None)


def _code(concept: dict[str, Any]) -> str:
    for coding in concept.get("coding") or []:
        if coding.get("system") in (codes.POPULATION, None):
            return str(coding.get("code", ""))
    return str(concept.get("text", ""))


def _text(concept: dict[str, Any]) -> str:
    for coding in concept.get("coding") or []:
        if coding.get("code"):
            return str(coding["code"])
    return str(concept.get("text", ""))
