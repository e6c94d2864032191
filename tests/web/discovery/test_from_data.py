"""A finding raised from numbers keeps what they said, and draws them as they are today."""

import pytest
from django.utils import timezone

from spreadwell.domain.models import Finding, FindingData
from spreadwell.domain.people.roles import Role
from spreadwell.exchange.submissions import accept_submission, check_submission
from tests.factories import make_measure, make_mission, make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
HEADER = "measure,site,period,numerator,denominator"


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def send(text):
    checked = check_submission(by=make_person(Role.ANALYST), content=text.encode(), name="r.csv")
    assert checked.problems == ()
    accept_submission(by=checked.submission.sent_by, submission=checked.submission)


@pytest.fixture
def measure():
    """A proportion at two places over eighteen months: 60 of 100 at one, 75 of 100 at the other."""
    made = make_measure(slug="at_target", name="At target", definition={})
    for code in ("XP-A", "XP-B"):
        make_organisation(code=code, name=f"Place {code}", borough="Brent")
    send("\n".join([HEADER, *(
        f"at_target,{code},{2024 + m // 12}-{m % 12 + 1:02},{top},400"
        for m in range(18) for code, top in (("XP-A", 240), ("XP-B", 300))
    )]))  # fmt: skip
    return made


def raised(client, address, mission, view, text="It lags"):
    given = {"mission": mission.pk, "view": view, "text": text, "place": "Brent"}
    return client.post(address, given, follow=True)


def test_a_place_over_time_is_kept_and_redrawn(sign_in, administrator, measure):
    mission, client = make_mission(), sign_in(administrator)
    assert "/discovery/from-data/at_target/at/XP-A/" in words(
        client.get("/measures/at_target/at/XP-A/")
    )
    page = raised(client, "/discovery/from-data/at_target/at/XP-A/", mission, "measure")
    finding = Finding.objects.get()
    assert (finding.source_kind, finding.strength, finding.role) == ("data", 3, "")
    assert finding.contributor == administrator
    data = FindingData.objects.get()
    assert (data.then, data.then_period, data.then_value) == (
        "60 of 100 in June 2025", "2025-06", 60.0,
    )  # fmt: skip
    assert "No later reading has come in since." in words(page)
    assert "A finding was raised: 60 of 100 in June 2025" in words(page)
    send(f"{HEADER}\nat_target,XP-A,2025-07,280,400")
    later = words(client.get(f"/discovery/findings/{finding.pk}/"))
    assert "60 of 100 in June 2025" in later
    assert "70 of 100 in July 2025. That is 10 higher than then." in later


def test_a_place_against_the_rest(sign_in, administrator, measure):
    mission, client = make_mission(), sign_in(administrator)
    asked = words(client.get("/discovery/from-data/at_target/at/XP-A/"))
    assert "15 of 100 behind the 1 other place together" in asked
    page = words(raised(client, "/discovery/from-data/at_target/at/XP-A/", mission, "gap"))
    assert FindingData.objects.get().then == "15 of 100 behind in June 2025"
    assert "sw-picture" in page
    send(f"{HEADER}\nat_target,XP-A,2025-06,260,400")
    corrected = words(client.get(f"/discovery/findings/{Finding.objects.get().pk}/"))
    assert "That reading was corrected since; it was 15 of 100 behind." in corrected


def test_all_places_added_up(sign_in, administrator, measure):
    mission, client = make_mission(), sign_in(administrator)
    assert "/discovery/from-data/at_target/" in words(client.get("/measures/at_target/"))
    raised(client, "/discovery/from-data/at_target/", mission, "measure")
    assert FindingData.objects.get().then == "67.5 of 100 in June 2025"


def test_a_gap_between_groups_follows_the_rules_of_small_numbers(sign_in, administrator, measure):
    rows = [f"{HEADER},imd_quintile"]
    for month in ("2025-05", "2025-06"):
        rows += [f"at_target,XP-A,{month},{top},{bottom},{fifth}" for fifth, top, bottom in
                 (("1", 400, 1000), ("2", 500, 1000), ("3", 550, 1000), ("4", 600, 1000),
                  ("5", 700, 1000))]  # fmt: skip
    send("\n".join(rows))
    mission, client = make_mission(), sign_in(administrator)
    page = words(client.get("/measures/at_target/equity/"))
    assert "/discovery/from-data/at_target/by/imd_quintile/" in page
    done = raised(client, "/discovery/from-data/at_target/by/imd_quintile/", mission, "equity")
    data = FindingData.objects.get()
    assert (data.view, data.stratum, data.then) == (
        "equity", "imd_quintile", "30 of 100 behind in June 2025",
    )  # fmt: skip
    assert "/measures/at_target/equity/?by=imd_quintile" in words(done)


def test_numbers_that_may_not_be_seen_are_not_drawn_and_none_is_no_page(sign_in, measure):
    mission, person = make_mission(), make_person(Role.ADMINISTRATOR)
    client = sign_in(person)
    raised(client, "/discovery/from-data/at_target/at/XP-A/", mission, "measure")
    finding = Finding.objects.get()
    finding.contributor = make_person(Role.CONTRIBUTOR)
    finding.save()
    page = words(sign_in(finding.contributor).get(f"/discovery/findings/{finding.pk}/"))
    assert "These numbers are not yours to see." in page
    outside = sign_in(finding.contributor)
    assert outside.get("/discovery/from-data/at_target/at/XP-A/").status_code == 404
    for path in ("none/", "at_target/at/NONE/", "at_target/by/sex/", "at_target/by/king:x/"):
        assert client.get(f"/discovery/from-data/{path}").status_code == 404


def test_the_day_is_today_and_a_closed_mission_takes_none(sign_in, administrator, measure):
    mission, client = make_mission(state="closed"), sign_in(administrator)
    page = raised(client, "/discovery/from-data/at_target/", mission, "measure")
    assert page.status_code == 422 and not Finding.objects.exists()
    raised(client, "/discovery/from-data/at_target/", make_mission(), "measure")
    assert Finding.objects.get().heard_on == timezone.localdate()
