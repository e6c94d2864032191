"""What is done with innovations: started, described, measured, moved from stage to stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from ..audit.actions import record
from ..discovery.models import Opportunity
from ..discovery.states import OPPORTUNITY
from ..foundation.actions import action
from ..foundation.answers import filled, free_slug
from ..foundation.following import Moved, follow
from ..foundation.origins import Origin
from ..foundation.refusals import Invalid, NotNow
from ..measures.models import Measure
from ..missions.models import Mission
from ..networks.models import Network
from ..people.models import Person
from ..people.viewer import viewer_of
from .capabilities import carry_over
from .models import (
    Component,
    Innovation,
    InnovationMeasure,
    InnovationVersion,
    Link,
    StageSpell,
)
from .permissions import check_describe, check_lead, check_measure, check_start
from .policies import (
    check_from_opportunity,
    check_link,
    check_live_limit,
    check_without_opportunity,
)
from .states import LIVE_STAGES, STAGE
from .tidier import TIDIER


@dataclass(frozen=True, slots=True)
class ComponentGiven:
    """A component as it is told when a version is released; `kind` is core or adaptable."""

    name: str
    kind: str
    description: str = ""


@action
def start_innovation(
    *,
    by: Person,
    mission: Mission,
    name: str,
    sentence: str,
    network: Network | None = None,
    opportunity: Opportunity | None = None,
    stage: str = STAGE.first(),
    known_so_far: str = "",
    entered_because: str = "",
    on: date | None = None,
    override: str = "",
    origin: str = Origin.RECORDED,
    source: str = "",
) -> Innovation:
    """Start an innovation from the shortlist, or at its true stage with what is known so far."""
    check_start(viewer_of(by), mission)
    name = filled(name, "name", "Enter the innovation's name.")
    sentence = filled(sentence, "sentence", "Say in one sentence what it is.")
    on = on or timezone.localdate()
    if opportunity is not None:
        check_from_opportunity(opportunity, mission)
    else:
        check_without_opportunity(stage, known_so_far, entered_because)
    if stage in LIVE_STAGES:
        check_live_limit(mission, override=override)
    innovation = Innovation.objects.create(
        slug=free_slug(Innovation, name),
        name=name,
        sentence=sentence,
        mission=mission,
        network=network,
        opportunity=opportunity,
        stage=stage,
        known_so_far=known_so_far.strip(),
        entered_because=entered_because.strip(),
        origin=origin,
        source=source,
    )
    StageSpell.objects.create(
        innovation=innovation, stage=stage, entered=on, reason=entered_because.strip()
    )
    if opportunity is not None:
        OPPORTUNITY.check_move(opportunity.state, "taken_up")
        opportunity.state = "taken_up"
        opportunity.state_since = on
        opportunity.save(update_fields=["state", "state_since"])
    record(
        by=by,
        verb="innovations.started",
        thing=innovation,
        summary=f"{by} started {innovation} as {STAGE.label(stage).lower()}",
        detail={"override": override.strip()} if override.strip() else {},
    )
    return innovation


@action
def release_version(
    *,
    by: Person,
    innovation: Innovation,
    tidier: Mapping[str, str],
    components: Sequence[ComponentGiven] = (),
    what_changed: str = "",
    on: date | None = None,
    logic_model: Mapping[str, Any] | None = None,
    driver_diagram: str | None = None,
) -> InnovationVersion:
    """Release the next version, described by TIDieR, with what must stay and what may change.

    Its logic model and driver diagram start as those of the version before, unless given.
    """
    check_describe(viewer_of(by), innovation)
    if innovation.stage == "stopped":
        raise NotNow(f"{innovation} has stopped; it gets no new version.")
    unknown = sorted(set(tidier) - set(TIDIER))
    if unknown:
        raise Invalid(f"“{unknown[0]}” is not an item of TIDieR.", field="tidier")
    names = [filled(one.name, "components", "Name every component.") for one in components]
    if len(set(names)) != len(names):
        raise Invalid("Two components have the same name.", field="components")
    wrong = next((one for one in components if one.kind not in ("core", "adaptable")), None)
    if wrong is not None:
        raise Invalid(f"Say of “{wrong.name}” whether it is core or adaptable.", field="components")
    latest = innovation.versions.order_by("-number").first()
    if latest is not None:
        what_changed = filled(what_changed, "what_changed", "Say what changed since version "
                              f"{latest.number}.")  # fmt: skip
    version = InnovationVersion.objects.create(
        innovation=innovation,
        number=latest.number + 1 if latest else 1,
        what_changed=what_changed.strip(),
        released_on=on or timezone.localdate(),
        tidier={item: text.strip() for item, text in tidier.items() if text.strip()},
        logic_model=dict(
            logic_model if logic_model is not None else latest.logic_model if latest else {}
        ),
        driver_diagram=driver_diagram
        if driver_diagram is not None
        else latest.driver_diagram
        if latest
        else "",
    )
    for name, one in zip(names, components, strict=True):
        Component.objects.create(
            version=version, name=name, kind=one.kind, description=one.description.strip()
        )
    if latest is not None:
        carry_over(latest, version)
    record(
        by=by,
        verb="innovations.version_released",
        thing=innovation,
        summary=f"{by} released version {version.number} of {innovation}",
    )
    return version


@action
def move_stage(
    *,
    by: Person,
    innovation: Innovation,
    to: str,
    reason: str,
    learnt: str = "",
    on: date | None = None,
    override: str = "",
) -> Innovation:
    """Move an innovation to another stage, keeping how long it stood in the one before.

    Going live respects the mission's limit unless `override` says why not; stopping asks what was
    learnt and keeps it as a lesson.
    """
    check_lead(viewer_of(by), innovation)
    return move_as_decided(
        by=by,
        innovation=innovation,
        to=to,
        reason=reason,
        learnt=learnt,
        on=on,
        override=override,
    )


@action
def move_as_decided(
    *,
    by: Person,
    innovation: Innovation,
    to: str,
    reason: str,
    learnt: str = "",
    on: date | None = None,
    override: str = "",
) -> Innovation:
    """Move an innovation as a body decided at a gate, which has checked who may decide.

    What hangs on it follows in the same transaction, as the table of the step lifecycle says.
    """
    innovation = Innovation.objects.select_for_update().get(pk=innovation.pk)
    STAGE.check_move(innovation.stage, to)
    reason = filled(reason, "reason", "Say why it moves.")
    on = on or timezone.localdate()
    if to in LIVE_STAGES and innovation.stage not in LIVE_STAGES:
        check_live_limit(innovation.mission, override=override)
    spell = innovation.spells.get(left=None)
    if on < spell.entered:
        raise Invalid(
            f"It became {STAGE.label(spell.stage).lower()} on {spell.entered}; it cannot leave "
            "before that day.",
            field="on",
        )
    spell.left = on
    spell.save(update_fields=["left"])
    StageSpell.objects.create(innovation=innovation, stage=to, entered=on, reason=reason)
    was = innovation.stage
    innovation.stage = to
    if to == "stopped":
        learnt = filled(learnt, "learnt", "Say what was learnt, so that others can find it.")
        innovation.stopped_because = reason
        innovation.lessons.create(
            text=learnt, about="stopped", learnt_on=on, origin=innovation.origin
        )
    innovation.save(update_fields=["stage", "stopped_because"])
    follow(Moved(by, innovation, was, to, on, reason))
    record(
        by=by,
        verb="innovations.stage_moved",
        thing=innovation,
        summary=f"{innovation} became {STAGE.label(to).lower()}: {reason}",
        detail={"to": to} | ({"override": override.strip()} if override.strip() else {}),
    )
    return innovation


@action
def attach_measure(
    *,
    by: Person,
    innovation: Innovation,
    measure: Measure,
    primary: bool = False,
    smallest_worthwhile: float | None = None,
    link: str = Link.NONE,
    conversion_low: float | None = None,
    conversion: float | None = None,
    conversion_high: float | None = None,
    conversion_source: str = "",
    conversion_owner: Person | None = None,
) -> InnovationMeasure:
    """Say that a measure is used for an innovation, and how it stands to the mission's aim."""
    check_measure(viewer_of(by), innovation)
    if innovation.measures.filter(measure=measure).exists():
        raise NotNow(f"{measure} is a measure of {innovation} already.")
    if primary and innovation.measures.filter(primary=True).exists():
        raise Invalid("It is judged on another measure already.", field="primary")
    check_link(
        link,
        conversion_low,
        conversion,
        conversion_high,
        conversion_source,
        conversion_owner is not None,
    )
    converts = link == Link.CONVERSION
    attached = InnovationMeasure.objects.create(
        innovation=innovation,
        measure=measure,
        primary=primary,
        smallest_worthwhile=smallest_worthwhile,
        link=link,
        conversion_low=conversion_low if converts else None,
        conversion=conversion if converts else None,
        conversion_high=conversion_high if converts else None,
        conversion_source=conversion_source.strip() if converts else "",
        conversion_owner=conversion_owner if converts else None,
    )
    record(
        by=by,
        verb="innovations.measure_attached",
        thing=innovation,
        summary=f"{innovation} is measured by {measure} ({Link(link).label.lower()})",
    )
    return attached


@action
def show_publicly(*, by: Person, innovation: Innovation, public: bool) -> Innovation:
    """Show an innovation on the public pages, or take it off them."""
    check_lead(viewer_of(by), innovation)
    innovation.public = public
    innovation.save(update_fields=["public"])
    record(
        by=by,
        verb="innovations.public" if public else "innovations.not_public",
        thing=innovation,
        summary=f"{innovation} is {'' if public else 'no longer '}shown publicly",
    )
    return innovation
