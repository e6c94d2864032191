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
    definitions = list(definitions)
    standing = _held(definitions)
    wrong = [_other_cadence(standing.get(one.id), one) for one in definitions]
    if any(wrong):
        raise Invalid(" ".join(one for one in wrong if one))
    for definition in definitions:
        found = standing.get(definition.id)
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
    wrong = _other_cadence(measure, definition)
    if wrong:
        raise Invalid(wrong, "cadence")
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


def _held(definitions: Iterable[MeasureDefinition]) -> dict[str, Measure]:
    """The measures that are there already, held so that nobody sends readings meanwhile."""
    slugs = [one.id for one in definitions]
    rows = Measure.objects.select_for_update().filter(slug__in=slugs).order_by("pk")
    return {one.slug: one for one in rows}


def _other_cadence(measure: Measure | None, definition: MeasureDefinition) -> str:
    """Say that a measure with readings cannot be read by other periods; "" where it can."""
    if measure is None or measure.cadence == definition.cadence.value:
        return ""
    if not measure.readings.filter(is_current=True).exists():
        return ""
    return (
        f"“{measure.slug}” has readings by {measure.cadence}, so its cadence cannot become "
        f"{definition.cadence}: define a measure with another id."
    )


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
    was_locking = measure is not None and measure.needs_sign_off
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
    if was_locking != kept.needs_sign_off:
        _tell_locks(by, kept)
    return kept


def _tell_locks(by: Person | None, measure: Measure) -> None:
    """Record that approved periods are open, or locked again, by what the definition says now."""
    approved = measure.sign_offs.filter(reopened_at=None).order_by("ordinal")
    periods = list(approved.values_list("period", flat=True))
    if not periods:
        return
    some = "1 approved period" if len(periods) == 1 else f"{len(periods):,} approved periods"
    span = periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
    verb, said = (
        ("measures.periods_locked", "locked again: its definition asks for approval")
        if measure.needs_sign_off
        else ("measures.periods_unlocked", "open: its definition no longer asks for approval")
    )
    verb_of = "is" if len(periods) == 1 else "are"
    record(
        by=by,
        verb=verb,
        thing=measure,
        summary=f"{some} of {measure} ({span}) {verb_of} {said}",
        detail={"periods": periods},
    )


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
