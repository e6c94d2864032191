"""Definitions of measures: from files under review into the store, versions added, never edited."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from spreadwell.formats.measures import MeasureDefinition

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.origins import Origin
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import Measure, MeasureVersion
from .permissions import check_load_definitions

COMPARED = ("definition", "numerator", "denominator", "unit", "statistic", "per", "direction",
            "target", "cadence", "source", "supplied_by", "name")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading definitions did: the slugs that were new, changed and the same."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]


def fingerprint_of(definition: dict[str, Any]) -> str:
    """SHA-256 of a definition in one canonical form."""
    text = json.dumps(definition, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@action
def load_definitions(
    *,
    by: Person | None,
    definitions: Iterable[MeasureDefinition],
    origin: Origin = Origin.RECORDED,
    open_data: Iterable[str] = (),
) -> Loaded:
    """Load definitions: each new or changed one gets a version, the others stay as they are.

    `by` is None for the system itself, which loads what was shipped with it. `open_data` names
    measures whose readings everybody signed in may see.
    """
    if by is not None:
        check_load_definitions(viewer_of(by))
    told: dict[str, list[str]] = {"new": [], "changed": [], "same": []}
    public = set(open_data)
    for definition in definitions:
        told[_load_one(by, definition, origin, definition.id in public)].append(definition.id)
    loaded = Loaded(tuple(told["new"]), tuple(told["changed"]), tuple(told["same"]))
    if loaded.same and not loaded.new and not loaded.changed:
        # Nothing changed, yet somebody looked: the trail says so on the first of them.
        thing = Measure.objects.get(slug=loaded.same[0])
        record(by=by, verb="measures.loaded", thing=thing, summary="Definitions are as they were")
    return loaded


def _load_one(
    by: Person | None, definition: MeasureDefinition, origin: Origin, public: bool
) -> str:
    content = definition.model_dump(mode="json")
    mark = fingerprint_of(content)
    measure = Measure.objects.filter(slug=definition.id).first()
    before = measure.versions.first() if measure else None
    if before is not None and before.fingerprint == mark:
        return "same"
    fields: dict[str, Any] = {
        "name": definition.name,
        "unit": definition.unit,
        "statistic": definition.statistic.value,
        "per": int(definition.per),
        "direction": definition.direction.value,
        "kind": definition.kind.value,
        "cadence": definition.cadence.value,
        "supplied_by": definition.supplied_by.value,
        "target": definition.target,
        "definition": content,
        "source": definition.source,
        "origin": origin,
    }
    if public:
        fields["open_data"] = True
    measure, made = Measure.objects.update_or_create(slug=definition.id, defaults=fields)
    number = before.number + 1 if before else 1
    what = _what_changed(before.definition, content) if before else ""
    MeasureVersion.objects.create(
        measure=measure, number=number, definition=content, fingerprint=mark, what_changed=what
    )
    record(
        by=by,
        verb="measures.version_loaded",
        thing=measure,
        summary=f"Version {number} of {measure} was loaded" + (f": {what}" if what else ""),
        detail={"fingerprint": mark},
    )
    return "new" if made else "changed"


def _what_changed(before: dict[str, Any], after: dict[str, Any]) -> str:
    """Say in words which parts of a definition differ."""
    parts = [name.replace("_", " ") for name in COMPARED if before.get(name) != after.get(name)]
    if not parts:
        return "notes around the definition changed, not what is counted."
    return f"changed: {', '.join(parts)}."
