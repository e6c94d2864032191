"""The effect room: registered, opened, looked at again, claimed, and run again from its files."""

import json

import pytest
from django.core.management import call_command

from spreadwell.cli.main import main
from spreadwell.domain.models import Claim, Effect, Protocol
from spreadwell.domain.people.roles import Role
from tests.evidence_rooms import plant
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def register(client, planted):
    given = {
        "innovation": planted.innovation.pk,
        "measure": planted.measure.pk,
        "compared": "same_kind",
        "comparators": "PCNs not using it",
    }
    return client.post("/effects/register/", given)


def test_from_registration_to_claim_and_back_to_the_digits(sign_in, tmp_path, capsys):
    planted = plant()
    client = sign_in(planted.analyst)
    answer = register(client, planted)
    assert answer.status_code == 302
    at = answer["Location"]
    protocol = Protocol.objects.get()
    assert sorted(protocol.comparator_codes) == sorted(planted.codes)
    page = client.get(at).content.decode()
    assert "No result has been seen" in page
    assert "There are enough readings to open it" in page
    assert not Effect.objects.exists()
    page = client.post(f"{at}open/", follow=True).content.decode()
    assert "more patients in 100" in page
    assert "This was probably caused by" in page
    assert "Before and after the start" in page
    assert "Site by site" in page
    page = client.post(f"{at}look/", follow=True).content.decode()
    assert "Look 2" in page
    assert "Every look" in page
    for name in ("readings", "starts"):
        (tmp_path / f"{name}.csv").write_bytes(client.get(f"{at}looks/2/{name}.csv").content)
    command = page.split('sw-command"><code>')[1].split("</code>")[0].split()
    assert command[:2] == ["spreadwell", "effect"]
    files = [str(tmp_path / "readings.csv"), str(tmp_path / "starts.csv")]
    assert main(["effect", *files, *command[4:]]) == 0
    ran = json.loads(capsys.readouterr().out)
    stored = json.loads(client.get(f"{at}looks/2/result.json").content)
    headline = stored["result"]["headline"]
    for theirs, ours in (("estimate", "estimate"), ("low", "lower"), ("high", "upper")):
        assert ran["effect"][theirs] == headline[ours]
    assert ran["provenance"]["fingerprint"] == stored["fingerprint"]
    for name in ("event-study", "forest"):
        assert client.get(f"{at}looks/2/{name}.svg").content.startswith(b"<?xml")
        assert client.get(f"{at}looks/2/{name}.csv").status_code == 200
    assert client.get(f"{at}looks/2/nothing.svg").status_code == 404
    made = client.post(f"{at}claim/")
    assert made["Location"] == f"/claims/{Claim.objects.get().pk}/"
    assert "more people in 100" in client.get("/effects/").content.decode()


def test_too_early_shows_what_is_missing_and_no_effect(sign_in):
    planted = plant(adopters=4, others=12, months=20)
    client = sign_in(planted.analyst)
    at = register(client, planted)["Location"]
    page = client.get(at).content.decode()
    assert "Cannot be evaluated yet: what is missing" in page
    page = client.post(f"{at}open/", follow=True).content.decode()
    assert "What is missing" in page
    assert "more people in 100" not in page.split("Method: numbers")[0]
    assert "Write this as a claim" not in page
    assert client.get(f"{at}looks/1/event-study.svg").status_code == 404


def test_a_second_protocol_after_opening_is_refused_on_the_form(sign_in):
    planted = plant(adopters=8, others=8)
    client = sign_in(planted.analyst)
    client.post(f"{register(client, planted)['Location']}open/")
    again = register(client, planted)
    assert again.status_code == 422
    assert "opened already" in again.content.decode()


def test_others_see_opened_results_only_and_register_nothing(sign_in):
    planted = plant(adopters=8, others=8)
    client = sign_in(planted.analyst)
    at = register(client, planted)["Location"]
    site = planted.adopters[0].sites.get()
    sign_in(make_person(Role.SITE_LEAD, site=site))
    assert client.get(at).status_code == 404
    assert client.get("/effects/register/").status_code == 403
    sign_in(planted.analyst)
    client.post(f"{at}open/")
    sign_in(make_person(Role.SITE_LEAD, site=site))
    page = client.get(at).content.decode()
    assert "Look again" not in page, "what this person can never do is left out"
    client.post(f"{at}look/")
    assert Effect.objects.count() == 1


# The worker opens and closes connections of its own, as it does beside a server.
@pytest.mark.django_db(transaction=True)
def test_a_heavy_look_runs_behind_the_page(sign_in, monkeypatch):
    monkeypatch.setattr("spreadwell.web.effects.registering.BEHIND_FROM", 1)
    planted = plant()
    client = sign_in(planted.analyst)
    at = register(client, planted)["Location"]
    client.post(f"{at}open/")
    page = client.post(f"{at}look/", follow=True).content.decode()
    assert "A new look is being estimated" in page
    assert Effect.objects.count() == 1
    client.post(f"{at}look/")  # asked twice, estimated once
    call_command("db_worker", batch=True, interval=0, verbosity=0, reload=False)
    page = client.get(at).content.decode()
    assert "A new look is being estimated" not in page
    assert Effect.objects.count() == 2
