"""When innovations may start, go live and be measured."""

from ..discovery.models import Opportunity
from ..foundation.refusals import Invalid, NotNow
from ..missions.models import Mission
from .models import Gate, Innovation, Link
from .states import LIVE_STAGES


def live_in(mission: Mission) -> int:
    """Count the innovations of a mission that are live."""
    return Innovation.objects.filter(mission=mission, stage__in=LIVE_STAGES).count()


def check_live_limit(mission: Mission, *, override: str = "") -> None:
    """Raise when one more live innovation would pass the mission's limit, unless it is said why."""
    live = live_in(mission)
    if live < mission.live_limit or override.strip():
        return
    raise NotNow(
        f"{mission} has {live} live innovations, and its limit is {mission.live_limit}: fewer "
        "things for longer. Pause or stop one first, or say in a sentence why this one goes "
        "beyond the limit."
    )


def check_from_opportunity(opportunity: Opportunity, mission: Mission) -> None:
    """Raise unless the opportunity stands on the mission's shortlist."""
    if opportunity.mission_id != mission.pk:
        raise NotNow(f"“{opportunity}” belongs to another mission.")
    if opportunity.state != "shortlisted":
        label = opportunity.get_state_display().lower()
        raise NotNow(
            f"An innovation starts from an opportunity on the shortlist; “{opportunity}” is "
            f"{label}."
        )


def check_without_opportunity(stage: str, known_so_far: str, because: str) -> None:
    """Raise unless an innovation that skips discovery says what is known of it, and why."""
    if not known_so_far.strip():
        raise Invalid(
            "Say what is known of it so far, since it does not come from a shortlist.",
            field="known_so_far",
        )
    if not because.strip():
        raise Invalid(
            "Say why it enters here without passing through discovery.", field="entered_because"
        )
    if stage == "stopped":
        raise Invalid("An innovation cannot enter as stopped.", field="stage")


def check_not_ended(innovation: Innovation) -> None:
    """Raise when the innovation has stopped: what it was is read, not rewritten."""
    if innovation.stage == "stopped":
        raise NotNow(f"{innovation} has stopped; how it was described stays as it is.")


def check_open_gate(innovation: Innovation) -> None:
    """Raise when the innovation has ended, or a body is asked about it already."""
    if innovation.stage == "stopped":
        raise NotNow(f"{innovation} has stopped; there is nothing left to decide about it.")
    waiting = Gate.objects.filter(innovation=innovation, state="open").first()
    if waiting is not None:
        raise NotNow(
            f"{waiting.body} is asked already: “{waiting.question}” Decide or withdraw that first."
        )


def check_link(
    link: str,
    low: float | None,
    middle: float | None,
    high: float | None,
    source: str,
    has_owner: bool,
) -> None:
    """Raise unless a conversion has its range in order, its source and its owner."""
    if link != Link.CONVERSION:
        return
    if low is None or middle is None or high is None:
        raise Invalid("A conversion needs its low, middle and high value.", field="conversion")
    if not low <= middle <= high:
        raise Invalid("Give the conversion from low to high.", field="conversion")
    if not source.strip():
        raise Invalid("Say where the conversion comes from.", field="conversion_source")
    if not has_owner:
        raise Invalid("Say who answers for the conversion.", field="conversion_owner")
