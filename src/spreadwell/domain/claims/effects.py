"""Protocols registered before results, results opened, looked at again, and run again."""

from datetime import date, datetime
from typing import Any

import numpy as np
from django.utils import timezone

from spreadwell.methods.effects.question import EffectQuestion
from spreadwell.methods.effects.results import EffectResult, Gate

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid, NotNow
from ..innovations.models import Innovation
from ..measures.models import Measure
from ..people.models import Person
from ..people.viewer import viewer_of
from . import permissions, policies
from .frozen import FrozenInput
from .inputs import default_question, freeze, sites_of, version_of
from .models import Effect, Protocol


@action
def register_protocol(
    *,
    by: Person,
    innovation: Innovation,
    measure: Measure,
    comparators: str,
    comparator_codes: list[str] | None = None,
    question: EffectQuestion | dict[str, Any] | None = None,
    randomised: bool = False,
    on: date | None = None,
    published_figures: list[dict[str, Any]] | None = None,
) -> Protocol:
    """Register how an effect will be estimated, before its results are seen.

    `question` is whole, or the fields to lay over what follows from the measure.
    """
    permissions.check_register(viewer_of(by), innovation)
    policies.check_register(innovation, measure)
    if not comparators.strip():
        raise Invalid("Say in words who it is compared with.", field="comparators")
    codes = sorted(set(comparator_codes or ()))
    overlap = set(codes) & {s.organisation.code for s in sites_of(innovation) if s.started}
    if overlap:
        raise Invalid(
            f"{sorted(overlap)[0]} uses the innovation, so it cannot be among those it is "
            "compared with.",
            field="comparator_codes",
        )
    try:
        asked = (
            question
            if isinstance(question, EffectQuestion)
            else default_question(innovation, measure, **(question or {}))
        )
    except (TypeError, ValueError) as error:
        raise Invalid(str(error)) from None
    protocol = Protocol.objects.create(
        innovation=innovation,
        measure=measure,
        question=asked.to_dict(),
        comparators=comparators.strip(),
        comparator_codes=codes,
        randomised=randomised or asked.randomised,
        state="registered",
        registered_on=on or timezone.localdate(),
        owner=by,
        published_figures=published_figures or [],
    )
    record(
        by=by,
        verb="claims.protocol_registered",
        thing=protocol,
        summary=f"{by} registered how the effect on {measure} will be estimated",
        detail={"question": protocol.question, "comparators": codes},
    )
    return protocol


@action
def open_protocol(*, by: Person, protocol: Protocol, at: datetime | None = None) -> Effect:
    """Open the results of a registered protocol: the first look."""
    permissions.check_open(viewer_of(by))
    protocol = Protocol.objects.select_for_update().get(pk=protocol.pk)
    on = timezone.localdate(at) if at else timezone.localdate()
    policies.check_open(protocol, on)
    protocol.state = "opened"
    protocol.opened_on = on
    protocol.save(update_fields=["state", "opened_on"])
    effect = _look(protocol, at or timezone.now())
    record(
        by=by,
        verb="claims.protocol_opened",
        thing=protocol,
        summary=f"{by} opened the results of {protocol}",
        detail={"fingerprint": effect.fingerprint},
    )
    return effect


@action
def estimate_effect(*, by: Person, protocol: Protocol, at: datetime | None = None) -> Effect:
    """Look again: estimate on the readings of today; every look is kept and counted."""
    permissions.check_open(viewer_of(by))
    protocol = Protocol.objects.select_for_update().get(pk=protocol.pk)
    policies.check_look_again(protocol)
    effect = _look(protocol, at or timezone.now())
    record(
        by=by,
        verb="claims.looked_again",
        thing=protocol,
        summary=f"{by} looked again at {protocol}: look {effect.look}",
        detail={"fingerprint": effect.fingerprint},
    )
    return effect


def rerun(effect: Effect) -> EffectResult:
    """Run an effect again from its frozen input: the same digits, whatever was corrected since."""
    return _evaluated(FrozenInput.unpack(bytes(effect.frozen_input)))


def readiness_of(protocol: Protocol) -> Gate | None:
    """What an evaluation still needs on the readings of today; None without any reading."""
    from spreadwell.methods.effects.evaluate import readiness  # as in `_evaluated`

    try:
        frozen = freeze(protocol)
        return readiness(frozen.panel(), EffectQuestion.from_dict(frozen.question))
    except (NotNow, ValueError):
        return None


def _evaluated(frozen: FrozenInput) -> EffectResult:
    """Estimate from a frozen input."""
    # Imported here: the engine brings SciPy, which most pages and every start do without.
    from spreadwell.methods.effects.evaluate import evaluate

    return evaluate(frozen.panel(), EffectQuestion.from_dict(frozen.question))


def _look(protocol: Protocol, at: datetime) -> Effect:
    frozen = freeze(protocol)
    try:
        result = _evaluated(frozen)
    except ValueError as reason:
        text = str(reason)
        raise NotNow(f"Cannot be evaluated yet: {text[:1].lower()}{text[1:]}") from None
    before = Effect.objects.filter(protocol=protocol)
    last = before.order_by("-look").values_list("look", flat=True).first() or 0
    before.filter(is_latest=True).update(is_latest=False)
    version = version_of(protocol.innovation)
    return Effect.objects.create(
        protocol=protocol,
        version=version,
        look=last + 1,
        computed_at=at,
        question=frozen.question,
        result=result.to_dict(),
        fingerprint=result.fingerprint,
        frozen_input=frozen.pack(),
        versions={
            "engine": result.engine_version,
            "numpy": np.__version__,
            "innovation version": version.number,
            "measure version": _measure_version(protocol.measure),
        },
        grade=result.grade.letter if result.gate.ok else "",
    )


def _measure_version(measure: Measure) -> int | None:
    version = measure.versions.first()
    return version.number if version else None
