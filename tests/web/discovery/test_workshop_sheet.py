"""The sheet of a workshop: many rows at once, nothing lost, what came in by voice."""

import re
from html import unescape

import pytest

from spreadwell.domain.models import Finding, SafeguardingFlag
from spreadwell.domain.people.roles import Role
from spreadwell.web.patient_check import ASKED, TICK
from tests.factories import make_finding, make_mission, make_network, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
SHEET = "/discovery/sheet/"


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def filled(mission, *rows, **once):
    given = {
        "mission": mission.pk, "place": "Brent", "heard_on": "2026-03-02", "source": "Kitchen",
        "rows": 12,
    }  # fmt: skip
    for number, row in enumerate(rows, start=1):
        given |= {f"r{number}-{name}": value for name, value in row.items()}
    return given | once


PATIENT = {"text": "Nobody rings back", "role": "patient", "label": "Ann", "named": "on"}
STAFF = {"text": "Half our calls are repeats", "role": "staff", "voice": "primary_care"}


def test_a_sheet_stores_its_rows_and_tells_what_came_in_and_who_is_missing(sign_in, administrator):
    mission = make_mission()
    make_finding(mission, role="partner", voice="charity")
    theme = mission.themes.create(name="Calls")
    client = sign_in(administrator)
    rows = [PATIENT, {}, STAFF | {"theme": theme.pk}]
    answer = client.post(SHEET, filled(mission, *rows), follow=True)
    page = words(answer)
    assert answer.redirect_chain[-1][0].startswith("/discovery/came-in/")
    assert "2 findings for" in page
    assert "Still not heard by this mission:" in page
    silent = page.split("Still not heard by this mission:")[1].split("</p>")[0]
    assert "Schools and colleges" in silent
    assert "Charities" not in silent and "Primary care" not in silent
    one, other = Finding.objects.filter(source="Kitchen").order_by("pk")
    assert (one.voice, one.place, one.contributor_label, one.consents_named) == (
        "people", "Brent", "Ann", True,
    )  # fmt: skip
    assert (other.theme, str(other.heard_on)) == (theme, "2026-03-02")
    again = client.get(unescape(re.search(r'href="(/discovery/sheet/\?[^"]+)"', page)[1]))
    assert 'value="Kitchen"' in words(again) and 'value="2026-03-02"' in words(again)


def test_a_wrong_row_is_named_nothing_is_stored_and_everything_stays(sign_in, administrator):
    mission = make_mission()
    far = make_mission().themes.create(name="Far")
    rows = [PATIENT, {"text": "The list is closed by nine"}, {"role": "staff"},
            STAFF | {"theme": far.pk}, STAFF | {"voice": ""}]  # fmt: skip
    answer = sign_in(administrator).post(SHEET, filled(mission, *rows))
    page = words(answer)
    assert answer.status_code == 422
    for sentence in (
        "Row 2: say in which role they spoke",
        "Row 3: say what was heard.",
        "Row 4: this theme is one of",
        "Row 5: say from which part of the system they spoke.",
    ):
        assert sentence in page
    assert 'href="#id_r2-role"' in page
    assert "The list is closed by nine</textarea>" in page
    assert "Half our calls are repeats</textarea>" in page
    assert not Finding.objects.exists()


def test_more_rows_keep_what_was_typed_and_check_nothing_yet(sign_in, administrator):
    mission = make_mission()
    client = sign_in(administrator)
    given = filled(mission, PATIENT, {"role": "staff"}, more="1", source="Kitchen table")
    page = words(client.post(SHEET, given))
    assert "Row 18" in page and "Row 19" not in page
    assert "Nobody rings back</textarea>" in page and 'value="Kitchen table"' in page
    assert "There is a problem" not in page
    full = words(client.post(SHEET, given | {"rows": 58}))
    assert "Row 60" in full and "Add more rows" not in full
    assert not Finding.objects.exists()


def test_an_empty_sheet_asks_for_one_thing(sign_in, administrator):
    answer = sign_in(administrator).post(SHEET, filled(make_mission()))
    assert "Row 1: write down at least one thing" in words(answer)


def test_words_that_may_point_to_a_patient_are_questioned_before_storing(sign_in, administrator):
    mission = make_mission()
    client = sign_in(administrator)
    given = filled(mission, {"text": "Patient Joan Smith waited", "role": "staff",
                             "voice": "primary_care"})  # fmt: skip
    asked = client.post(SHEET, given)
    assert "<mark>" in words(asked) and not Finding.objects.exists()
    marks = re.search(rf'name="{ASKED}" value="([^"]+)"', words(asked))[1]
    client.post(SHEET, given | {TICK: "on", ASKED: marks})
    assert Finding.objects.count() == 1


def test_words_of_harm_reach_the_owner_at_once(
    sign_in, administrator, mailoutbox, django_capture_on_commit_callbacks
):
    mission = make_mission(safeguarding_owner=make_person(Role.ANALYST))
    rows = [PATIENT | {"text": "My husband hits me"}]
    client = sign_in(administrator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(SHEET, filled(mission, *rows))
    assert SafeguardingFlag.objects.get().finding.text == "My husband hits me"
    assert mailoutbox[0].to == [mission.safeguarding_owner.email]


def test_a_facilitator_fills_a_sheet_and_a_board_member_does_not(sign_in):
    mission = make_mission()
    facilitator = make_person(Role.FACILITATOR, network=make_network())
    page = sign_in(facilitator).post(SHEET, filled(mission, PATIENT), follow=True)
    assert "1 finding for" in words(page)
    assert sign_in(make_person(Role.BOARD_MEMBER)).get(SHEET).status_code == 403
    address = page.redirect_chain[-1][0]
    assert sign_in(make_person(Role.CONTRIBUTOR)).get(address).status_code == 404
