"""Telling people by e-mail that something waits; what it says stays behind the sign-in."""

from ..missions.telling import leads_of, tell
from .models import ExpressionOfInterest, SiteApplication, SiteCall


def tell_of_interest(interest: ExpressionOfInterest) -> None:
    """Tell the mission's lead that somebody offers to join; who they are is not in the e-mail."""
    tell(
        leads_of(interest.mission),
        f"Somebody offers to join “{interest.mission}”",
        f"An organisation offers to take part in “{interest.mission}”. An answer is promised by "
        f"{interest.answer_due.day} {interest.answer_due:%B %Y}. Sign in to read and answer it.",
    )


def tell_of_removal(interest: ExpressionOfInterest) -> None:
    """Tell the mission's lead that a contact asked to be removed."""
    tell(
        leads_of(interest.mission),
        f"A contact of “{interest.mission}” asks to be removed",
        "Somebody who offered to take part asks that their name and address be removed. Sign in "
        "to erase them; an offer that is not answered yet is answered first.",
    )


def tell_reviewers(call: SiteCall) -> None:
    """Tell the reviewers that applications wait for their scores."""
    tell(
        [one.person for one in call.reviewers.select_related("person")],
        f"Applications to score: “{call}”",
        f"“{call}” has closed, and its applications wait for your scores. Sign in to score them. "
        "Please declare first where you have an interest.",
    )


def tell_applicant(application: SiteApplication) -> None:
    """Tell an applicant that the answer is there."""
    tell(
        [application.applicant],
        f"Your application to “{application.call}” was answered",
        f"The application of {application.organisation} to “{application.call}” was answered. "
        "Sign in to read the answer with its reasons.",
    )
