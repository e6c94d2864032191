"""Calls for sites, from the draft to the decision."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from spreadwell.domain.decisions.actions import publish_decision
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow, allowed
from spreadwell.domain.joining import call_actions as calls
from spreadwell.domain.joining import due
from spreadwell.domain.joining.applying import apply, change_application, withdraw_application
from spreadwell.domain.joining.deciding import Verdict, decide_call
from spreadwell.domain.joining.letters import from_scores, in_a_sentence
from spreadwell.domain.joining.panel import check_see_table, panel_of
from spreadwell.domain.joining.queries import open_calls
from spreadwell.domain.joining.reviewing import declare_interest, score_application
from spreadwell.domain.models import (
    CallCriterion,
    Decision,
    ImplementationSite,
    RoleHeld,
    SiteCall,
)
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import PUBLIC_VIEWER, viewer_of
from tests.factories import LONG_AGO, make_mission, make_organisation, make_person, make_site
from tests.joining_rooms import make_room

pytestmark = [pytest.mark.django_db, pytest.mark.store]

TODAY = timezone.localdate


def test_a_draft_is_the_offices_and_an_open_call_everybodys():
    room = make_room()
    assert not SiteCall.objects.visible_to(PUBLIC_VIEWER).exists()
    assert not open_calls(PUBLIC_VIEWER, TODAY()).exists()
    room.opens()
    assert SiteCall.objects.visible_to(PUBLIC_VIEWER).get() == room.call
    assert open_calls(PUBLIC_VIEWER, TODAY()).get() == room.call
    assert not open_calls(PUBLIC_VIEWER, room.call.closes + timedelta(days=1)).exists()


def test_who_may_call_for_sites():
    room = make_room()
    for person in (
        make_person(Role.MISSION_LEAD, mission=make_mission()),
        make_person(Role.FACILITATOR, network=room.innovation.network),
        make_person(Role.ANALYST),
    ):
        with pytest.raises(NotAllowed, match="cannot run this call"):
            calls.open_call(by=person, call=room.call)
        with pytest.raises(NotAllowed, match="cannot call for sites"):
            calls.make_call(
                by=person, version=room.call.version, network=room.call.network, title="x",
                text="x", places=1, closes=TODAY(), answers_by=TODAY(),
            )  # fmt: skip


def test_a_call_opens_with_criteria_and_within_its_days():
    room = make_room(weights=())
    with pytest.raises(NotNow, match="at least one criterion"):
        room.opens()
    calls.add_criterion(by=room.lead, call=room.call, name="Reach", question="Whom?", weight=2)
    for weight, name, sentence in [
        (6, "Cost", "1 to 5"),
        (1, "reach", "already"),
        (1, " ", "Name"),
    ]:
        with pytest.raises(Invalid, match=sentence):
            calls.add_criterion(
                by=room.lead, call=room.call, name=name, question="x", weight=weight
            )
    room.call.opens = TODAY() + timedelta(days=1)
    with pytest.raises(NotNow, match="It opens on"):
        room.opens()
    room.call.opens = room.call.closes = TODAY() - timedelta(days=1)
    with pytest.raises(NotNow, match="last day has passed"):
        room.opens()


def test_dates_of_a_call_stand_in_order_and_only_move_later():
    room = make_room()
    given = {"title": "T", "text": "T", "places": 1}
    late, later = TODAY() + timedelta(days=9), TODAY() + timedelta(days=40)
    for dates, field in [
        ({"opens": later, "closes": late, "answers_by": later}, "closes"),
        ({"closes": later, "answers_by": late}, "answers_by"),
    ]:
        with pytest.raises(Invalid) as refused:
            calls.change_call(by=room.lead, call=room.call, **given, **dates)
        assert refused.value.field == field
    with pytest.raises(Invalid, match="At least one place"):
        calls.change_call(
            by=room.lead, call=room.call, title="T", text="T", places=0, closes=late,
            answers_by=later,
        )  # fmt: skip
    with pytest.raises(NotNow, match="while it is open"):
        calls.extend_call(by=room.lead, call=room.call, closes=later, answers_by=later)
    room.call.refresh_from_db()
    room.opens()
    with pytest.raises(Invalid, match="only move later"):
        calls.extend_call(by=room.lead, call=room.call, closes=TODAY(), answers_by=later)
    assert calls.extend_call(
        by=room.lead, call=room.call, closes=later, answers_by=later
    ).closes == later  # fmt: skip
    with pytest.raises(NotNow, match="stays as applicants read it"):
        calls.remove_criterion(by=room.lead, criterion=room.criteria[0])


def test_an_organisation_applies_once_answers_everything_and_may_change_it():
    room = make_room()
    with pytest.raises(NotNow, match="not open yet"):
        room.applies()
    room.opens()
    application = room.applies("Ash PCN")
    person, place = application.applicant, application.organisation
    with pytest.raises(NotNow, match="Ash PCN has applied already"):
        apply(by=person, call=room.call, organisation=place, answers={})
    with pytest.raises(Invalid, match="Answer the question on “C0”") as refused:
        change_application(by=person, application=application, answers={})
    assert refused.value.field == f"criterion_{room.criteria[0].pk}"
    answers = {one.pk: "More" for one in room.criteria}
    changed = change_application(by=person, application=application, answers=answers)
    assert set(changed.answers.values()) == {"More"}
    stranger = make_person(Role.CONTRIBUTOR)
    with pytest.raises(NotAllowed, match="cannot change this application"):
        change_application(by=stranger, application=application, answers=answers)
    with pytest.raises(NotAllowed, match="known here without one"):
        apply(by=stranger, call=room.call, organisation=place, answers=answers)
    with pytest.raises(NotAllowed, match="cannot apply for"):
        apply(by=person, call=room.call, organisation=make_organisation(), answers=answers)
    withdraw_application(by=person, application=application)
    with pytest.raises(NotNow, match="withdrew its application"):
        apply(by=person, call=room.call, organisation=place, answers=answers)


def test_a_site_of_the_innovation_does_not_apply_again_and_its_lead_speaks_for_it():
    room = make_room()
    room.opens()
    site = make_site(room.innovation)
    lead = make_person(Role.SITE_LEAD, site=site)
    with pytest.raises(NotNow, match="is a site of this innovation already"):
        apply(by=lead, call=room.call, organisation=site.organisation, answers={})


def test_nothing_changes_after_the_last_day():
    room = make_room()
    room.opens()
    application = room.applies()
    with pytest.raises(NotNow, match="may apply until"):
        calls.close_call(by=room.lead, call=room.call)
    room.call.opens = room.call.closes = TODAY() - timedelta(days=1)
    room.call.save()
    application.refresh_from_db()
    answers = {one.pk: "More" for one in room.criteria}
    with pytest.raises(NotNow, match="closed on"):
        change_application(by=application.applicant, application=application, answers=answers)
    (late,) = due.calls(viewer_of(room.lead), TODAY())
    assert "Begin the review" in late.text


def test_a_review_needs_applications_and_reviewers(django_capture_on_commit_callbacks):
    room = make_room(reviewers=0)
    room.opens()
    with pytest.raises(NotNow, match="Nobody has applied"):
        room.reviews()
    room.call.closes = TODAY()
    room.call.save()
    room.applies()
    with pytest.raises(NotNow, match="at least one reviewer"):
        room.reviews()
    person = make_person()
    calls.ask_reviewer(by=room.lead, call=room.call, person=person)
    with pytest.raises(Invalid, match="reviewer of this call already"):
        calls.ask_reviewer(by=room.lead, call=room.call, person=person)
    with django_capture_on_commit_callbacks(execute=True):
        room.reviews()
    assert [one.to for one in mail.outbox] == [[person.email]]


def reviewing(**more):
    """Return a call under review with two applications."""
    room = make_room(**more)
    room.opens()
    ash, elm = room.applies("Ash"), room.applies("Elm")
    room.reviews()
    for one in (ash, elm):
        one.refresh_from_db()
    return room, ash, elm


def test_a_reviewer_sees_what_others_gave_once_finished():
    room, ash, elm = reviewing()
    first, second = room.reviewers
    room.scores(first, ash, 4, 4)
    viewer = viewer_of(first)
    assert "1 of 2 applications scored" in allowed(check_see_table, viewer, room.call)
    (one,) = due.reviews(viewer, TODAY())
    assert "1 of 2 done" in one.text
    room.scores(first, elm, 2, None)
    assert allowed(check_see_table, viewer, room.call)
    room.scores(first, elm, 2, 1)
    assert not allowed(check_see_table, viewer, room.call)
    assert not list(due.reviews(viewer, TODAY()))
    assert allowed(check_see_table, viewer_of(second), room.call)
    assert not allowed(check_see_table, viewer_of(room.lead), room.call)
    stranger = viewer_of(make_person(Role.CONTRIBUTOR))
    assert allowed(check_see_table, stranger, room.call).never


def test_a_lead_of_an_organisation_that_applied_neither_reads_the_scores_nor_decides():
    room, ash, elm = reviewing(reviewers=1)
    assert not allowed(check_see_table, viewer_of(room.lead), room.call)
    room.lead.organisation = ash.organisation
    room.lead.save()
    assert "which applied" in allowed(check_see_table, viewer_of(room.lead), room.call)
    verdicts = {one.pk: Verdict(one == ash, "So.") for one in (ash, elm)}
    with pytest.raises(NotNow, match="somebody else reads the scores and decides"):
        decide_call(by=room.lead, call=room.call, body="Board", reasons="x", verdicts=verdicts)


def test_a_lead_who_reviews_is_blind_too_and_cannot_decide_before():
    room, ash, elm = reviewing(reviewers=1)
    calls.ask_reviewer(by=room.lead, call=room.call, person=room.lead)
    assert allowed(check_see_table, viewer_of(room.lead), room.call)
    verdicts = {one.pk: Verdict(False, "No.") for one in (ash, elm)}
    with pytest.raises(NotNow, match="once you have finished"):
        decide_call(by=room.lead, call=room.call, body="Board", reasons="x", verdicts=verdicts)


def test_scores_are_in_range_and_a_note_comes_with_one():
    room, ash, _ = reviewing()
    first = room.reviewers[0]
    with pytest.raises(Invalid, match="0 to 4"):
        room.scores(first, ash, 5, 1)
    with pytest.raises(Invalid, match="Give a score"):
        score_application(by=first, application=ash, scores={room.criteria[0].pk: (None, "Good")})
    with pytest.raises(NotAllowed, match="for the reviewers"):
        room.scores(make_person(), ash, 1, 1)
    room.scores(first, ash, 1, 1)
    room.scores(first, ash, None, 3)
    assert [one.score for one in ash.scores.all()] == [3]


def test_a_declared_interest_sets_scores_aside():
    room, ash, elm = reviewing()
    first, second = room.reviewers
    room.scores(first, ash, 4, 4)
    room.scores(second, ash, 2, 2)
    declare_interest(by=first, application=ash, what="My sister works there")
    with pytest.raises(NotAllowed, match="set aside: My sister"):
        room.scores(first, ash, 4, 4)
    with pytest.raises(Invalid, match="already"):
        declare_interest(by=first, application=ash, what="Again")
    row = next(one for one in panel_of(room.call).ranked() if one.application == ash.pk)
    assert (row.mean, row.counted, row.asked, row.aside) == (2.0, 1, 1, 1)
    room.scores(first, elm, 1, 1)
    assert panel_of(room.call).is_finished(panel_of(room.call).seat_of(viewer_of(first)))


@pytest.mark.parametrize("how", ["person", "role", "site", "applicant"])
def test_whoever_works_with_an_applicant_is_excluded_by_itself(how):
    room, ash, _ = reviewing()
    first = room.reviewers[0]
    if how == "person":
        first.organisation = ash.organisation
        first.save()
    elif how == "role":
        RoleHeld.objects.create(
            person=first, role=Role.CONTRIBUTOR, organisation=ash.organisation, starts=LONG_AGO
        )
    elif how == "site":
        site = make_site(organisation=ash.organisation)
        RoleHeld.objects.create(person=first, role=Role.SITE_LEAD, site=site, starts=LONG_AGO)
    else:
        ash.applicant = first
        ash.save()
    with pytest.raises(NotAllowed, match="set aside"):
        room.scores(first, ash, 4, 4)


def decided(room, *chosen, **more):
    panel = panel_of(room.call)
    verdicts = {
        one.pk: Verdict(one in chosen, f"Reasons for {one.organisation}.")
        for one in panel.applications
    }
    given = {"body": "Network board", "reasons": "Reach.", "verdicts": verdicts} | more
    return decide_call(by=room.lead, call=room.call, **given)


def test_the_decision_plans_sites_answers_all_and_keeps_the_table(
    django_capture_on_commit_callbacks,
):
    room, ash, elm = reviewing()
    first, second = room.reviewers
    for reviewer in (first, second):
        room.scores(reviewer, ash, 4, 3)
    room.scores(first, elm, 1, 1)
    declare_interest(by=second, application=elm, what="A friend")
    start = TODAY() + timedelta(days=90)
    (waiting,) = due.calls(viewer_of(room.lead), TODAY())
    assert "Answer the 2 applicants" in waiting.text
    with django_capture_on_commit_callbacks(execute=True):
        call = decided(room, ash, planned_start=start, dissent="One preferred Elm.")
    decision = Decision.objects.get()
    assert (call.state, call.decision) == ("decided", decision)
    assert (decision.choice, decision.dissent) == ("sites", "One preferred Elm.")
    assert [one["organisation"] for one in decision.evidence["table"]] == ["Ash", "Elm"]
    assert decision.evidence["table"][1]["set aside"] == 1
    assert "1 set aside" in decision.evidence["applications"]["Elm"]
    interest = decision.interests.get()
    assert (interest.person, interest.took_part) == (second, False)
    site = ImplementationSite.objects.get()
    assert (site.state, site.organisation, site.planned_start) == (
        "planned", ash.organisation, start,
    )  # fmt: skip
    for one, state in [(ash, "chosen"), (elm, "not_chosen")]:
        one.refresh_from_db()
        assert (one.state, one.answered_on) == (state, TODAY())
        assert one.answer.startswith("Reasons for")
    assert ash.site == site
    assert {one.to[0] for one in mail.outbox} == {ash.applicant.email, elm.applicant.email}
    assert not list(due.calls(viewer_of(room.lead), TODAY()))
    with pytest.raises(NotNow, match="stays so"):
        decided(room, ash)


def test_nobody_is_left_without_an_answer_and_half_a_decision_is_none():
    room, ash, elm = reviewing()
    with pytest.raises(Invalid, match="Say whether Elm") as refused:
        decided(room, verdicts={ash.pk: Verdict(True, "Yes.")})
    assert refused.value.field == f"choice_{elm.pk}"
    with pytest.raises(Invalid, match="Write the answer to Elm"):
        decided(room, verdicts={ash.pk: Verdict(True, "Yes."), elm.pk: Verdict(False, " ")})
    with pytest.raises(Invalid, match="1 place, and 2"):
        decided(room, ash, elm)
    with pytest.raises(Invalid, match="Give the reasons"):
        decided(room, ash, reasons=" ")
    make_site(room.innovation, organisation=ash.organisation)
    with pytest.raises(Invalid, match="has a site at"):
        decided(room, ash)
    elm.refresh_from_db()
    assert (elm.state, Decision.objects.count()) == ("received", 0)
    room.call.refresh_from_db()
    assert room.call.state == "reviewing"


def test_a_withdrawn_application_is_no_longer_in_the_running():
    room, ash, elm = reviewing()
    withdraw_application(by=elm.applicant, application=elm)
    room.scores(room.reviewers[0], ash, 3, 3)
    assert [row.name for row in panel_of(room.call).ranked()] == ["Ash"]
    with pytest.raises(NotNow, match="is withdrawn; it stays"):
        room.scores(room.reviewers[0], elm, 3, 3)
    assert decided(room, ash).state == "decided"


def test_withdrawing_a_call_answers_everybody():
    room, ash, _ = reviewing()
    with pytest.raises(Invalid, match="Say why"):
        calls.withdraw_call(by=room.lead, call=room.call, reason=" ")
    calls.withdraw_call(by=room.lead, call=room.call, reason="Money went elsewhere")
    ash.refresh_from_db()
    assert (ash.state, ash.answer) == (
        "not_chosen", "The call was withdrawn: Money went elsewhere",
    )  # fmt: skip
    with pytest.raises(NotNow, match="This call is over"):
        calls.ask_reviewer(by=room.lead, call=room.call, person=make_person())
    applicant = viewer_of(ash.applicant)
    assert SiteCall.objects.visible_to(applicant).get() == room.call
    assert CallCriterion.objects.visible_to(applicant).count() == 2
    assert not SiteCall.objects.visible_to(viewer_of(make_person(Role.CONTRIBUTOR))).exists()


def test_a_reviewer_with_scores_stays_on_record():
    room, ash, _ = reviewing()
    first, second = room.call.reviewers.order_by("person__name")
    room.scores(first.person, ash, 3, 3)
    with pytest.raises(NotNow, match="stays on record"):
        calls.release_reviewer(by=room.lead, reviewer=first)
    calls.release_reviewer(by=room.lead, reviewer=second)
    assert room.call.reviewers.get() == first


def test_members_of_the_network_are_reminded_to_apply():
    room = make_room()
    room.opens()
    place = make_organisation()
    partner = make_person(Role.PARTNER, network=room.call.network, organisation=place)
    (one,) = due.applications(viewer_of(partner), TODAY())
    assert one.due == room.call.closes
    answers = {one.pk: "Here" for one in room.criteria}
    apply(by=partner, call=room.call, organisation=place, answers=answers)
    assert not list(due.applications(viewer_of(partner), TODAY()))


def test_reasons_are_proposed_from_the_scores_and_fit_either_choice():
    room, ash, _ = reviewing()
    for reviewer in room.reviewers:
        room.scores(reviewer, ash, 4, 1)
    by_name = {row.name: from_scores(row) for row in panel_of(room.call).ranked()}
    assert by_name["Ash"] == (
        "The reviewers saw the strength of your application in c0. "
        "They would have liked to read more on c1."
    )
    assert by_name["Elm"] == ""


def test_a_name_inside_a_sentence_keeps_the_capitals_of_its_abbreviation():
    names = ("Reach", "GP time", "NHS", "A place", "")
    assert [in_a_sentence(one) for one in names] == ["reach", "GP time", "NHS", "a place", ""]


def test_a_choice_of_sites_is_not_published_with_everybody_s_scores():
    room, ash, elm = reviewing(reviewers=1)
    for application in (ash, elm):
        room.scores(room.reviewers[0], application, 2, 2)
    decided(room, ash)
    with pytest.raises(NotNow, match="each applicant is answered"):
        publish_decision(by=make_person(Role.BOARD_MEMBER), decision=Decision.objects.get())
    assert not Decision.objects.get().published
