"""When offers may be answered, and what a call for sites asks for before it moves on."""

from datetime import date

from django.utils import timezone

from ..foundation.refusals import Invalid, NotNow
from ..innovations.models import InnovationVersion
from ..networks.models import Network, Organisation
from .models import CallReviewer, ExpressionOfInterest, SiteApplication, SiteCall
from .states import CALL, INTEREST

# What the text of an offer must at least hold besides links, in words.
FEWEST_WORDS = 3


def check_own_words(text: str, field: str) -> None:
    """Raise when a text is nothing but links: those who answer read words, and open no links."""
    words = [word for word in text.split() if not _is_link(word)]
    if len(words) < FEWEST_WORDS:
        raise Invalid("Please say it in your own words: links alone are not opened.", field=field)


def _is_link(word: str) -> bool:
    bare = word.lower().strip("<>()[]\"'.,;")
    return "://" in bare or bare.startswith("www.") or not any(c.isalnum() for c in bare)


def check_settle(interest: ExpressionOfInterest, to: str) -> None:
    """Raise unless the offer can move to this state."""
    INTEREST.check_move(interest.state, to)


def check_erase(interest: ExpressionOfInterest) -> None:
    """Raise unless the contact's details can be erased: after the answer, and once."""
    if not INTEREST.states[interest.state].end:
        raise NotNow("Answer first: without name and address nobody could be answered.")
    if not interest.contact_email:
        raise NotNow("The contact's name and address are erased already.")


def check_draft(call: SiteCall) -> None:
    """Raise unless the call is still being written."""
    if call.state != "draft":
        raise NotNow("This call is open or was: what it asks stays as applicants read it.")


def check_dates(opens: date, closes: date, answers_by: date) -> None:
    """Raise unless a call opens, closes and answers in this order."""
    if closes < opens:
        raise Invalid("The last day to apply cannot lie before the first.", field="closes")
    if answers_by < closes:
        raise Invalid("Applicants are answered after the call has closed.", field="answers_by")


def check_call_place(version: InnovationVersion, network: Network) -> None:
    """Raise unless this version may still get sites, in a network that runs."""
    if version.innovation.stage == "stopped":
        raise NotNow(f"{version.innovation} has stopped; it gets no new sites.")
    if network.state == "closed":
        raise Invalid(f"{network} is closed.", field="network")


def check_open_call(call: SiteCall) -> None:
    """Raise unless the call can open: it asks something, and its days have not passed."""
    CALL.check_move(call.state, "open")
    check_call_place(call.version, call.network)
    if not call.criteria.exists():
        raise NotNow("Add what applications are scored by first: at least one criterion.")
    today = timezone.localdate()
    if call.opens > today:
        raise NotNow(f"It opens on {_day(call.opens)}. To open it today, change its first day.")
    if call.closes < today:
        raise NotNow("Its last day has passed. Change its dates first.")


def check_takes_applications(call: SiteCall) -> None:
    """Raise unless organisations can apply today, and change what they applied with."""
    if call.state == "open" and call.closes >= timezone.localdate():
        return
    if call.state == "draft":
        raise NotNow("This call is not open yet.")
    raise NotNow(f"This call closed on {_day(call.closes)}; applications stay as they are.")


def check_new_applicant(call: SiteCall, organisation: Organisation) -> None:
    """Raise unless this organisation has neither applied nor a site of this version."""
    before = call.applications.filter(organisation=organisation).first()
    if before is not None and before.state == "withdrawn":
        raise NotNow(
            f"{organisation} withdrew its application to this call. Ask the mission lead if it "
            "should count again."
        )
    if before is not None:
        raise NotNow(f"{organisation} has applied already; its application can be changed.")
    if call.version.sites.filter(organisation=organisation).exists():
        raise NotNow(f"{organisation} is a site of this innovation already.")


def check_waits(application: SiteApplication) -> None:
    """Raise unless the application is still in the running."""
    if application.state != "received":
        said = application.get_state_display().lower()
        raise NotNow(f"This application is {said}; it stays as it is.")


def check_close_call(call: SiteCall) -> None:
    """Raise unless the review can begin: the last day has passed, and there is what and who."""
    CALL.check_move(call.state, "reviewing")
    if call.closes >= timezone.localdate():
        raise NotNow(f"Organisations may apply until {_day(call.closes)}. It closes after that.")
    if not call.applications.filter(state="received").exists():
        raise NotNow("Nobody has applied. Withdraw the call, or give it a later last day.")
    if not call.reviewers.exists():
        raise NotNow("Name at least one reviewer first.")


def check_extend(call: SiteCall) -> None:
    """Raise unless the call's dates can move: while it is open."""
    if call.state != "open":
        raise NotNow("Dates of a call can be moved while it is open.")


def check_reviewers_change(call: SiteCall) -> None:
    """Raise once the call is over."""
    if CALL.states[call.state].end:
        raise NotNow("This call is over; its reviewers stay as they were.")


def check_release(reviewer: CallReviewer) -> None:
    """Raise unless nothing hangs on the reviewer yet."""
    check_reviewers_change(reviewer.call)
    if reviewer.scores.exists() or reviewer.interests.exists():
        raise NotNow(f"{reviewer.person} has scored or declared an interest, and stays on record.")


def check_review_open(call: SiteCall) -> None:
    """Raise unless reviewers score now."""
    if call.state != "reviewing":
        raise NotNow("Applications are scored after the call has closed, until it is decided.")


def check_decide_call(call: SiteCall) -> None:
    """Raise unless the call can be decided."""
    CALL.check_move(call.state, "decided")


def check_withdraw_call(call: SiteCall) -> None:
    """Raise unless the call can be withdrawn."""
    CALL.check_move(call.state, "withdrawn")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
