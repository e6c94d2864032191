"""From an empty store to a decision and a pack in another store, through the pages alone."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from spreadwell.domain.models import (
    Decision,
    Event,
    ImplementationSite,
    Innovation,
    Opportunity,
    Reading,
    Wave,
)
from tests.docs.pages import DOCS, blocks
from tests.web.walking import Walker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.store]

TODAY = timezone.localdate()
STARTED = TODAY - timedelta(days=300)
PASSWORD = "three plain words"
FEET = blocks(DOCS / "how-to" / "add-a-measure.md", "yaml")[0].encode()
PLACES = [f"ZZ{n:03}" for n in range(14)]
RUNNING = PLACES[:4]


def open_the_store() -> Walker:
    """Become the first administrator of an empty store."""
    me = Walker().go("/").see("Open this store")
    return me.press("Open the store", name="Sorrel", email="s@example.org", password=PASSWORD)


def readings() -> bytes:
    """Three years of months; where it runs, ten more of a hundred from the start on."""
    rows = ["measure,site,period,numerator,denominator"]
    first, start = TODAY.year * 12 + TODAY.month - 37, STARTED.year * 12 + STARTED.month - 1
    for place in PLACES:
        for n in range(first, first + 36):
            more = 50 if place in RUNNING and n >= start else 0
            wave = (n * 7 + PLACES.index(place) * 3) % 5
            rows.append(f"feet_checked,{place},{n // 12}-{n % 12 + 1:02},{300 + wave + more},500")
    return "\n".join(rows).encode()


def people(me: Walker) -> None:
    """Add a lead and two scorers; give a role."""
    for name in ("Lead", "Ash", "Birch"):
        me.go("/people/").follow("Add somebody")
        me.press("Add", name=name, email=f"{name.lower()}@example.org", password=PASSWORD)
    me.press("Give this role", role="Board member").see("Role given.")


def mission(me: Walker) -> None:
    """Open a mission with a strand, an owner, a lead, and an aim with its numbers."""
    me.go("/missions/").follow("Open a mission")
    me.press("Open the mission", title="Diabetes feet", summary="No foot is lost in vain.",
             aim="More feet checked.")  # fmt: skip
    me.press("Add this strand", name="Foot protection").see("Foot protection")
    me.follow("Name who owns and leads it").press("Save", sro="Ash", lead="Lead")
    me.see("Mission lead")
    me.go("/measures/").follow("Load definitions")
    me.press("Load", definitions=SimpleUploadedFile("feet_checked.yaml", FEET))
    me.go("/missions/diabetes-feet/").follow("Give the aim its numbers")
    me.press("Adopt this aim", text="By March 2029, 80 of 100 feet checked.", why="Numbers.",
             measure="Feet checked", baseline=60, target=80, by_day="2029-03-31")  # fmt: skip
    me.press("Make it active").see("The mission is active")


def discovery(me: Walker) -> None:
    """Add findings, sort them into a theme, raise, screen and propose opportunities."""
    me.follow("Add a finding")
    me.press("Add it", text="My feet were never looked at.", role="Patient")
    me.follow("Add many at once")
    rows = {1: "Nobody rang", 2: "The clinic is far"}
    filled = {f"r{n}-text": text for n, text in rows.items()}
    filled |= {f"r{n}-role": "Frontline staff" for n in rows}
    filled |= {f"r{n}-voice": "Primary care" for n in rows}
    me.press("Save the sheet", **filled)
    me.go("/discovery/?mission=diabetes-feet").follow("Open a theme")
    me.press("Open it", name="Feet are forgotten")
    me.go("/discovery/?mission=diabetes-feet")
    me.press("Sort them", finding=["My feet were never looked at."], into="Feet are forgotten")
    for title in ("Foot clinic", "Foot letters"):
        me.go("/missions/diabetes-feet/").go("/discovery/opportunities/")
        me.follow("Raise an opportunity")
        me.press("Raise it", title=title, need="Feet are not looked at.", change=title,
                 themes=["Feet are forgotten (Diabetes feet)"])  # fmt: skip
        me.follow("Answer the two questions")
        me.press("Save the answers", serves_the_aim="yes", could_start_within_a_year="yes")
        me.press("Propose for the panel")


def shortlist(me: Walker) -> None:
    """Open a round, seat two scorers who score, see the picture, close it and decide."""
    me.follow("Open a shortlist").press("Open it", title="First round", places=1)
    here = me.address
    for name in ("Ash", "Birch"):
        me.go(here).follow("Name somebody for the panel")
        me.press("Seat them", person=name, group="Clinicians")
    for name, score in (("Ash", "4"), ("Birch", "2")):
        scorer = signed_in(name)
        scorer.go(here).follow("Give your scores")
        for _ in range(2):
            asked = dict.fromkeys(scorer.asks("Save and go on", "criterion_"), score)
            scorer.press("Save and go on", **asked)
    me.go(here).follow("expected of Foot clinic")
    me.press("Write it down", low="1", middle="2", high="4")
    me.go(here).press("Close the first round").see("sw-picture__sentence")
    me.follow("Record the decision")
    chosen = dict(zip(me.asks("Record it", "choice_"), ("in", "not_this_round"), strict=True))
    me.press("Record it", body="Innovation board", reasons="It helps most.", **chosen)
    me.see("Decided").follow("The decision, with the evidence it saw").see("It helps most.")


def signed_in(name: str) -> Walker:
    """Sign somebody in who was added on the page."""
    walker = Walker().go("/account/login/")
    return walker.press("Sign in", login=f"{name.lower()}@example.org", password=PASSWORD)


def network(me: Walker) -> None:
    """Add organisations, form a network and add members to it."""
    for code in PLACES:
        me.go("/networks/").follow("Add an organisation")
        me.press("Add", code=code, name=f"Practice {code}", kind="pcn")
    me.go("/networks/").follow("Form a network")
    me.press("Form it", name="Foot network", purpose="No foot is lost.", basis="population")
    for code in PLACES[:2]:
        me.follow("Add a member")
        me.press("Add", organisation=f"Practice {code}", role="Runs it", interests="none")
    me.see("Runs it")


def innovation(me: Walker) -> None:
    """Start from the shortlist, release a version with TIDieR, say what it is judged on."""
    chosen = Opportunity.objects.get(state="shortlisted")
    me.go("/discovery/opportunities/").follow(chosen.title).follow("Start an innovation from it")
    me.press("Start this innovation", name="Foot clinic", network="Foot network")
    me.follow("Release a version")
    me.press("Release this version", core="Look at both feet", adaptable="Where",
             tidier_why="Sores found early heal.")  # fmt: skip
    me.see("Sores found early heal.").follow("Add a measure")
    me.press("Add", measure="Feet checked", primary="on", link="direct", smallest_worthwhile=2)
    me.see("Judged on this")


def sites(me: Walker) -> None:
    """Plan sites, settle their set-up, and go live."""
    for code in RUNNING:
        me.go("/innovations/foot-clinic/").follow("Plan a site")
        me.press("Plan this site", organisation=code.lower(), safety_lead="Lead",
                 on=(STARTED - timedelta(days=60)).isoformat())  # fmt: skip
        here = me.address
        site = ImplementationSite.objects.get(organisation__code=code)
        for item in site.set_up.all():
            me.go(here)
            assert f"/sites/set-up/{item.pk}/" in me.html
            me.go(f"/sites/set-up/{item.pk}/")
            me.press("Save", owner="Lead", done_on=STARTED.isoformat())
        for to in ("preparing", "live"):
            me.go(here).follow("Change its state")
            me.press("Save", to=to, on=STARTED.isoformat())
        site.refresh_from_db()
        assert site.state == "live"
    me.go("/innovations/foot-clinic/").see("sw-picture__sentence")


def numbers(me: Walker) -> None:
    """Send readings, see what they would change, accept them, see the chart."""
    me.go("/measures/").follow("Send readings")
    me.press("Check this file", file=SimpleUploadedFile("readings.csv", readings()))
    me.see(f"{36 * len(PLACES)} new, 0 corrected").press("Accept all of it")
    assert Reading.objects.count() == 36 * len(PLACES)
    me.go("/measures/").follow("Feet checked").see("sw-picture__sentence")
    me.go(f"/measures/feet_checked/at/{PLACES[0]}/").see("sw-picture__sentence").see("<table")


def effect_and_claims(me: Walker) -> None:
    """Register and open an effect, draft its claim, and write one that somebody else made."""
    me.go("/effects/").follow("Register a protocol")
    me.press("Register", innovation="Foot clinic", measure="Feet checked",
             compared="same_kind", comparators="PCNs without it",
             smallest_worthwhile=2)  # fmt: skip
    me.press("Open the results").see("sw-picture__sentence")
    me.press("Write this as a claim")
    me.go("/claims/").follow("Write a claim")
    me.press("Write it down", sentence="Nine of ten feet are saved.", innovation="Foot clinic",
             external="on", source="A newsletter")  # fmt: skip
    me.see("out of how many people?").follow("Fill in what is missing")
    me.press("Fill in what is missing", place="At sea", denominator=10).see("At sea")


def gate(me: Walker) -> None:
    """Bring it to a gate, decide with the evidence frozen, plan and open the next wave."""
    me.go("/innovations/foot-clinic/").follow("Change its stage")
    me.press("Save", to="testing", reason="Its sites run.")
    me.follow("Bring it to a gate")
    me.press("Open the gate", question="Does it spread?", body="Innovation board",
             due=(TODAY + timedelta(days=9)).isoformat(), met="Safe: no open concern",
             unknown="Cost")  # fmt: skip
    me.see("Not known")
    me.go("/").see("Does it spread?").follow("Decide: Does it spread?")
    me.press("Record the decision", choice="spread", reasons="It helps.", dissent="One waits.")
    me.see("It helps.").see("One waits.")
    assert Decision.objects.get(choice="spread").evidence["effects"]


def waves(me: Walker) -> None:
    """Plan the next wave, put a new site into it, and open it on the decision."""
    me.go("/innovations/foot-clinic/").follow("Plan a site")
    me.press("Plan this site", organisation=f"Practice {PLACES[5]}", safety_lead="Lead")
    me.go("/innovations/foot-clinic/").follow("Plan a wave")
    me.press("Plan", network="Foot network", starts_on=(TODAY + timedelta(days=60)).isoformat())
    me.follow("Add a site").press("Add", site=f"Practice {PLACES[5]}")
    me.follow("Open this wave").press("Open this wave")
    assert Wave.objects.get().state == "open"


STEPS = [people, mission, discovery, shortlist, network, innovation, sites, numbers,
         effect_and_claims, gate, waves]  # fmt: skip


def pack(me: Walker) -> bytes:
    """Make a pack and take its file along."""
    me.go("/innovations/foot-clinic/").press("Make a pack").follow("Download the file")
    return me.content


def elsewhere(content: bytes) -> None:
    """Load the pack into an empty store, seeing first what it would add."""
    call_command("flush", interactive=False, verbosity=0)
    them = open_the_store().follow("Open the first mission")
    them.press("Open the mission", title="Feet elsewhere", summary="Here too.")
    them.go("/learning/packs/").follow("Load a pack")
    file = SimpleUploadedFile("foot-clinic.zip", content)
    them.press("Look into it", mission="Feet elsewhere", file=file)
    assert not Innovation.objects.exists()
    them.press("Load this pack").see("Look at both feet").see("Sores found early heal.")
    assert not Reading.objects.exists()


def test_from_an_empty_store_to_a_decision_and_a_pack():
    me = open_the_store()
    for step in STEPS:
        before = Event.objects.count()
        step(me)
        assert Event.objects.count() > before
    elsewhere(pack(me))
