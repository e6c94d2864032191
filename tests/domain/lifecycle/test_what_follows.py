"""What hangs on an innovation or a site follows when it pauses, stops, is de-adopted or goes on."""

from datetime import date, timedelta

import pytest
from django.db import models
from django.utils import timezone

from spreadwell.domain.audit.models import Event as AuditEvent
from spreadwell.domain.foundation import following
from spreadwell.domain.foundation.refusals import NotNow
from spreadwell.domain.innovations.actions import move_stage
from spreadwell.domain.innovations.gates import open_gate
from spreadwell.domain.lifecycle.queries import consequences, hanging_on, without_row
from spreadwell.domain.lifecycle.shapes import Event, event_of
from spreadwell.domain.lifecycle.table import OF_INNOVATIONS, OF_SITES
from spreadwell.domain.models import (
    Innovation,
    InnovationMeasure,
    InnovationVersion,
    MonthDraft,
    NetworkAction,
    SafetyConcern,
    SetUpItem,
    SiteApplication,
    SiteCall,
    TeamMember,
    TestOfChange,
    Wave,
    WaveSite,
)
from spreadwell.domain.people.roles import Role
from spreadwell.domain.sites.actions import move_site
from spreadwell.domain.sites.models import ImplementationSite
from spreadwell.domain.sites.queries import due_for_site
from spreadwell.domain.spread.actions import open_wave
from tests.factories import (
    make_innovation,
    make_measure,
    make_organisation,
    make_person,
    make_site,
)

pytestmark = [pytest.mark.django_db, pytest.mark.store]
DAY = date(2025, 6, 2)


def lead_of(innovation: Innovation):
    """Return the lead of the innovation's mission."""
    return make_person(Role.MISSION_LEAD, mission=innovation.mission)


def full_site(innovation: Innovation | None = None) -> ImplementationSite:
    """Make a live site with one of everything that hangs on a site and may follow."""
    site = make_site(innovation)
    person = make_person()
    InnovationMeasure.objects.get_or_create(
        innovation=site.version.innovation, measure=make_measure()
    )
    TestOfChange.objects.create(site=site, question="Q?", prediction="P", started=date(2025, 5, 1))
    SetUpItem.objects.create(site=site, what="dpia")
    TeamMember.objects.create(site=site, person=person, capability="c", starts=date(2025, 1, 1))
    MonthDraft.objects.create(site=site, person=person)
    SafetyConcern.objects.create(site=site, text="x", raised_by=person)
    return site


def wave_of(site: ImplementationSite, state: str = "planned", number: int = 1) -> Wave:
    """Make a wave in which a site stands."""
    innovation = site.version.innovation
    wave = Wave.objects.create(
        version=site.version, network=innovation.network, number=number, kind="spread",
        starts_on=DAY, state=state,
    )  # fmt: skip
    WaveSite.objects.create(wave=wave, site=site)
    return wave


def call_of(innovation: Innovation, state: str = "open") -> SiteCall:
    """Make a call with one application that waits."""
    call = SiteCall.objects.create(
        version=innovation.versions.get(), network=innovation.network, title="T", text="x",
        places=2, opens=DAY, closes=DAY, answers_by=DAY, state=state, made_by=make_person(),
    )  # fmt: skip
    SiteApplication.objects.create(
        call=call, organisation=make_organisation(), applicant=make_person(), received_on=DAY
    )
    return call


def test_every_model_that_hangs_on_an_innovation_or_a_site_has_a_row():
    assert without_row() == []


def test_a_model_without_a_row_would_be_named(monkeypatch):
    rows = tuple(row for row in OF_SITES if "WaveSite" not in row.models)
    monkeypatch.setattr("spreadwell.domain.lifecycle.queries.OF_SITES", rows)
    assert without_row() == ["WaveSite of site"]


def test_rows_name_models_that_hang_there():
    of_innovations = hanging_on(Innovation, InnovationVersion)
    assert {m for row in OF_INNOVATIONS for m in row.models} <= of_innovations
    assert {m for row in OF_SITES for m in row.models} <= hanging_on(ImplementationSite)


@pytest.mark.parametrize("row", [*OF_INNOVATIONS, *OF_SITES], ids=lambda row: row.thing)
def test_every_fate_is_said_in_words(row):
    fates = [fate for event in Event if (fate := row.fate(event)) is not None]
    assert len(fates) == (4 if row in OF_SITES else 3)
    assert all(fate.words.endswith(".") and fate.words[0].isupper() for fate in fates)


def test_which_moves_are_events():
    assert event_of("live", "paused") is Event.PAUSE
    assert event_of("paused", "stopped") is Event.STOP
    assert event_of("live", "de_adopted") is Event.DE_ADOPT
    assert event_of("paused", "testing") is Event.GO_ON
    assert event_of("planned", "preparing") is None


def test_a_move_that_nobody_follows_is_a_fault(monkeypatch):
    site = make_site()
    lead = lead_of(site.version.innovation)
    monkeypatch.setattr(following, "_follower", [])
    with pytest.raises(RuntimeError, match="Nobody follows"):
        move_site(by=lead, site=site, to="paused", reason="x")
    site.refresh_from_db()
    assert site.state == "live"


@pytest.mark.parametrize(("to", "word"), [("stopped", "stopped"), ("de_adopted", "de-adopted it")])
def test_a_site_that_ends_takes_along_what_was_told_before(to, word):
    site = full_site()
    site = ImplementationSite.objects.select_related("version__innovation").get(pk=site.pk)
    wave = wave_of(site)
    told = consequences(site, to, timezone.localdate())
    assert told == [
        "1 number due will not be asked for any more; send it first if you have it.",
        "1 test of change ends as abandoned; what was learnt so far is kept.",
        "1 item of set-up is left as it is and not asked for any more.",
        "1 person's place in the team ends on that day.",
        "1 draft of a month that nobody sent is thrown away.",
        "Its place in wave 1 is freed.",
        "1 safety concern stays open with its safety lead.",
    ]
    lead = lead_of(site.version.innovation)
    site = move_site(by=lead, site=site, to=to, reason="No staff", learnt="Hire", on=DAY)
    assert due_for_site(site, timezone.localdate()) == []
    test = site.tests_of_change.get()
    assert (test.ended, test.next_act) == (DAY, "abandon")
    assert test.learning == "Not finished: No staff"
    assert site.team.get().ends == DAY
    assert not site.drafts.exists() and not wave.places.exists()
    assert site.concerns.get().state == "raised"
    assert site.set_up.get().done_on is None
    summaries = set(AuditEvent.objects.values_list("summary", flat=True))
    assert f"Ended as abandoned, since {site} {word}" in summaries
    assert f"{site} no longer starts with {wave}: No staff" in summaries


def test_what_a_test_of_change_has_learnt_already_is_kept():
    site = full_site()
    site.tests_of_change.update(learning="Text the day before")
    move_site(
        by=lead_of(site.version.innovation), site=site, to="stopped", reason="x", learnt="y", on=DAY
    )
    assert site.tests_of_change.get().learning == "Text the day before"


def test_what_began_after_the_day_of_the_stop_ends_when_it_may():
    site = full_site()
    site.tests_of_change.update(started=DAY + timedelta(days=3))
    site.team.update(starts=DAY)
    move_site(
        by=lead_of(site.version.innovation), site=site, to="stopped", reason="x", learnt="y", on=DAY
    )
    assert site.tests_of_change.get().ended == DAY + timedelta(days=3)
    assert site.team.get().ends == DAY + timedelta(days=1)


def test_a_paused_site_is_not_asked_and_loses_nothing():
    site = full_site()
    wave_of(site)
    today = timezone.localdate()
    assert consequences(site, "paused", today) == [
        "1 number due is not asked for while it is paused.",
        "1 test of change stays open and waits.",
        "1 safety concern stays open with its safety lead.",
    ]
    lead = lead_of(site.version.innovation)
    site = move_site(by=lead, site=site, to="paused", reason="Staff away", on=DAY)
    assert due_for_site(site, today) == []
    assert site.tests_of_change.get().ended is None and site.team.get().ends is None
    assert site.drafts.exists() and hasattr(site, "place")
    site.concerns.update(state="resolved", outcome="x")
    site = move_site(by=lead, site=site, to="live", override="Set up", on=DAY)
    assert len(due_for_site(site, today)) == 1


def test_de_adopting_is_for_what_was_live():
    site = make_site(state="preparing", started=None)
    lead = lead_of(site.version.innovation)
    with pytest.raises(NotNow, match="preparing and cannot become de-adopted"):
        move_site(by=lead, site=site, to="de_adopted", reason="x", learnt="y")
    site = move_site(by=lead, site=site, to="paused", reason="x")
    with pytest.raises(NotNow, match="never live"):
        move_site(by=lead, site=site, to="de_adopted", reason="x", learnt="y")


def test_de_adopting_keeps_when_why_and_what_was_learnt():
    site = make_site()
    lead = lead_of(site.version.innovation)
    site = move_site(
        by=lead, site=site, to="de_adopted", reason="Replaced", learnt="Too slow", on=DAY
    )
    assert (site.stopped, site.stopped_because) == (DAY, "Replaced")
    assert site.lessons.get().text == "Too slow"
    assert site.get_state_display() == "De-adopted, with learning"
    with pytest.raises(NotNow, match="It stays so"):
        move_site(by=lead, site=site, to="live")


def test_stopping_an_innovation_ends_all_that_hangs_on_it_and_nothing_elsewhere():
    innovation = make_innovation()
    live, planned = full_site(innovation), make_site(innovation, state="planned", started=None)
    ended = make_site(innovation, state="stopped", stopped=DAY, stopped_because="before")
    elsewhere = full_site()
    second = wave_of(planned, number=2)
    first = wave_of(live, state="open")
    call, other_call = call_of(innovation), call_of(elsewhere.version.innovation)
    lead = lead_of(innovation)
    gate = open_gate(
        by=lead, innovation=innovation, body="Board", question="Spread?", due=timezone.localdate()
    )
    NetworkAction.objects.create(network=innovation.network, what="x", owner=lead, due=DAY)
    told = consequences(innovation, "stopped", timezone.localdate())
    assert told[:5] == [
        "2 sites stop with it.",
        "1 question at a gate is taken back.",
        "Wave 2 is withdrawn: its 1 place is freed. Wave 1 is closed.",
        "1 call for sites is withdrawn. Its 1 applicant is answered with the reason.",
        f"1 action of {innovation.network} stays with the network: "
        "look whether it is still needed.",
    ]
    assert "1 test of change ends as abandoned; what was learnt so far is kept." in told
    assert not any("at a gate" in one for one in
                   consequences(innovation, "stopped", DAY, at_gate=True))  # fmt: skip
    move_stage(by=lead, innovation=innovation, to="stopped", reason="No effect", learnt="Ask staff")
    for site in (live, planned):
        site.refresh_from_db()
        assert (site.state, site.stopped_because) == (
            "stopped", f"{innovation} stopped: No effect",
        )  # fmt: skip
    ended.refresh_from_db()
    assert ended.stopped_because == "before"
    assert live.tests_of_change.get().next_act == "abandon"
    ends = [(gate, "withdrawn"), (second, "cancelled"), (first, "done"), (call, "withdrawn")]
    for thing, state in [*ends, (other_call, "open"), (elsewhere, "live")]:
        thing.refresh_from_db()
        assert thing.state == state
    application = call.applications.get()
    assert application.state == "not_chosen" and "No effect" in application.answer
    assert first.places.exists() and not second.places.exists()
    assert innovation.lessons.get().text == "Ask staff"
    assert elsewhere.tests_of_change.get().ended is None
    assert NetworkAction.objects.get().done_on is None


def test_pausing_an_innovation_pauses_its_live_sites_and_going_on_wakes_them():
    innovation = make_innovation(stage="spreading")
    live, resting = full_site(innovation), make_site(innovation, state="paused")
    planned = make_site(innovation, state="planned", started=None)
    wave = wave_of(planned)
    lead = lead_of(innovation)
    told = consequences(innovation, "paused", timezone.localdate())
    assert told[0] == "1 live site pauses with it."
    assert "1 planned wave cannot open while it is paused." in told
    innovation = move_stage(by=lead, innovation=innovation, to="paused", reason="Recall")
    live.refresh_from_db()
    assert live.state == "paused"
    with pytest.raises(NotNow, match="is paused; no wave"):
        open_wave(by=lead, wave=Wave.objects.get(pk=wave.pk))
    assert consequences(innovation, "spreading", timezone.localdate()) == [
        "1 site that paused with it is live again."
    ]
    move_stage(by=lead, innovation=innovation, to="spreading", reason="Settled")
    for site, state in ((live, "live"), (resting, "paused"), (planned, "planned")):
        site.refresh_from_db()
        assert site.state == state


def test_a_site_held_by_a_safety_concern_does_not_go_on_with_its_innovation():
    innovation = make_innovation(stage="spreading")
    site = full_site(innovation)
    lead = lead_of(innovation)
    innovation = move_stage(by=lead, innovation=innovation, to="paused", reason="Recall")
    site.concerns.update(paused_site=True)
    move_stage(by=lead, innovation=innovation, to="spreading", reason="Settled")
    site.refresh_from_db()
    assert site.state == "paused"


def test_a_move_is_whole_or_not_at_all(monkeypatch):
    site = full_site()
    lead = lead_of(site.version.innovation)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("half-way")

    monkeypatch.setattr(models.query.QuerySet, "delete", fail)
    with pytest.raises(RuntimeError, match="half-way"):
        move_site(by=lead, site=site, to="stopped", reason="x", learnt="y", on=DAY)
    site.refresh_from_db()
    assert site.state == "live"
    assert site.tests_of_change.get().ended is None
    assert not site.lessons.exists()
