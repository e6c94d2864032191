"""Search finds by words what the viewer may see, and its index follows every change."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from spreadwell.domain.foundation.refusals import Refusal
from spreadwell.domain.models import Decision, Finding, Innovation, Notice, Opportunity, Theme
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import PUBLIC_VIEWER, Viewer, viewer_of
from spreadwell.domain.search.asked import read_asked
from spreadwell.domain.search.index import is_set, set_up, take_down
from spreadwell.domain.search.kinds import KINDS
from spreadwell.domain.search.queries import PER_PAGE, Found, search
from tests.factories import (
    make_finding,
    make_innovation,
    make_mission,
    make_opportunity,
    make_organisation,
    make_person,
    make_site,
)

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def office() -> Viewer:
    """Somebody who sees nearly everything."""
    return viewer_of(make_person(Role.ANALYST))


def things(found: Found) -> list[object]:
    return [hit.thing for hit in found.hits]


def marked(found: Found) -> list[str]:
    """Return the words marked in titles and texts."""
    return [text for hit in found.hits for text, meant in hit.title + hit.body if meant]


def test_every_word_must_be_there_with_any_ending_and_as_a_beginning(office):
    one = make_finding(text="Nobody rings after the blood test.")
    make_finding(text="The test was quick.")
    for words in ("blood test", "tests BLOOD", "ringing blood", "bloo tes", "“blood” — test!"):
        assert things(search(office, words)) == [one], words
    assert marked(search(office, "blood tests")) == ["blood", "test"]


def test_what_is_found_by_another_ending_is_counted_and_shown_alike(office):
    for text in ("a ringer", "they ring", "ringed", "the relational one", "relate"):
        make_finding(text=text)
    for words in ("ringing", "ringers", "relational", "relating"):
        found = search(office, words)
        assert found.total == len(found.hits) > 0, words


def test_words_in_quotation_marks_stand_in_their_order(office):
    one = make_finding(text="They ring back after a test")
    make_finding(text="Back home they ring")
    assert things(search(office, '"ring back"')) == [one]
    assert search(office, "ring back").total == 2


def test_a_word_in_a_title_counts_more_than_one_in_the_text(office):
    mission = make_mission()
    text = make_opportunity(mission, title="Evening clinics", need="Some come by bus to the bus.")
    title = make_opportunity(mission, title="A bus to the clinic", need="It is far.")
    assert things(search(office, "bus")) == [title, text]


def test_kinds_are_counted_apart_and_one_can_be_asked_for(office):
    mission = make_mission(title="Breathing well")
    theme = Theme.objects.create(mission=mission, name="Breathing at night")
    make_finding(mission, text="Breathing is hard")
    found = search(office, "breathing")
    assert [(kind.key, many) for kind, many in found.counts] == [
        ("mission", 1), ("finding", 1), ("theme", 1)
    ]  # fmt: skip
    only = search(office, "breathing", kind="theme")
    assert things(only) == [theme]
    assert only.counts == found.counts


@pytest.mark.parametrize("words", ["", "   ", "!?", '""', "%", "'", "\\", "_", "(", ":*", "—"])
def test_marks_alone_ask_nothing(office, words):
    make_finding(text="100% of nothing")
    assert not read_asked(words)
    assert search(office, words).total == 0


@pytest.mark.parametrize(
    "words",
    ["it's", "a:b", "NOT x", "x OR", "title:x", "a-b", "near(x y)", "x'--", '"open', "test*", "&|"],
)
def test_what_the_stores_read_as_commands_is_only_words(office, words):
    search(office, words)


def test_the_index_follows_whatever_changes_a_row(office):
    one = make_finding(text="zebra crossing")
    Finding.objects.bulk_create([Finding(
        mission=one.mission, text="zebra stripes", voice="staff", source_kind="data",
        heard_on=one.heard_on,
    )])  # fmt: skip
    assert search(office, "zebra").total == 2
    Finding.objects.filter(pk=one.pk).update(text="pelican crossing")
    assert things(search(office, "pelican")) == [one]
    assert search(office, "zebra").total == 1
    Finding.objects.filter(text="zebra stripes").delete()
    assert search(office, "zebra").total == 0


def test_a_change_that_is_undone_is_undone_in_the_index(office):
    one = make_finding(text="before")
    with pytest.raises(Refusal), transaction.atomic():
        Finding.objects.filter(pk=one.pk).update(text="afterwards")
        assert search(office, "afterwards").total == 1
        raise Refusal("No.")
    assert search(office, "afterwards").total == 0
    assert things(search(office, "before")) == [one]


def test_made_anew_the_index_is_the_same(office):
    site = make_site(make_innovation(name="Evening calls", sentence="Somebody rings"))
    make_opportunity(title="A bus", need="", change="Drive")
    make_finding(text="said once")
    make_organisation(name="Hill practice", borough="")
    with connection.cursor() as cursor:
        order = "rowid" if connection.vendor == "sqlite" else "id"
        look = f"SELECT {order}, title, body FROM search_text ORDER BY {order}"
        cursor.execute(look)
        followed = cursor.fetchall()
        call_command("rebuild_search", verbosity=0)
        cursor.execute(look)
        assert cursor.fetchall() == followed
    assert len(followed) >= 6
    assert site in things(search(office, site.name))


def test_without_its_triggers_it_is_known_to_be_incomplete(office):
    assert is_set()
    take_down()
    assert not is_set()
    one = make_finding(text="unheard")
    assert search(office, "unheard").total == 0
    set_up()
    assert is_set()
    assert things(search(office, "unheard")) == [one]


def test_a_contributor_finds_only_their_own_words_and_no_count_tells_of_others():
    person = make_person(Role.CONTRIBUTOR)
    own = make_finding(text="tablets make me dizzy", contributor=person)
    for number in range(4):
        make_finding(own.mission, text=f"dizzy too {number}")
    found = search(viewer_of(person), "dizzy")
    assert things(found) == [own]
    assert [(kind.key, many) for kind, many in found.counts] == [("finding", 1)]
    assert search(viewer_of(person), "too").total == 0


def test_the_public_finds_what_is_public_and_nothing_else():
    seen = make_innovation(name="Ring back")
    hidden = make_mission(title="Ring twice", state="proposed")
    raised = make_opportunity(seen.mission, title="Ring thrice")
    found = search(PUBLIC_VIEWER, "ring")
    published = set(Innovation.objects.visible_to(PUBLIC_VIEWER))
    assert set(things(found)) == published
    assert hidden not in things(found) and raised not in things(found)


def test_a_word_of_something_hidden_puts_nothing_right():
    """A slip would else tell that a hidden thing holds a word."""
    person = make_person(Role.CONTRIBUTOR)
    make_finding(text="spironolactone")
    found = search(viewer_of(person), "spironolactine")
    assert (found.total, found.corrected) == (0, {})


def test_a_slip_of_the_pen_is_put_right_and_said(office):
    one = make_opportunity(title="Let pharmacists change the dose")
    found = search(office, "pharmasist dose")
    assert things(found) == [one]
    assert found.corrected == {"pharmasist": "pharmacists"}


def test_where_nothing_holds_all_words_some_will_do_and_it_is_said(office):
    one = make_finding(text="The bus was cut")
    found = search(office, "bus quinoa")
    assert things(found) == [one]
    assert found.loosely
    assert not search(office, "bus").loosely


def test_pages_follow_each_other_without_gap_or_double(office):
    mission = make_mission()
    made = {make_finding(mission, text=f"queue {n}").pk for n in range(PER_PAGE + 3)}
    first, second = search(office, "queue"), search(office, "queue", page=2)
    assert first.total == len(made)
    assert len(first.hits) == PER_PAGE
    assert {hit.thing.pk for hit in first.hits + second.hits} == made
    assert search(office, "queue", page=9_999_999).hits == ()


def seen_by_plain_asking(viewer: Viewer, word: str) -> set[tuple[str, int]]:
    """Return what the scopes let a viewer see with a word in any field: the obvious twin."""
    found = set()
    for kind in KINDS:
        for thing in kind.model.objects.visible_to(viewer):
            text = " ".join(str(getattr(thing, name)) for name in kind.title + kind.body)
            if word in text.casefold():
                found.add((kind.key, thing.pk))
    return found


@pytest.mark.parametrize("role", list(Role))
def test_each_role_finds_just_what_its_scopes_let_it_see(role):
    innovation = make_innovation(name="Heron calls", sentence="heron")
    site = make_site(innovation, name="Heron ward")
    place = {
        Role.MISSION_LEAD: {"mission": innovation.mission},
        Role.FACILITATOR: {"network": innovation.network},
        Role.PARTNER: {"network": innovation.network},
        Role.SITE_LEAD: {"site": site},
        Role.SITE_MEMBER: {"site": site},
    }.get(role, {})
    person = make_person(role, **place)
    for state in ("raised", "proposed"):
        make_opportunity(innovation.mission, title=f"Heron {state}", state=state)
    said = make_finding(innovation.mission, text="heron mine", contributor=person)
    other = make_finding(innovation.mission, text="heron theirs")
    for finding, public in ((said, False), (other, False), (other, True)):
        Notice.objects.create(
            finding=finding, text=f"heron {public}", sent_on=finding.heard_on, sent_by=person,
            public=public,
        )  # fmt: skip
    viewer = viewer_of(person)
    found = search(viewer, "heron")
    assert {(hit.kind.key, hit.thing.pk) for hit in found.hits} == seen_by_plain_asking(
        viewer, "heron"
    )
    assert found.total == len(found.hits)
    assert Decision not in {hit.kind.model for hit in found.hits}
    assert Opportunity.objects.count() == 2
