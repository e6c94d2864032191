"""Protocols: registered before results are seen, and changed only with a name and a reason."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from spreadwell.methods.effects.question import EffectQuestion

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid
from ..innovations.models import Innovation
from ..measures.models import Measure
from ..people.models import Person
from ..people.viewer import viewer_of
from . import permissions, policies
from .inputs import default_question
from .models import Protocol, ProtocolChange
from .places import sites_of

PARTS = (
    "comparators", "comparator_codes", "randomised", "looks_planned", "stop_rules",
    "picked_highest", "retest_correlation",
)  # fmt: skip
ASKED = ("smallest_worthwhile", "window", "periods_after")


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
    looks_planned: int = 1,
    stop_rules: str = "",
    picked_highest: float | None = None,
    retest_correlation: float | None = None,
    on: date | None = None,
    published_figures: list[dict[str, Any]] | None = None,
) -> Protocol:
    """Register how an effect will be estimated, before its results are seen.

    `question` is whole, or the fields to lay over what follows from the measure. `picked_highest`
    says that people were picked because a value was high: the highest so many of 100. `on` is for
    what was registered elsewhere on another day.
    """
    permissions.check_register(viewer_of(by), innovation)
    policies.check_register(innovation, measure)
    try:
        asked = (
            question
            if isinstance(question, EffectQuestion)
            else default_question(innovation, measure, **(question or {}))
        )
    except (TypeError, ValueError) as error:
        raise Invalid(str(error)) from None
    asked = replace(
        asked,
        selected_for_high_value=asked.selected_for_high_value or picked_highest is not None,
    )
    protocol = Protocol(
        innovation=innovation,
        measure=measure,
        question=asked.to_dict(),
        comparators=comparators.strip(),
        comparator_codes=sorted(set(comparator_codes or ())),
        randomised=randomised or asked.randomised,
        looks_planned=looks_planned,
        stop_rules=stop_rules.strip(),
        picked_highest=picked_highest,
        retest_correlation=retest_correlation,
        state="registered",
        registered_on=on or timezone.localdate(),
        registered_at=timezone.now() if on is None else None,
        owner=by,
        published_figures=published_figures or [],
    )
    _check_parts(protocol)
    protocol.save()
    record(
        by=by,
        verb="claims.protocol_registered",
        thing=protocol,
        summary=f"{by} registered how the effect on {measure} will be estimated",
        detail={"question": protocol.question, "comparators": protocol.comparator_codes},
    )
    return protocol


@action
def change_protocol(
    *, by: Person, protocol: Protocol, why: str, parts: Mapping[str, Any]
) -> Protocol:
    """Change a registered protocol; what it said before, who and why are kept and shown.

    `parts` are fields of the protocol, or of its question (`ASKED`). Looks made before stay as they
    are; the next one follows the change.
    """
    permissions.check_register(viewer_of(by), protocol.innovation)
    protocol = Protocol.objects.select_for_update().get(pk=protocol.pk)
    if unknown := sorted(set(parts) - {*PARTS, *ASKED}):
        raise TypeError(f"A protocol has no part {unknown[0]} that may change.")
    if not why.strip():
        raise Invalid("Say why the protocol is changed.", field="why")
    own = {name: parts[name] for name in PARTS if name in parts}
    asked = {name: parts[name] for name in ASKED if name in parts}
    was = {name: getattr(protocol, name) for name in own}
    was |= {name: protocol.question.get(name) for name in asked}
    changed = [name for name, value in (own | asked).items() if was[name] != value]
    if not changed:
        raise Invalid("Nothing would change.")
    for name, value in own.items():
        setattr(protocol, name, value)
    try:
        protocol.question = EffectQuestion.from_dict(protocol.question | asked).to_dict()
    except ValueError as error:
        raise Invalid(str(error)) from None
    _check_parts(protocol)
    protocol.save()
    opened = protocol.state == "opened"
    ProtocolChange.objects.create(
        protocol=protocol,
        at=timezone.now(),
        by=by,
        why=why.strip(),
        before={name: was[name] for name in changed},
        after={name: (own | asked)[name] for name in changed},
        after_opening=opened,
    )
    when = "after its results were opened" if opened else "before its results were opened"
    record(
        by=by,
        verb="claims.protocol_changed",
        thing=protocol,
        summary=f"{by} changed the protocol {when}: {why.strip()}",
        detail={"changed": changed, "before": {name: was[name] for name in changed}},
    )
    return protocol


def _check_parts(protocol: Protocol) -> None:
    if not protocol.comparators.strip():
        raise Invalid("Say in words who it is compared with.", field="comparators")
    mine = {s.organisation.code for s in sites_of(protocol.innovation) if s.started}
    if overlap := set(protocol.comparator_codes) & mine:
        raise Invalid(
            f"{sorted(overlap)[0]} uses the innovation, so it cannot be among those it is "
            "compared with.",
            field="comparator_codes",
        )
    if protocol.looks_planned < 1:
        raise Invalid("Plan at least one look.", field="looks_planned")
    top = protocol.picked_highest
    if top is not None and not 0 < top < 100:
        raise Invalid("The share picked lies between 0 and 100 of 100.", field="picked_highest")
    again = protocol.retest_correlation
    if again is not None and not 0 <= again <= 1:
        raise Invalid("A correlation lies between 0 and 1.", field="retest_correlation")
