"""Whether a resource is a MeasureReport by the standard, and one that readings can come from.

The library holds the standard's shapes; what it lets through (a status that there is none of, a
count below nothing, a period cut in half) is checked here.
"""

from typing import Any

from pydantic import ValidationError

from spreadwell.formats.fhir.codes import STATUSES, TYPES


class Fault(Exception):
    """What is wrong with one resource, where in it, and the value found."""

    def __init__(self, path: str, message: str, value: object = None) -> None:
        self.path = path
        self.message = message
        self.value = None if value is None else str(value)
        super().__init__(message)


def check_report(resource: Any) -> None:
    """Raise Fault unless this is a complete summary MeasureReport."""
    # Imported here: the standard's shapes take a while to load.
    from fhir.resources.R4B.measurereport import MeasureReport

    if not isinstance(resource, dict):
        raise Fault("", "this is not a resource")
    kind = resource.get("resourceType")
    if kind != "MeasureReport":
        raise Fault("resourceType", f"“{kind}” is not a MeasureReport, which is all that is read")
    _one_of(resource, "status", STATUSES)
    _one_of(resource, "type", TYPES)
    try:
        MeasureReport.model_validate(resource)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise Fault(path_of(first["loc"]), _words(first["msg"]), None) from None
    if resource["status"] != "complete":
        raise Fault(
            "status", f"“{resource['status']}” reports have no readings; send complete ones"
        )
    if resource["type"] != "summary":
        message = f"“{resource['type']}” reports are of single people; only summaries come in here"
        raise Fault("type", message)
    for where, population in populations(resource):
        count = population.get("count")
        if count is not None and (isinstance(count, bool) or not isinstance(count, int)):
            raise Fault(f"{where}.count", f"{count} is not a whole number")
        if count is not None and count < 0:
            raise Fault(f"{where}.count", f"{count} is negative")


def populations(resource: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every population of a report with its path, those of strata included."""
    found = []
    for g, group in enumerate(resource.get("group") or []):
        here = f"group[{g}]"
        found += _of(here, group)
        for s, stratifier in enumerate(group.get("stratifier") or []):
            for t, stratum in enumerate(stratifier.get("stratum") or []):
                found += _of(f"{here}.stratifier[{s}].stratum[{t}]", stratum)
    return found


def path_of(places: tuple[Any, ...]) -> str:
    """Where a fault is, as FHIR writes paths: group[0].population[1].count."""
    path = ""
    for place in places:
        path += f"[{place}]" if isinstance(place, int) else f".{place}" if path else str(place)
    return path


def _of(path: str, owner: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(f"{path}.population[{p}]", one) for p, one in enumerate(owner.get("population") or [])]


def _one_of(resource: dict[str, Any], name: str, values: tuple[str, ...]) -> None:
    found = resource.get(name)
    if found not in values:
        said = "it is missing" if found is None else f"“{found}” is no {name} of the standard"
        raise Fault(name, f"{said}; it is one of {', '.join(values)}")


def _words(message: str) -> str:
    return message.splitlines()[0][:200] if message else "it is not as the standard has it"
