"""When sites may start, stop and be rated."""

from datetime import date

from ..foundation.refusals import Invalid, NotNow
from ..foundation.scope import Reach
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import ImplementationSite, TestOfChange
from .states import ENDED


def check_not_stopped(site: ImplementationSite) -> None:
    """Raise when the site has stopped: what it did is read, not added to."""
    if site.state in ENDED:
        how = "stopped" if site.state == "stopped" else "de-adopted it"
        raise NotNow(f"{site} has {how}; nothing can be added to it.")


def check_de_adopt(site: ImplementationSite) -> None:
    """Raise unless the site has been live: what was never used cannot be taken out of use."""
    if site.started is None:
        raise NotNow(f"{site} was never live; it can stop, but there is nothing to de-adopt.")


def missing_before_start(site: ImplementationSite) -> list[str]:
    """Name what a site lacks before it can start: a safety lead, set-up that is not done."""
    missing = [] if site.safety_lead_id else ["a safety lead"]
    missing += [
        item.get_what_display().lower() if item.what != "dcb0160" else item.get_what_display()
        for item in site.set_up.filter(done_on=None)
    ]
    return missing


def check_start(site: ImplementationSite, *, override: str = "") -> None:
    """Raise unless the site is set up, or somebody says in a sentence why it starts without."""
    missing = missing_before_start(site)
    if missing and not override.strip():
        raise NotNow(
            f"{site} still lacks: {'; '.join(missing)}. Settle these first, or say in a sentence "
            "why it starts without them."
        )


def check_no_open_pause(site: ImplementationSite) -> None:
    """Raise while a safety concern that paused the site is not resolved."""
    if site.concerns.filter(paused_site=True).exclude(state="resolved").exists():
        raise NotNow(
            f"{site} was paused for a safety concern; it goes on once the concern is resolved."
        )


def check_day(site: ImplementationSite, on: date) -> None:
    """Raise when a move is dated before the state the site stands in was entered."""
    spell = site.spells.filter(left=None).first()
    if spell is not None and on < spell.entered:
        raise Invalid(
            f"{site} became {spell.get_state_display().lower()} on {spell.entered}; it cannot "
            "leave before that day.",
            field="on",
        )


def check_can_guard(person: Person) -> None:
    """Raise unless this person's roles let them read safety concerns, or an alert leads nowhere."""
    reaches = viewer_of(person).reaches("SafetyConcern")
    if not reaches & {Reach.ALL, Reach.OWN}:
        raise Invalid(
            f"{person} could not open a safety concern. Give them a role at this site first.",
            field="person",
        )


def check_finish(test: TestOfChange) -> None:
    """Raise when the test of change has ended already."""
    if test.ended is not None:
        raise NotNow("This test of change has ended already.")


def check_rating(rating: int | None, evidence: str) -> None:
    """Raise unless a rating is on the scale and gives its evidence; blank is no rating, not 0."""
    if rating is None:
        return
    if not -2 <= rating <= 2:
        raise Invalid("Rate from −2 (strong barrier) to +2 (strong help).", field="rating")
    if not evidence.strip():
        raise Invalid("Say what the rating rests on: a quote, a number, a note.", field="evidence")
