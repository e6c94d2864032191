"""Every public page has an easy-read version, and its sentences are short."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from spreadwell.domain.discovery.public_texts import DEFAULT
from spreadwell.domain.joining.interest_actions import express_interest
from spreadwell.domain.models import Claim, DecidingBody, Decision, Finding, Notice
from spreadwell.exchange.heard_links import token_of as heard_token
from spreadwell.web.claims.asking import reply_token
from spreadwell.web.public.forms import JoinForm, SayForm, SourceReplyForm
from spreadwell.web.public.joining import token_of
from tests.factories import make_finding
from tests.joining_rooms import make_room
from tests.web.every_page import read_table
from tests.web.public.test_public_pages import said

pytestmark = [pytest.mark.django_db, pytest.mark.store]

LONGEST = 15
# A picture is a file, and no page to read.
FILES = {"public:claim_picture"}
PAGES = sorted(
    {
        row.page
        for row in read_table()
        if row.page.startswith("public") and row.way == "GET" and row.letters[-1] == "O"
    }
    - FILES
)


class Reader(HTMLParser):
    """Reads what the page itself says: no words of somebody else, which are marked as theirs."""

    BLOCKS = {"p", "li", "h1", "h2", "h3", "label", "legend", "div", "a", "button", "summary", "dt",
              "dd", "section", "strong", "option", "span"}  # fmt: skip
    SILENT = {"script", "style", "svg", "option", "textarea"}

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.open: list[tuple[str, bool]] = []
        main = text.split("<main", 1)[1].split("</main>", 1)[0]
        self.feed("<main" + main)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go in; whatever is theirs, hidden or no sentence is left out with all that is inside."""
        if tag in {"input", "br", "path", "rect", "hr", "img"}:
            return
        classes = (dict(attrs).get("class") or "").split()
        hidden = tag in self.SILENT or {"sw-theirs", "sw-trap"} & set(classes)
        self.open.append((tag, bool(hidden)))
        if tag in self.BLOCKS - {"strong", "span", "a"}:
            self.said.append("")

    def handle_endtag(self, tag: str) -> None:
        """Go out again."""
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag in self.BLOCKS - {"strong", "span", "a"}:
            self.said.append("")

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        if not any(hidden for _, hidden in self.open):
            if not self.said:
                self.said.append("")
            self.said[-1] += data

    def sentences(self) -> list[str]:
        """Return each sentence once, with single blanks."""
        every = (" ".join(one.split()) for block in self.said for one in re.split(r"[.?!:]", block))
        return [one for one in every if one]


@pytest.fixture
def places(administrator) -> dict[str, list]:
    """One of each thing that a public page shows, with as much on it as there can be."""
    room = make_room()
    room.opens()
    mission = room.innovation.mission
    mission.aims.create(number=1, text="Half the days")
    room.innovation.public = True
    room.innovation.save()
    theme = mission.themes.create(name="Calls", need="A call after the test")
    finding = make_finding(mission, theme=theme)
    Notice.objects.create(
        finding=finding, public=True, text="Calls were added.", did=False,
        sent_on=date(2026, 4, 1), sent_by=administrator,
    )  # fmt: skip
    Decision.objects.create(
        body=DecidingBody.objects.create(name="Board"), choice="spread", question="Open?",
        decided_on=date(2026, 4, 1), recorded_by=administrator, published=True, reasons="It helps",
        dissent="One was not sure",
    )  # fmt: skip
    claim = Claim.objects.create(
        sentence="It helps", external=True, public=True, state="current", mission=mission,
        source="A report", source_asked_on=date(2026, 3, 1),
    )  # fmt: skip
    offer = express_interest(
        by=None, mission=mission, organisation_name="Brook House", offer="A hall and volunteers",
        contact_name="Ann", contact_email="ann@brook.example", consent=True,
    )  # fmt: skip
    return {
        "public_home": [], "public:you_said": [], "public:claims": [], "public:sought": [],
        "public:decisions": [],
        "public:say": [], "public:join": [], "public:claim": [claim.pk],
        "public:reply": [reply_token(claim)], "public:mission": [mission.slug],
        "public:joined": [token_of(offer.pk)], "public:call": [room.call.pk],
        "public:heard": [heard_token(finding.pk)],
    }  # fmt: skip


def test_every_public_page_has_an_easy_version_in_short_sentences(client, places):
    assert sorted(places) == PAGES
    long, same = [], []
    for page, args in places.items():
        address = reverse(page, args=args)
        for asked in ("", "&new=1", "&mission=none"):
            easy = client.get(f"{address}?read=easy{asked}")
            assert easy.status_code == 200, page
            told = Reader(easy.content.decode()).sentences()
            assert len(told) > 8, (page, told)
            long += [(page, one) for one in told if len(one.split()) > LONGEST]
        full = Reader(client.get(f"{address}?read=full").content.decode()).sentences()
        # The help in a crisis reads alike on both, and so do names of links.
        own = set(told) - {one.rstrip(".") for one in DEFAULT}
        same += [(page, own & set(full))] if len(own & set(full)) > len(own) / 4 else []
    assert long == []
    assert same == []


def test_the_choice_stays_until_it_is_changed_and_leads_both_ways(client, places):
    page = client.get("/public/").content.decode()
    assert "?read=easy" in page and "sw-easy" not in page
    assert "sw-easy" in client.get("/public/?read=easy").content.decode()
    page = client.get("/public/decisions/").content.decode()
    assert "sw-easy" in page and "?read=full" in page
    cookie = client.cookies["spreadwell_reading"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["max-age"]
    client.get("/public/?read=nonsense")
    assert client.cookies["spreadwell_reading"].value == "easy"
    client.get("/public/?read=full")
    assert "sw-easy" not in client.get("/public/decisions/").content.decode()


def test_it_changes_nothing_beside_the_public_pages(sign_in, administrator, places):
    client = sign_in(administrator)
    client.get("/public/?read=easy")
    page = client.get("/missions/").content.decode()
    assert "sw-easy" not in page and "read=" not in page


@pytest.mark.parametrize("full", [SayForm, JoinForm, SourceReplyForm])
def test_easy_forms_ask_the_same(full):
    (easy,) = [one for one in full.__subclasses__() if one.__name__.startswith("Easy")]
    assert set(easy.base_fields) == set(full.base_fields)
    shown = {name for name in full.base_fields if name not in {"website", "shown"}}
    assert set(easy.asked) == shown


def test_what_is_said_in_easy_read_is_kept_like_any_other(client, places):
    client.get("/public/?read=easy")
    mission = Finding.objects.get().mission
    wrong = client.post("/public/say/", said(mission, consent=""))
    assert wrong.status_code == 422 and "sw-easy" in wrong.content.decode()
    told = client.post("/public/say/", said(mission), follow=True)
    assert "We have your words." in told.content.decode()
    assert Finding.objects.count() == 2
