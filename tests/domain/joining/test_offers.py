"""Offers to take part: taken in, answered, made a member in one step, erased."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.joining import interest_actions as actions
from spreadwell.domain.joining.due import offers
from spreadwell.domain.joining.letters import letter_of
from spreadwell.domain.joining.queries import queue
from spreadwell.domain.models import Event, ExpressionOfInterest, Membership, Organisation
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from tests.factories import make_mission, make_network, make_organisation, make_person
from tests.joining_rooms import make_interest

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def mission():
    made = make_mission(title="Fewer strokes")
    made.networks.add(make_network(name="Stroke network"))
    return made


@pytest.fixture
def lead(mission):
    person = make_person(Role.MISSION_LEAD, mission=mission)
    mission.lead = person
    mission.save()
    return person


def accepted(lead, interest, **more):
    given = {
        "network": interest.mission.networks.get(),
        "role": "Opens its hall",
        "answer": "Welcome.",
        "kind": "charity",
    } | more
    return actions.accept_interest(by=lead, interest=interest, **given)


def test_an_offer_is_owed_an_answer_and_its_lead_is_told(
    mission, lead, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        interest = make_interest(mission)
    assert interest.answer_due == timezone.localdate() + actions.ANSWER_WITHIN
    assert interest.consented_at is not None
    (letter,) = mail.outbox
    assert letter.to == [lead.email]
    assert "Ann Reed" not in letter.body + letter.subject
    (due,) = offers(viewer_of(lead), timezone.localdate())
    assert "Brook House Charity" in due.text
    assert due.due == interest.answer_due


def test_administrators_are_told_where_nobody_leads(
    mission, administrator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        make_interest(mission)
    assert [one.to for one in mail.outbox] == [[administrator.email]]
    assert list(offers(viewer_of(administrator), timezone.localdate()))


@pytest.mark.parametrize(
    ("more", "sentence", "field"),
    [
        ({"organisation_name": " "}, "which organisation", "organisation_name"),
        ({"offer": ""}, "what the organisation offers", "offer"),
        ({"offer": "https://a.example www.b.example"}, "own words", "offer"),
        ({"offer": "word " * 900}, "characters or fewer", "offer"),
        ({"contact_email": "ann"}, "name@example.org", "contact_email"),
        ({"contact_name": ""}, "who we can answer", "contact_name"),
        ({"consent": False}, "Tick that we may keep", "consent"),
    ],
)
def test_what_an_offer_must_say(mission, more, sentence, field):
    with pytest.raises(Invalid, match=sentence) as refused:
        make_interest(mission, **more)
    assert refused.value.field == field
    assert not ExpressionOfInterest.objects.exists()


def test_a_second_sending_within_the_day_joins_the_first(mission):
    first = make_interest(mission)
    same = make_interest(mission, contact_email="ANN@brook.example")
    more = make_interest(mission, offer="And a van for the deliveries")
    assert {first.pk, same.pk, more.pk} == {first.pk}
    first.refresh_from_db()
    assert first.offer.count("A hall") == 1
    assert "And a van" in first.offer
    with pytest.raises(Invalid, match="With what you sent earlier today"):
        make_interest(mission, offer="We offer tea. " * (actions.OFFER_LIMIT // 14))
    assert make_interest(mission, contact_email="bob@brook.example").pk != first.pk
    first.received_on -= timedelta(days=3)
    first.save()
    assert make_interest(mission).pk != first.pk


def test_the_longest_owed_stands_first(mission, lead):
    for days, name in [(3, "Later"), (-2, "Late"), (1, "Soon")]:
        made = make_interest(mission, organisation_name=name)
        made.answer_due = timezone.localdate() + timedelta(days=days)
        made.save()
    settled = ExpressionOfInterest.objects.get(organisation_name="Late")
    names = [one.organisation_name for one in queue(viewer_of(lead))]
    assert names == ["Late", "Soon", "Later"]
    actions.decline_interest(by=lead, interest=settled, answer="Not this year.")
    assert [one.organisation_name for one in queue(viewer_of(lead))][-1] == "Late"


def test_who_sees_and_who_answers(mission, lead):
    interest = make_interest(mission)
    facilitator = make_person(Role.FACILITATOR, network=mission.networks.get())
    other = make_person(Role.MISSION_LEAD, mission=make_mission())
    board = make_person(Role.BOARD_MEMBER)
    partner = make_person(Role.PARTNER, network=mission.networks.get())
    for person, sees in [(lead, 1), (facilitator, 1), (other, 0), (board, 0), (partner, 0)]:
        assert queue(viewer_of(person)).count() == sees
    for person in (facilitator, other, board, partner):
        with pytest.raises(NotAllowed, match="cannot answer this offer"):
            actions.take_into_conversation(by=person, interest=interest)
    assert actions.take_into_conversation(by=lead, interest=interest).state == "talking"
    with pytest.raises(NotNow, match="in conversation"):
        actions.take_into_conversation(by=lead, interest=interest)


def test_accepting_adds_the_organisation_and_makes_it_a_member(mission, lead):
    interest = accepted(lead, make_interest(mission))
    member = Membership.objects.get()
    assert (interest.state, interest.membership) == ("accepted", member)
    assert (member.organisation.name, member.role) == ("Brook House Charity", "Opens its hall")
    assert member.organisation.code == f"JOIN-{interest.pk}"
    assert "Welcome." in letter_of(interest).text
    assert letter_of(interest).to == "ann@brook.example"
    with pytest.raises(NotNow, match="stays so"):
        actions.decline_interest(by=lead, interest=interest, answer="No.")


def test_accepting_takes_the_organisation_that_is_here(mission, lead):
    place = make_organisation()
    interest = accepted(lead, make_interest(mission), organisation=place, kind="")
    assert interest.membership.organisation == place
    assert Organisation.objects.count() == 1


def test_accepting_is_whole_or_not_at_all(mission, lead):
    interest = make_interest(mission)
    place = make_organisation(code="XB1")
    refusals = [
        ({"answer": " "}, "Write the answer"),
        ({"role": ""}, "brings or does"),
        ({"kind": ""}, "what kind"),
        ({"code": "xb1"}, "XB1 is here already"),
        ({"network": make_network()}, "does not work for this mission"),
    ]
    for more, sentence in refusals:
        with pytest.raises(Invalid, match=sentence):
            accepted(lead, interest, **more)
        assert list(Organisation.objects.all()) == [place]
        assert not Membership.objects.exists()
    accepted(lead, make_interest(mission, contact_email="b@b.example"), organisation=place)
    with pytest.raises(Invalid, match="a member of Stroke network already"):
        accepted(lead, interest, organisation=place)
    interest.refresh_from_db()
    assert interest.state == "received"


def test_a_contact_is_erased_after_the_answer(mission, lead):
    interest = make_interest(mission)
    actions.ask_removal(by=None, interest=interest)
    with pytest.raises(NotNow, match="asked for this already"):
        actions.ask_removal(by=None, interest=interest)
    with pytest.raises(NotNow, match="Answer first"):
        actions.erase_contact(by=lead, interest=interest)
    actions.decline_interest(by=lead, interest=interest, answer="Not this year.")
    (due,) = offers(viewer_of(lead), timezone.localdate())
    assert "Erase the contact" in due.text
    actions.erase_contact(by=lead, interest=interest)
    interest.refresh_from_db()
    assert (interest.contact_name, interest.contact_email) == ("", "")
    assert not list(offers(viewer_of(lead), timezone.localdate()))
    assert letter_of(interest).to == ""
    told = " ".join(Event.objects.values_list("summary", flat=True))
    assert "Ann Reed" not in told and "ann@brook" not in told
    assert "erased" in told
    with pytest.raises(NotNow, match="erased already"):
        actions.erase_contact(by=lead, interest=interest)
