"""Deciding a call: everybody answered, the chosen planned as sites, the table kept as it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from ..audit.actions import record
from ..decisions.bodies import known_body
from ..decisions.models import Choice
from ..decisions.recording import add_decision
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.origins import Origin
from ..foundation.refusals import Invalid
from ..people.models import Person
from ..people.viewer import viewer_of
from ..sites.actions import plan_site
from .alerts import tell_applicant
from .models import SiteApplication, SiteCall
from .panel import Panel, check_not_applicant, check_not_blind, panel_of
from .permissions import check_run_call
from .policies import check_decide_call
from .ranking import Ranked
from .states import APPLICATION, CALL

QUESTION_LENGTH = 240


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one application, and what its applicant is told."""

    chosen: bool
    answer: str


def _checked(call: SiteCall, panel: Panel, verdicts: Mapping[int, Verdict]) -> None:
    """Raise unless everybody gets an answer, and no more are chosen than there are places."""
    for one in panel.applications:
        verdict = verdicts.get(one.pk)
        if verdict is None:
            raise Invalid(f"Say whether {one.organisation} is chosen.", field=f"choice_{one.pk}")
        filled(
            verdict.answer,
            f"answer_{one.pk}",
            f"Write the answer to {one.organisation}: everybody who applied gets one.",
        )
    chosen = sum(verdicts[one.pk].chosen for one in panel.applications)
    if chosen > call.places:
        told = "1 place" if call.places == 1 else f"{call.places} places"
        raise Invalid(f"The call has {told}, and {chosen} applications are chosen.")


@action
def decide_call(
    *,
    by: Person,
    call: SiteCall,
    body: str,
    reasons: str,
    verdicts: Mapping[int, Verdict],
    dissent: str = "",
    planned_start: date | None = None,
) -> SiteCall:
    """Choose the sites: a decision with the table it saw, planned sites, and every answer."""
    # Two who decide at once must not both succeed.
    call = SiteCall.objects.select_for_update().get(pk=call.pk)
    check_run_call(viewer_of(by), call)
    check_decide_call(call)
    panel = panel_of(call)
    check_not_applicant(viewer_of(by), call, panel)
    check_not_blind(viewer_of(by), call, panel)
    _checked(call, panel, verdicts)
    innovation = call.version.innovation
    decision = add_decision(
        by=by,
        body=known_body(body),
        question=f"Which sites for “{call.title}”?"[:QUESTION_LENGTH],
        choice=Choice.SITES,
        reasons=reasons,
        dissent=dissent,
        evidence=evidence_of(call, panel, verdicts),
        interests=_interests(panel),
        origin=Origin.INVENTED if innovation.invented else Origin.RECORDED,
    )
    for application in panel.applications:
        _answer(by, application, verdicts[application.pk], planned_start)
    CALL.check_move(call.state, "decided")
    call.decision = decision
    call.state = "decided"
    call.save(update_fields=["decision", "state"])
    chosen = sum(verdicts[one.pk].chosen for one in panel.applications)
    record(
        by=by,
        verb="joining.call_decided",
        thing=call,
        summary=f"{decision.body} chose {chosen} of {len(panel.applications)} applications",
    )
    return call


def _answer(
    by: Person, application: SiteApplication, verdict: Verdict, planned_start: date | None
) -> None:
    """Answer one applicant; a chosen one becomes a planned site."""
    to = "chosen" if verdict.chosen else "not_chosen"
    APPLICATION.check_move(application.state, to)
    version = application.call.version
    if verdict.chosen:
        invented = version.innovation.invented
        application.site = plan_site(
            by=by,
            version=version,
            organisation=application.organisation,
            planned_start=planned_start,
            origin=Origin.INVENTED if invented else Origin.RECORDED,
        )
    application.state = to
    application.answer = verdict.answer.strip()
    application.answered_on = timezone.localdate()
    application.save(update_fields=["state", "answer", "answered_on", "site"])
    record(
        by=by,
        verb="joining.application_answered",
        thing=application,
        summary=f"{application.organisation}: {application.get_state_display().lower()}",
    )
    tell_applicant(application)


def _interests(panel: Panel) -> list[tuple[Person, str, bool]]:
    """Return the interests as the decision keeps them: nobody of them scored that applicant."""
    people = {one.pk: one.person for one in panel.reviewers}
    names = {one.pk: one.organisation for one in panel.applications}
    return [
        (people[reviewer], f"{names[application]}: {why}", False)
        for (application, reviewer), why in panel.aside.items()
    ]


def evidence_of(call: SiteCall, panel: Panel, verdicts: Mapping[int, Verdict]) -> dict[str, Any]:
    """Return the table as the body saw it, for people to read and for programs."""
    ranked = panel.ranked()
    return {
        "as of": timezone.localdate().isoformat(),
        "call": call.title,
        "places": call.places,
        "criteria": [f"{one.name} (weight {one.weight})" for one in panel.criteria],
        "reviewers": [str(one.person) for one in panel.reviewers],
        "applications": {row.name: sentence_of(row) for row in ranked},
        "chosen": [one.organisation.name for one in panel.applications if verdicts[one.pk].chosen],
        "table": [_frozen(row) for row in ranked],
    }


def sentence_of(row: Ranked) -> str:
    """Say how one application was scored."""
    if row.mean is None:
        said = "no reviewer scored it whole"
    else:
        said = f"mean {row.mean:.2f} of 4"
        if row.spread is not None:
            said += f", reviewers {row.spread:.2f} apart"
    said += f", {row.counted} of {row.asked} reviewers counted"
    if row.missing:
        said += f", {row.missing} scores missing"
    return said + (f", {row.aside} set aside for an interest" if row.aside else "")


def _frozen(row: Ranked) -> dict[str, Any]:
    return {
        "application": row.application,
        "organisation": row.name,
        "mean": row.mean,
        "lowest": row.lowest,
        "highest": row.highest,
        "counted": row.counted,
        "asked": row.asked,
        "missing": row.missing,
        "set aside": row.aside,
        "by criterion": [
            {"name": one.name, "weight": one.weight, "mean": one.mean, "scored": one.scored}
            for one in row.criteria
        ],
    }
