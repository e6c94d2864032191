"""Search from the header of every page to the thing itself."""

import re
from html import unescape

import pytest

from spreadwell.domain.foundation.scope import Reach
from spreadwell.domain.models import (
    Adaptation,
    AimVersion,
    Claim,
    DecidingBody,
    Decision,
    DemandSignal,
    EvidenceRecord,
    Lesson,
    LocalPractice,
    Notice,
    Shortlist,
    SiteCall,
    TestOfChange,
    Theme,
)
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.visibility import VISIBILITY
from spreadwell.domain.search.kinds import KINDS
from spreadwell.web.search.presenters import PAGES, PUBLIC_KINDS, PUBLIC_PAGES
from tests.factories import (
    LONG_AGO,
    make_finding,
    make_innovation,
    make_measure,
    make_mission,
    make_opportunity,
    make_organisation,
    make_site,
)

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_every_kind_that_can_be_found_has_a_page():
    assert set(PAGES) == {kind.key for kind in KINDS}


def test_a_question_is_asked_on_any_page_and_answered_with_its_words_marked(sign_in, administrator):
    make_finding(text="Nobody rings <b>after</b> the blood test")
    client = sign_in(administrator)
    assert 'role="search"' in words(client.get("/missions/"))
    page = words(client.get("/search/", {"q": "blood"}))
    assert "1 thing found for “blood”" in page
    assert "&lt;b&gt;after&lt;/b&gt; the <mark>blood</mark> test" in page
    assert 'value="blood"' in page


def test_empty_answers_teach(sign_in, administrator):
    client = sign_in(administrator)
    assert "Words in quotation marks" in words(client.get("/search/"))
    page = words(client.get("/search/", {"q": "zebra"}))
    assert "0 things found" in page and "A beginning is enough" in page
    make_opportunity(title="Let pharmacists ring")
    page = words(client.get("/search/", {"q": "pharmasists"}))
    assert "Nothing holds “pharmasists”" in page and "<mark>pharmacists</mark>" in page
    assert "These hold some of them" in words(client.get("/search/", {"q": "pharmacists zebra"}))


@pytest.mark.parametrize(
    "query", ["?q=a&page=x", "?q=a&page=99999999", "?q=a&kind=nonsense", "?q="]
)
def test_odd_addresses_are_answered(sign_in, administrator, query):
    make_finding(text="a word")
    assert sign_in(administrator).get(f"/search/{query}").status_code == 200


def test_pages_of_a_kind_lead_on(sign_in, administrator):
    mission = make_mission()
    for number in range(25):
        make_finding(mission, text=f"queue {number}")
    client = sign_in(administrator)
    page = words(client.get("/search/", {"q": "queue", "kind": "finding"}))
    assert "?q=queue&amp;page=2&amp;kind=finding" in page
    page = words(client.get("/search/", {"q": "queue", "kind": "finding", "page": "2"}))
    assert "page=1" in page and "page=3" not in page


def test_every_kind_that_visitors_find_has_a_public_page():
    assert set(PUBLIC_PAGES) < set(PAGES)
    assert all(Reach.PUBLISHED in VISIBILITY[kind.model.__name__][Role.PUBLIC]
               for kind in PUBLIC_KINDS)  # fmt: skip


def test_every_hit_leads_to_a_page_that_opens(sign_in, administrator):
    word = "kingfisher"
    innovation = make_innovation(
        name=word, sentence=word, mission=make_mission(title=word, summary=word)
    )
    mission, site = innovation.mission, make_site(innovation, name=word)
    innovation.network.purpose = word
    innovation.network.save()
    finding = make_finding(mission, text=word)
    AimVersion.objects.create(mission=mission, number=1, text=word)
    Theme.objects.create(mission=mission, name=word)
    make_opportunity(mission, title=word)
    Shortlist.objects.create(mission=mission, title=word, opened_on=LONG_AGO)
    make_organisation(name=word)
    make_measure(name=word)
    Claim.objects.create(innovation=innovation, sentence=word, owner=administrator)
    Decision.objects.create(
        body=DecidingBody.objects.create(name="Board"), question=word, choice="test",
        reasons="So.", decided_on=LONG_AGO, recorded_by=administrator,
    )  # fmt: skip
    Lesson.objects.create(innovation=innovation, text=word, about="worked", learnt_on=LONG_AGO)
    Adaptation.objects.create(
        site=site, what=word, why="So.", on=LONG_AGO, recorded_by=administrator
    )
    TestOfChange.objects.create(site=site, question=word, prediction="So.", started=LONG_AGO)
    SiteCall.objects.create(
        version=site.version, network=innovation.network, title=word, text="So.", places=1,
        opens=LONG_AGO, closes=LONG_AGO, answers_by=LONG_AGO, made_by=administrator,
    )  # fmt: skip
    Notice.objects.create(
        finding=finding, text=word, sent_on=LONG_AGO, sent_by=administrator, public=True
    )
    one = make_opportunity(mission, title="Another")
    DemandSignal.objects.create(opportunity=one, seeks=word, bar="So.")
    LocalPractice.objects.create(
        what=word, text="So.", place="Hill", since=LONG_AGO, evidence="Counted.",
        organisation=site.organisation, mission=mission,
    )  # fmt: skip
    EvidenceRecord.objects.create(finding=make_finding(mission), kind="review", title=word)
    client = sign_in(administrator)
    # Two pages: what is asked for is told of first, and the rest follows.
    page = words(client.get("/search/", {"q": word}))
    page += words(client.get("/search/", {"q": word, "page": "2"}))
    kinds = re.findall(r"\?q=kingfisher&amp;kind=(\w+)", page)
    assert set(kinds) == set(PAGES)
    addresses = re.findall(r'<h2 class="nhsuk-heading-s"><a href="([^"#]+)', page)
    assert len(addresses) == len(set(kinds))
    for address in addresses:
        assert client.get(unescape(address)).status_code == 200, address
