"""What a site writes down while it works: tests of change and adaptations."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid
from ..innovations.models import Component, InnovationVersion
from ..innovations.permissions import check_describe
from ..measures.models import Measure
from ..people.models import Person
from ..people.viewer import viewer_of
from .frame import check_frame
from .models import Adaptation, ImplementationSite, TestOfChange
from .permissions import check_rate, check_work
from .policies import check_finish, check_not_stopped


@action
def start_test_of_change(
    *,
    by: Person,
    site: ImplementationSite,
    question: str,
    prediction: str,
    plan: str = "",
    measure: Measure | None = None,
    follows: TestOfChange | None = None,
    tried_with: int | None = None,
    on: date | None = None,
) -> TestOfChange:
    """Start a test of change with its prediction, which keeps the day it was written on."""
    check_work(viewer_of(by), site)
    check_not_stopped(site)
    if follows is not None and follows.site_id != site.pk:
        raise Invalid("A test follows one of the same site.", field="follows")
    today = timezone.localdate()
    if on is not None and on > today:
        raise Invalid("A test cannot have started on a day to come.", field="on")
    test = TestOfChange.objects.create(
        site=site,
        measure=measure,
        follows=follows,
        question=filled(question, "question", "Say what you want to find out."),
        prediction=filled(prediction, "prediction", "Say what you expect to see, before the data."),
        predicted_on=today,
        plan=plan.strip(),
        tried_with=tried_with,
        started=on or today,
    )
    record(
        by=by,
        verb="sites.test_started",
        thing=site,
        summary=f"{site} tests: {test.question}",
        detail={"prediction": test.prediction},
    )
    return test


@action
def finish_test_of_change(
    *,
    by: Person,
    test: TestOfChange,
    what_happened: str,
    learning: str,
    next_act: str,
    tried_with: int | None = None,
    on: date | None = None,
) -> TestOfChange:
    """End a test of change with what happened, what was learnt and what comes next."""
    check_work(viewer_of(by), test.site)
    check_finish(test)
    ended = on or timezone.localdate()
    if ended < test.started:
        raise Invalid("It cannot end before it started.", field="on")
    test.what_happened = filled(what_happened, "what_happened", "Say what happened.")
    test.learning = filled(learning, "learning", "Say what was learnt.")
    test.next_act = filled(next_act, "next_act", "Say what comes next.")
    test.ended = ended
    if tried_with is not None:
        test.tried_with = tried_with
    test.save(update_fields=["what_happened", "learning", "next_act", "tried_with", "ended"])
    record(
        by=by,
        verb="sites.test_finished",
        thing=test.site,
        summary=f"{test.site} learnt: {test.learning}",
    )
    return test


@action
def record_adaptation(
    *,
    by: Person,
    site: ImplementationSite,
    what: str,
    why: str,
    component: Component | None = None,
    on: date | None = None,
    frame: Mapping[str, Any] | None = None,
) -> Adaptation:
    """Keep a change to the innovation at a site: what changed and why, in under a minute."""
    check_work(viewer_of(by), site)
    check_not_stopped(site)
    if component is not None and component.version_id != site.version_id:
        raise Invalid(
            "This component belongs to another version than the site runs.", field="component"
        )
    adaptation = Adaptation.objects.create(
        site=site,
        component=component,
        on=on or timezone.localdate(),
        what=filled(what, "what", "Say what changed."),
        why=filled(why, "why", "Say why."),
        frame=dict(frame or {}),
        recorded_by=by,
    )
    touches = f" (touches {component})" if component else ""
    record(
        by=by,
        verb="sites.adapted",
        thing=site,
        summary=f"{site} changed: {adaptation.what}{touches}",
    )
    return adaptation


@action
def complete_frame(*, by: Person, adaptation: Adaptation, frame: Mapping[str, Any]) -> Adaptation:
    """Add FRAME's further detail to an adaptation; the facilitator's work, later."""
    check_rate(viewer_of(by), adaptation.site)
    check_frame(frame)
    # An answer that was taken out again is no longer kept.
    answered = {**adaptation.frame, **frame}
    adaptation.frame = {field: said for field, said in answered.items() if said}
    adaptation.save(update_fields=["frame"])
    record(
        by=by,
        verb="sites.adaptation_described",
        thing=adaptation.site,
        summary=f"{by} described further: {adaptation}",
        detail={"frame": dict(frame)},
    )
    return adaptation


@action
def adopt_adaptation(
    *, by: Person, adaptation: Adaptation, version: InnovationVersion
) -> Adaptation:
    """Say that an adaptation entered a version of the innovation."""
    check_describe(viewer_of(by), version.innovation)
    if version.innovation_id != adaptation.site.version.innovation_id:
        raise Invalid("This version belongs to another innovation.", field="version")
    adaptation.adopted_in = version
    adaptation.save(update_fields=["adopted_in"])
    record(
        by=by,
        verb="sites.adaptation_adopted",
        thing=adaptation.site,
        summary=f"{version} took up: {adaptation}",
    )
    return adaptation
