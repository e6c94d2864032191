"""What is done with an expression of interest: taken in, answered, made a member, erased."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid, NotNow
from ..missions.models import Mission
from ..missions.policies import check_not_closed
from ..networks.actions import add_member
from ..networks.models import Network, Organisation
from ..people.models import Person
from ..people.viewer import viewer_of
from .alerts import tell_of_interest, tell_of_removal
from .models import ExpressionOfInterest
from .permissions import check_answer_interest
from .policies import check_erase, check_own_words, check_settle

# Two weeks: long enough for a meeting of those concerned, short enough to be remembered.
ANSWER_WITHIN = timedelta(days=14)
# Somebody who presses the button twice, or writes again the same day, has made one offer.
SAME_OFFER = timedelta(days=1)
# What is sent by anybody is kept to what somebody reads.
OFFER_LIMIT = 2_000
# Organisations without a code of their own are known by this and a number.
CODE = "JOIN"


@action
def express_interest(
    *,
    by: Person | None,
    mission: Mission,
    organisation_name: str,
    offer: str,
    contact_name: str,
    contact_email: str,
    consent: bool,
) -> ExpressionOfInterest:
    """Take an offer to take part; the same contact's second on one day joins the first."""
    check_not_closed(mission)
    name = filled(organisation_name, "organisation_name", "Say which organisation offers.")
    offer = filled(offer, "offer", "Say what the organisation offers.")
    check_own_words(offer, "offer")
    if len(offer) > OFFER_LIMIT:
        raise Invalid(f"Say it in {OFFER_LIMIT:,} characters or fewer.", field="offer")
    contact = filled(contact_name, "contact_name", "Say who we can answer.")
    email = contact_email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        sentence = "Enter an e-mail address in the form name@example.org."
        raise Invalid(sentence, field="contact_email") from error
    if not consent:
        raise Invalid("Tick that we may keep this to answer you.", field="consent")
    today = timezone.localdate()
    before = ExpressionOfInterest.objects.filter(
        mission=mission,
        organisation_name__iexact=name,
        contact_email=email,
        state="received",
        received_on__gte=today - SAME_OFFER,
    ).first()
    if before is not None:
        return _joined(by, before, offer)
    interest = ExpressionOfInterest.objects.create(
        mission=mission,
        organisation_name=name,
        offer=offer,
        contact_name=contact,
        contact_email=email,
        consented_at=timezone.now(),
        received_on=today,
        answer_due=today + ANSWER_WITHIN,
    )
    record(
        by=by,
        verb="joining.interest_received",
        thing=interest,
        summary=f"{name} offered to take part, with consent to be written to",
    )
    tell_of_interest(interest)
    return interest


def _joined(by: Person | None, before: ExpressionOfInterest, offer: str) -> ExpressionOfInterest:
    """Add what is new to the offer that is here; its day of answer stays as promised."""
    if offer not in before.offer:
        joined = f"{before.offer}\n\n{offer}"
        if len(joined) > OFFER_LIMIT:
            raise Invalid(
                f"With what you sent earlier today this is over {OFFER_LIMIT:,} characters. "
                "Say it shorter, or add it when we answer.",
                field="offer",
            )
        before.offer = joined
        before.save(update_fields=["offer"])
    record(
        by=by,
        verb="joining.interest_again",
        thing=before,
        summary=f"{before.organisation_name} sent its offer again; it was joined to the first",
    )
    return before


@action
def take_into_conversation(*, by: Person, interest: ExpressionOfInterest) -> ExpressionOfInterest:
    """Say that somebody is talking with them; an answer is still owed."""
    check_answer_interest(viewer_of(by), interest)
    check_settle(interest, "talking")
    interest.state = "talking"
    interest.save(update_fields=["state"])
    record(
        by=by,
        verb="joining.interest_talking",
        thing=interest,
        summary=f"{by} is in conversation with {interest.organisation_name}",
    )
    return interest


@action
def accept_interest(
    *,
    by: Person,
    interest: ExpressionOfInterest,
    network: Network,
    role: str,
    answer: str,
    organisation: Organisation | None = None,
    kind: str = "",
    code: str = "",
) -> ExpressionOfInterest:
    """Make an offer a membership: the organisation found or added, its role, and the answer.

    Without `organisation` a new one is added of this `kind`, under its `code` where it has one.
    """
    check_answer_interest(viewer_of(by), interest)
    check_settle(interest, "accepted")
    answer = filled(answer, "answer", "Write the answer: everybody who offers gets one.")
    if not network.missions.filter(pk=interest.mission_id).exists():
        raise Invalid(f"{network} does not work for this mission.", field="network")
    if organisation is None:
        organisation = _added(by, interest, kind, code)
    today = timezone.localdate()
    here = network.memberships.filter(organisation=organisation, ends=None)
    if here.exists():
        raise Invalid(
            f"{organisation} is a member of {network} already. Choose another network, or "
            "decline with an answer that says so.",
            field="network",
        )
    interest.membership = add_member(
        by=by, network=network, role=role, organisation=organisation, starts=today
    )
    return _settled(by, interest, "accepted", answer)


def _added(by: Person, interest: ExpressionOfInterest, kind: str, code: str) -> Organisation:
    """Add the organisation that offered; its lead may, since it comes in through this door."""
    if not kind:
        raise Invalid("Choose what kind of organisation it is.", field="kind")
    code = code.strip().upper() or f"{CODE}-{interest.pk}"
    if Organisation.objects.filter(code=code).exists():
        raise Invalid(
            f"An organisation with the code {code} is here already: choose it instead.",
            field="code",
        )
    made = Organisation.objects.create(code=code, name=interest.organisation_name, kind=kind)
    record(
        by=by,
        verb="networks.organisation_added",
        thing=made,
        summary=f"{by} added {made}, which offered to join “{interest.mission}”",
    )
    return made


@action
def decline_interest(
    *, by: Person, interest: ExpressionOfInterest, answer: str
) -> ExpressionOfInterest:
    """Say not now, with an answer."""
    check_answer_interest(viewer_of(by), interest)
    check_settle(interest, "declined")
    answer = filled(answer, "answer", "Write the answer: everybody who offers gets one.")
    return _settled(by, interest, "declined", answer)


def _settled(
    by: Person, interest: ExpressionOfInterest, to: str, answer: str
) -> ExpressionOfInterest:
    interest.state = to
    interest.answer = answer
    interest.answered_on = timezone.localdate()
    interest.answered_by = by
    interest.save()
    said = interest.get_state_display().lower()
    record(
        by=by,
        verb=f"joining.interest_{to}",
        thing=interest,
        summary=f"{by} answered {interest.organisation_name}: {said}",
    )
    return interest


@action
def ask_removal(*, by: Person | None, interest: ExpressionOfInterest) -> ExpressionOfInterest:
    """Take a contact's wish that name and address be removed."""
    if not interest.contact_email:
        raise NotNow("Your name and address were removed already.")
    if interest.removal_asked_on is not None:
        raise NotNow("You asked for this already; it is done once you are answered.")
    interest.removal_asked_on = timezone.localdate()
    interest.save(update_fields=["removal_asked_on"])
    record(
        by=by,
        verb="joining.removal_asked",
        thing=interest,
        summary=f"The contact of {interest.organisation_name} asked to be removed",
    )
    tell_of_removal(interest)
    return interest


@action
def erase_contact(*, by: Person, interest: ExpressionOfInterest) -> ExpressionOfInterest:
    """Erase the contact's name and address; that it was done is kept, they are not."""
    check_answer_interest(viewer_of(by), interest)
    check_erase(interest)
    interest.contact_name = interest.contact_email = ""
    interest.save(update_fields=["contact_name", "contact_email"])
    record(
        by=by,
        verb="joining.contact_erased",
        thing=interest,
        summary=f"{by} erased the contact's name and address",
    )
    return interest
