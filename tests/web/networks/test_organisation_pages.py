"""What becomes of organisations, shown before it is stored; and files of them on a page."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from spreadwell.domain.models import (
    Organisation,
    OrganisationEdge,
    OrganisationLoad,
    OrganisationName,
)
from spreadwell.domain.people.roles import Role
from tests.factories import make_network, make_organisation, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]
ODS = Path(__file__).parents[2] / "exchange" / "data" / "ods"
START = date(2019, 10, 1)


@pytest.fixture
def analyst(sign_in):
    return sign_in(make_person(Role.ANALYST))


@pytest.fixture
def pcns():
    """Elm and Oak, each with a practice, and Ash that will take over."""
    made = {c: make_organisation(code=c, name=f"{c.title()} PCN") for c in ("ELM", "OAK", "ASH")}
    for code in ("ELM", "OAK"):
        practice = make_organisation(kind="practice", name=f"{code.title()} Surgery")
        OrganisationEdge.objects.create(
            source=practice, kind="member_of", target=made[code], starts=START
        )
    return made


def hidden(text: str) -> dict[str, str]:
    """Return what a page would send again."""
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text)
    return {name: value for name, value in pairs if name != "csrfmiddlewaretoken"}


def test_a_merger_is_shown_before_it_is_recorded(analyst, pcns):
    make_site(organisation=pcns["ELM"])
    address = reverse("networks:merge", args=["ASH"])
    shown = analyst.post(address, {"merged": "ELM\noak pcn", "on": "2026-04-01"})
    text = shown.content.decode()
    assert "Elm PCN (ELM) closes: its last day is 31 March 2026." in text
    assert "1 member of Oak PCN moves to Ash PCN on 1 April 2026: Oak Surgery." in text
    assert "1 site at Elm PCN stays as it is" in text
    assert not OrganisationEdge.objects.filter(kind="succeeded_by").exists()
    assert Organisation.objects.get(code="ELM").closed is None
    again = analyst.post(address, {**hidden(text), "change": "yes"}).content.decode()
    assert "oak pcn" in again and "One a line" in again
    done = analyst.post(address, {**hidden(text), "confirm": "yes"}, follow=True)
    assert done.redirect_chain and "Recorded." in done.content.decode()
    assert Organisation.objects.get(code="ELM").closed == date(2026, 4, 1)
    page = done.content.decode()
    assert "took over from" in page and "Oak Surgery" in page
    elm = analyst.get(reverse("networks:organisation", args=["ELM"])).content.decode()
    assert "was succeeded by" in elm and "from 1 October 2019 until 31 March 2026" in elm


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"merged": "ELM\nnowhere", "on": "2026-04-01"}, "No place has “nowhere”"),
        ({"merged": "ASH", "on": "2026-04-01"}, "cannot succeed itself"),
        ({"merged": "ELM", "on": "2019-10-01"}, "opened on"),
        ({"merged": " ", "on": "2026-04-01"}, "Fill in"),
        ({"merged": "ELM", "on": "soon"}, "Enter a real day"),
    ],
)
def test_a_merger_that_cannot_be_is_refused_before_it_is_shown(analyst, pcns, given, said):
    Organisation.objects.filter(code="ELM").update(opened=START)
    answer = analyst.post(reverse("networks:merge", args=["ASH"]), given)
    assert answer.status_code == 422 and said in answer.content.decode()


def test_somebody_took_over_and_somebody_closed(analyst, pcns):
    address = reverse("networks:succeed", args=["ELM"])
    given = {"into": "ASH", "on": "2026-04-01"}
    assert "what will happen" in analyst.post(address, given).content.decode()
    assert analyst.post(address, given | {"confirm": "yes"}).status_code == 302
    assert OrganisationEdge.objects.get(kind="succeeded_by").target == pcns["ASH"]
    address = reverse("networks:close", args=["OAK"])
    text = analyst.post(address, {"on": "2026-04-01"}).content.decode()
    assert "1 membership ends with it: Oak Surgery is a member of Oak PCN." in text
    assert analyst.post(address, {"on": "2026-04-01", "confirm": "yes"}).status_code == 302
    assert OrganisationEdge.objects.get(target=pcns["OAK"]).ends == date(2026, 4, 1)
    answer = analyst.post(address, {"on": "2026-05-01"})
    assert answer.status_code == 422 and "is closed since 1 April 2026" in answer.content.decode()


def test_a_former_name_and_code_find_the_organisation(analyst, pcns):
    analyst.post(reverse("networks:rename", args=["ELM"]), {"name": "Yew PCN", "on": "2026-01-01"})
    analyst.post(reverse("networks:recode", args=["ELM"]), {"code": "yew", "on": "2026-02-01"})
    assert OrganisationName.objects.count() == 2
    answer = analyst.get(reverse("networks:organisation", args=["ELM"]))
    assert answer.status_code == 302 and answer["Location"].endswith("/YEW/")
    text = analyst.get(answer["Location"]).content.decode()
    assert "Elm PCN (ELM)" in text and "until 31 December 2025" in text
    for words in ("elm", "Elm PCN", "yew"):
        found = analyst.get(reverse("networks:list"), {"words": words}).content.decode()
        assert found.count("/networks/organisation/YEW/") == 1, words


@pytest.mark.parametrize("name", ["merge", "succeed", "close", "rename", "recode"])
def test_only_those_who_keep_organisations(sign_in, pcns, name):
    browser = sign_in(make_person(Role.FACILITATOR, network=make_network()))
    assert browser.get(reverse(f"networks:{name}", args=["ELM"])).status_code == 403
    assert browser.get(reverse("networks:organisation", args=["ELM"])).status_code == 200


def files(*names):
    return {"chosen": [SimpleUploadedFile(one, (ODS / one).read_bytes()) for one in names]}


BOTH = ("epraccur_extract.csv", "ePCN_extract.xlsx")


@pytest.fixture
def folder(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    return tmp_path / "waiting"


def test_files_are_checked_shown_and_then_accepted(analyst, folder):
    address = reverse("networks:load")
    text = analyst.post(address, files(*BOTH) | {"icb": "QRV"}).content.decode()
    assert "This would load organisations: 45 new; relations: 39 new." in text
    assert not Organisation.objects.exists() and len(list(folder.iterdir())) == 1
    done = analyst.post(address, hidden(text) | {"accept": "yes"}, follow=True)
    said = done.content.decode()
    assert "Loaded organisations: 45 new" in said and "epraccur_extract.csv" in said
    assert Organisation.objects.count() == 45 and OrganisationLoad.objects.get().by is not None
    assert list(folder.iterdir()) == []
    again = analyst.post(address, files(*BOTH) | {"icb": "QRV"}).content.decode()
    assert "known already" in again and "Accept all of it" not in again


def test_discarded_or_lost_files_store_nothing(analyst, folder):
    address = reverse("networks:load")
    kept = hidden(analyst.post(address, files(*BOTH)).content.decode())
    analyst.post(address, kept | {"discard": "yes"})
    assert list(folder.iterdir()) == []
    for word in (kept["word"], "../../etc", "x"):
        answer = analyst.post(address, kept | {"word": word, "accept": "yes"}, follow=True)
        assert "no longer here" in answer.content.decode()
    assert not Organisation.objects.exists()


def test_files_of_one_person_are_not_accepted_by_another(sign_in, analyst, folder):
    address = reverse("networks:load")
    kept = hidden(analyst.post(address, files(*BOTH)).content.decode())
    other = sign_in(make_person(Role.ADMINISTRATOR))
    answer = other.post(address, kept | {"accept": "yes"}, follow=True)
    assert "no longer here" in answer.content.decode() and not Organisation.objects.exists()


def test_every_problem_of_every_file_is_told(analyst, folder):
    given = files("ePCN_extract.xlsx") | {}
    given["chosen"].append(SimpleUploadedFile("odd.csv", b"what,is,this\n1,2,3\n"))
    answer = analyst.post(reverse("networks:load"), given)
    text = answer.content.decode()
    assert answer.status_code == 422 and "odd.csv" in text and "nothing was stored" in text
    assert not folder.exists()


def test_who_sees_loads(sign_in, analyst, folder):
    load_list = reverse("networks:loads")
    assert "No file of organisations was loaded yet" in analyst.get(load_list).content.decode()
    assert (
        sign_in(make_person(Role.FACILITATOR, network=make_network())).get(load_list).status_code
        == 200
    )
    assert sign_in(make_person(Role.CONTRIBUTOR)).get(load_list).status_code == 403
