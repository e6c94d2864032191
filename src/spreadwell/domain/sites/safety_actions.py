"""What is done with safety concerns: raised by anyone, seen and settled by the safety lead."""

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..people.models import Person
from ..people.viewer import viewer_of
from .alerts import alert_safety_lead
from .models import ImplementationSite, SafetyConcern
from .moving import enter_state
from .permissions import check_guard, check_guard_concern, check_raise_concern
from .states import CONCERN, SITE


@action
def raise_concern(*, by: Person, site: ImplementationSite, text: str) -> SafetyConcern:
    """Raise a safety concern, which alerts the site's named safety lead."""
    check_raise_concern(viewer_of(by))
    concern = SafetyConcern.objects.create(
        site=site,
        raised_by=by,
        text=filled(text, "text", "Say what may harm somebody."),
    )
    record(
        by=by,
        verb="sites.concern_raised",
        thing=concern,
        summary=f"{by} raised a concern at {site}",
    )
    alert_safety_lead(concern)
    return concern


@action
def see_concern(*, by: Person, concern: SafetyConcern) -> SafetyConcern:
    """Say that a concern is being looked into."""
    check_guard_concern(viewer_of(by), concern)
    CONCERN.check_move(concern.state, "seen")
    concern.state = "seen"
    concern.save(update_fields=["state"])
    record(
        by=by, verb="sites.concern_seen", thing=concern, summary=f"{by} is looking into the concern"
    )
    return concern


@action
def resolve_concern(*, by: Person, concern: SafetyConcern, outcome: str) -> SafetyConcern:
    """Resolve a concern with its outcome; a paused site stays paused until somebody moves it on."""
    check_guard_concern(viewer_of(by), concern)
    CONCERN.check_move(concern.state, "resolved")
    concern.outcome = filled(outcome, "outcome", "Say what was found and done.")
    concern.state = "resolved"
    concern.save(update_fields=["state", "outcome"])
    record(
        by=by,
        verb="sites.concern_resolved",
        thing=concern,
        summary=f"{by} resolved the concern: {concern.outcome}",
    )
    return concern


@action
def pause_for_safety(
    *, by: Person, site: ImplementationSite, reason: str, concern: SafetyConcern | None = None
) -> ImplementationSite:
    """Pause a site for safety; it goes on only once the concern that paused it is resolved."""
    site = ImplementationSite.objects.select_for_update().get(pk=site.pk)
    check_guard(viewer_of(by), site)
    SITE.check_move(site.state, "paused")
    reason = filled(reason, "reason", "Say why the site is paused.")
    enter_state(site, "paused", timezone.localdate(), reason, by=by)
    if concern is not None:
        concern.paused_site = True
        if concern.state == "raised":
            concern.state = "seen"
        concern.save(update_fields=["paused_site", "state"])
    record(
        by=by, verb="sites.paused_for_safety", thing=site, summary=f"{by} paused {site}: {reason}"
    )
    return site
