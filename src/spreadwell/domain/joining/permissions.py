"""Who may answer expressions of interest, run calls, apply and review."""

from ..foundation.refusals import NotAllowed
from ..innovations.models import Innovation
from ..networks.models import Network, Organisation
from ..people.permissions import check_may
from ..people.roles import Role
from ..people.viewer import Viewer
from ..sites.models import ImplementationSite
from .models import CallReviewer, ExpressionOfInterest, SiteApplication, SiteCall

LEAD = (Role.ADMINISTRATOR, Role.MISSION_LEAD)


def check_answer_interest(viewer: Viewer, interest: ExpressionOfInterest) -> None:
    """Raise unless the viewer may answer this expression of interest."""
    check_may(viewer, "answer this offer", LEAD, mission_id=interest.mission_id)


def check_see_queue(viewer: Viewer) -> None:
    """Raise unless the viewer is one of those who see what organisations offered."""
    roles = (*LEAD, Role.FACILITATOR)
    if not viewer.holds(*roles):
        raise NotAllowed(
            "You cannot see who offers to join. It is for mission leads and facilitators."
        )


def check_make_call(viewer: Viewer, innovation: Innovation) -> None:
    """Raise unless the viewer may call for sites of this innovation."""
    check_may(viewer, "call for sites of this innovation", LEAD, mission_id=innovation.mission_id)


def check_make_some_call(viewer: Viewer) -> None:
    """Raise unless there is a mission for whose innovations the viewer may call for sites."""
    mission = next(iter(viewer.mission_ids), None)
    check_may(viewer, "open a call for sites", LEAD, mission_id=mission)


def check_run_call(viewer: Viewer, call: SiteCall) -> None:
    """Raise unless the viewer may run this call: write, open, close, decide and withdraw it."""
    check_may(viewer, "run this call", LEAD, mission_id=call.version.innovation.mission_id)


def leads_call(viewer: Viewer, call: SiteCall) -> bool:
    """Tell whether the viewer may run this call."""
    try:
        check_run_call(viewer, call)
    except NotAllowed:
        return False
    return True


def organisations_of(viewer: Viewer) -> frozenset[int]:
    """Return the organisations for which somebody speaks: their own, and those of their roles."""
    if viewer.person is None:
        return frozenset()
    led = ImplementationSite.objects.filter(pk__in=viewer.led_site_ids)
    found = {*viewer.organisation_ids, *led.values_list("organisation_id", flat=True)}
    if viewer.person.organisation_id is not None:
        found.add(viewer.person.organisation_id)
    return frozenset(found)


def check_apply(viewer: Viewer) -> None:
    """Raise unless the viewer speaks for some organisation."""
    if viewer.person is None:
        raise NotAllowed("Sign in to apply. Without an account, offer your organisation first.")
    if not organisations_of(viewer):
        raise NotAllowed(
            "You cannot apply. An organisation applies, and you are known here without one: "
            "offer yours on the public page, or ask an administrator to add it to your name."
        )


def check_apply_for(viewer: Viewer, organisation: Organisation) -> None:
    """Raise unless the viewer speaks for this organisation."""
    check_apply(viewer)
    if organisation.pk not in organisations_of(viewer):
        raise NotAllowed(f"You cannot apply for {organisation}. It is for those who work there.")


def check_change_application(viewer: Viewer, application: SiteApplication) -> None:
    """Raise unless the viewer wrote the application or speaks for its organisation."""
    if viewer.person_id is not None and viewer.person_id == application.applicant_id:
        return
    if application.organisation_id not in organisations_of(viewer):
        raise NotAllowed(
            "You cannot change this application. It is for the organisation that applied."
        )


def check_review(viewer: Viewer, call: SiteCall) -> CallReviewer:
    """Return the viewer's place among the reviewers of a call; NotAllowed where there is none."""
    found: CallReviewer | None = call.reviewers.filter(person=viewer.person).first()
    if found is None:
        raise NotAllowed("You cannot score here. It is for the reviewers of this call.")
    return found


def check_see_scores(viewer: Viewer, call: SiteCall) -> None:
    """Raise unless the viewer may ever see how applications were scored."""
    if leads_call(viewer, call):
        return
    network: Network = call.network
    try:
        check_may(viewer, "see scores", [Role.FACILITATOR], network_id=network.pk)
    except NotAllowed:
        check_review(viewer, call)
