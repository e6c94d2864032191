"""Definitions of measures, from files under review or from a page: versions are only added."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from spreadwell.formats.measure_words import in_force
from spreadwell.formats.measures import MeasureDefinition

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.origins import Origin
from ..foundation.refusals import Invalid, NotNow
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import Measure, MeasureVersion
from .permissions import check_define_here, check_load_definitions
from .versions import counts_otherwise, what_changed


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
    measures whose readings everybody signed in may see. A measure that was defined on a page is
    taken over: from then on its file is what holds.
    """
    if by is not None:
        check_load_definitions(viewer_of(by))
    told: dict[str, list[str]] = {"new": [], "changed": [], "same": []}
    public = set(open_data)
    for definition in definitions:
        found = Measure.objects.select_for_update().filter(slug=definition.id).first()
        did = _load(by, definition, found, origin, definition.id in public)
        told[did].append(definition.id)
    loaded = Loaded(tuple(told["new"]), tuple(told["changed"]), tuple(told["same"]))
    if loaded.same and not loaded.new and not loaded.changed:
        # Nothing changed, yet somebody looked: the trail says so on the first of them.
        thing = Measure.objects.get(slug=loaded.same[0])
        record(by=by, verb="measures.loaded", thing=thing, summary="Definitions are as they were")
    return loaded


@action
def define_here(*, by: Person, definition: MeasureDefinition) -> Measure:
    """Define a local measure on a page: its first version is this person's."""
    check_define_here(viewer_of(by))
    if Measure.objects.filter(slug=definition.id).exists():
        raise Invalid(f"There is a measure “{definition.id}” already. Choose another id.", "id")
    return _keep(by, definition, None, Origin.RECORDED, is_local=True)


@action
def change_here(*, by: Person, measure: Measure, definition: MeasureDefinition) -> Measure:
    """Change a local measure on its page: a new version, which says what changed and by whom."""
    # Locked, so that two people who change it get versions one after the other.
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    check_define_here(viewer_of(by), measure)
    if definition.id != measure.slug:
        raise Invalid("The id of a measure stays, since files and addresses use it.", "id")
    before = _latest(measure)
    if before is not None and before.fingerprint == fingerprint_of(definition.content()):
        raise NotNow("Nothing is different from the version that stands.")
    return _keep(by, definition, measure, Origin(measure.origin), is_local=True)


def free_id(name: str) -> str:
    """Return an id made of a name that no measure has yet: it begins with a letter."""
    base = slugify(name).replace("-", "_").lstrip("_0123456789")[:70].rstrip("_") or "measure"
    made, number = base, 1
    while Measure.objects.filter(slug=made).exists():
        number += 1
        made = f"{base}_{number}"
    return made


def _latest(measure: Measure) -> MeasureVersion | None:
    return measure.versions.first()


def _load(
    by: Person | None,
    definition: MeasureDefinition,
    measure: Measure | None,
    origin: Origin,
    public: bool,
) -> str:
    before = _latest(measure) if measure else None
    same = before is not None and before.fingerprint == fingerprint_of(definition.content())
    if measure is not None and same and not measure.is_local:
        return "same"
    if measure is not None and same:
        measure.is_local = False
        measure.save(update_fields=["is_local"])
        summary = f"{measure} is under review as a file from now on; nothing in it changed"
        record(by=by, verb="measures.taken_over", thing=measure, summary=summary)
        return "changed"
    _keep(by, definition, measure, origin, public=public)
    return "new" if measure is None else "changed"


def _keep(
    by: Person | None,
    definition: MeasureDefinition,
    measure: Measure | None,
    origin: Origin,
    *,
    public: bool = False,
    is_local: bool = False,
) -> Measure:
    content = definition.content()
    before = _latest(measure) if measure else None
    taken_over = measure is not None and measure.is_local and not is_local
    fields = _fields(definition, content) | {"origin": origin, "is_local": is_local}
    if public:
        fields["open_data"] = True
    kept, _ = Measure.objects.update_or_create(slug=definition.id, defaults=fields)
    number = before.number + 1 if before else 1
    what = what_changed(before.definition, content) if before else ""
    mark = fingerprint_of(content)
    MeasureVersion.objects.create(
        measure=kept, number=number, definition=content, fingerprint=mark, what_changed=what,
        made_by=by,
    )  # fmt: skip
    did = "was made on a page" if is_local else "was loaded"
    over = "; it is under review as a file from now on" if taken_over else ""
    if before is not None and counts_otherwise(before.definition, content):
        over += "; what is counted changed, so look whether old and new stand in one series"
    record(
        by=by,
        verb="measures.version_made" if is_local else "measures.version_loaded",
        thing=kept,
        summary=f"Version {number} of {kept} {did}" + (f": {what}" if what else "") + over,
        detail={"fingerprint": mark},
    )
    return kept


def _fields(definition: MeasureDefinition, content: dict[str, Any]) -> dict[str, Any]:
    """The fields that queries need, from a definition."""
    return {
        "name": definition.name,
        "unit": definition.unit,
        "statistic": definition.statistic.value,
        "per": int(definition.per),
        "direction": definition.direction.value,
        "kind": definition.kind.value,
        "cadence": definition.cadence.value,
        "supplied_by": definition.supplied_by.value,
        "target": in_force(content, timezone.localdate()),
        "needs_sign_off": definition.sign_off,
        "definition": content,
        "source": definition.source,
    }
