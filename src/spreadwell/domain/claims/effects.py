"""Results opened, looked at again when asked or when readings arrive, and run again."""

from datetime import datetime
from typing import Any

import numpy as np
from django.utils import timezone

from spreadwell.methods.effects.plain import to_plain
from spreadwell.methods.effects.question import EffectQuestion
from spreadwell.methods.effects.results import EffectResult, Gate

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import NotNow
from ..measures.models import Measure
from ..people.models import Person
from ..people.viewer import viewer_of
from . import permissions, policies
from .frozen import FrozenInput
from .inputs import freeze
from .models import Effect, Protocol
from .places import version_of
from .stored import shows_size


@action
def open_protocol(*, by: Person, protocol: Protocol, at: datetime | None = None) -> Effect:
    """Open the results of a registered protocol: the first look."""
    permissions.check_open(viewer_of(by))
    protocol = Protocol.objects.select_for_update().get(pk=protocol.pk)
    on = timezone.localdate(at) if at else timezone.localdate()
    policies.check_open(protocol, on)
    protocol.state = "opened"
    protocol.opened_on = on
    protocol.opened_at = at or timezone.now()
    protocol.save(update_fields=["state", "opened_on", "opened_at"])
    effect = _look(protocol, protocol.opened_at, "Results opened")
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
    effect = _look(protocol, at or timezone.now(), f"Asked for by {by}")
    record(
        by=by,
        verb="claims.looked_again",
        thing=protocol,
        summary=f"{by} looked again at {protocol}: look {effect.look}",
        detail={"fingerprint": effect.fingerprint},
    )
    return effect


@action
def follow_readings(*, by: Person | None, protocol: Protocol, because: str) -> Effect:
    """Look again because readings changed; `by` is None, since the system itself does it."""
    protocol = Protocol.objects.select_for_update().get(pk=protocol.pk)
    policies.check_look_again(protocol)
    effect = _look(protocol, timezone.now(), because)
    record(
        by=by,
        verb="claims.readings_followed",
        thing=protocol,
        summary=f"{because}, so the effect was estimated again: look {effect.look}",
        detail={"fingerprint": effect.fingerprint},
    )
    return effect


def would_differ(protocol: Protocol) -> bool:
    """Whether a look today would rest on other readings or another question than the latest."""
    from spreadwell.methods.effects.panel import fingerprint  # as in `_evaluated`

    latest = Effect.objects.filter(protocol=protocol, is_latest=True)
    was = latest.values_list("fingerprint", "question").first()
    frozen = freeze(protocol)
    return was != (fingerprint(frozen.panel()), frozen.question)


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
    """Estimate from a frozen input, with everything that would overturn it."""
    # Imported here: the engine brings SciPy, which most pages and every start do without.
    from spreadwell.methods.effects.full import evaluate_in_full

    return evaluate_in_full(frozen.panel(), EffectQuestion.from_dict(frozen.question))


def _equity(frozen: FrozenInput) -> dict[str, Any]:
    """The effect by stratum, however people are told apart; strata too thin to tell are left out.

    Every way of telling people apart is held against its first stratum, as on the command line.
    """
    from spreadwell.methods.effects.strata import equity  # as in `_evaluated`

    question = EffectQuestion.from_dict(frozen.question)
    found: dict[str, Any] = {}
    for stratifier in frozen.strata():
        panels = frozen.panels(stratifier)
        try:
            found[stratifier] = to_plain(equity(panels, question, min(panels)))
        except (ValueError, np.linalg.LinAlgError):
            continue
    return found


def _look(protocol: Protocol, at: datetime, because: str) -> Effect:
    frozen = freeze(protocol, strata=True)
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
        because=because,
        computed_at=at,
        question=frozen.question,
        result=result.to_dict(),
        equity=_equity(frozen) if shows_size(result) and result.comparators else {},
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
