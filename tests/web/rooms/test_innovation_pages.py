"""The pages of an innovation: diagrams, versions side by side, assurance, confidential records."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from spreadwell.domain.innovations.assurance_actions import add_proof, record_assurance
from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.models import (
    AssuranceProof,
    ConfidentialRecord,
    InnovationMeasure,
    TestOfChange,
)
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.web.home.needs import needs_of
from tests.factories import (
    make_innovation,
    make_measure,
    make_mission,
    make_organisation,
    make_person,
    make_site,
)

pytestmark = [pytest.mark.django_db, pytest.mark.store]
DRIVERS = "Fewer strokes\n  More people at target [measure: People rung]\n"


@pytest.fixture
def one():
    """An innovation that is tested."""
    return make_innovation(name="Calls", sentence="Somebody rings you.")


@pytest.fixture
def lead(one):
    """The lead of its mission."""
    return make_person(Role.MISSION_LEAD, mission=one.mission)


def text_of(response):
    """Return a page's text."""
    return response.content.decode()


def read_in(response):
    """Return what the confirming page sends back to say that it was read."""
    found = re.search(r'name="read" value="([0-9a-f]+)"', text_of(response))
    assert found
    return found[1]


def test_a_diagram_is_written_drawn_on_both_widths_and_linked_both_ways(client, one, lead):
    rung, lost = make_measure(name="People rung"), make_measure(name="Appointments lost")
    for measure in (rung, lost):
        InnovationMeasure.objects.create(innovation=one, measure=measure)
    client.force_login(lead)
    at = reverse("innovations:diagram", args=[one.slug, "driver-diagram"])
    done = client.post(at, {"text": DRIVERS}, follow=True)
    assert "The driver diagram is saved" in text_of(done)
    page = text_of(client.get(reverse("innovations:detail", args=[one.slug])))
    there = reverse("measures:detail", args=[rung.slug])
    assert page.count(f'href="{there}"') == 3  # among its measures, drawn wide, drawn narrow
    assert "In neither diagram" in page and "Appointments lost" in page
    measure = text_of(client.get(there))
    assert "Fewer strokes → More people at target" in measure and at in measure
    other = text_of(client.get(reverse("measures:detail", args=[lost.slug])))
    assert "stands in neither of its diagrams" in other
    file = client.get(
        reverse("innovations:diagram_picture", args=[one.slug, "driver-diagram", "svg"])
    )
    assert file["Content-Type"] == "image/svg+xml" and b"Fewer strokes" in file.content


def test_an_outline_that_cannot_be_read_names_its_line_and_loses_nothing(client, one, lead):
    client.force_login(lead)
    at = reverse("innovations:diagram", args=[one.slug, "logic-model"])
    said = "Inputs\n  Two nurses\nCosts\n  <script>alert(1)</script>\n"
    response = client.post(at, {"text": said})
    page = text_of(response)
    assert response.status_code == 422
    assert "Line 3 is “Costs”, not a stage" in page
    assert "Two nurses" in page and "&lt;script&gt;alert(1)" in page and "<script>alert" not in page
    assert (
        client.get(reverse("innovations:diagram", args=[one.slug, "mood-board"])).status_code == 404
    )


def test_what_stood_before_is_kept_on_the_page(client, one, lead):
    client.force_login(lead)
    at = reverse("innovations:diagram", args=[one.slug, "logic-model"])
    for text in ("Inputs\n  A nurse\n", "Inputs\n  A pharmacist\n"):
        client.post(at, {"text": text})
    page = text_of(client.get(at))
    assert "As it stood before" in page and "A nurse" in page


def test_versions_are_asked_in_plain_words_and_compared(client, one, lead):
    client.force_login(lead)
    at = reverse("innovations:version", args=[one.slug])
    asked = text_of(client.get(at))
    plain, name = "Who provides it, and with what training?", "TIDieR item 5, who provided."
    assert asked.index(plain) < asked.index(name)
    compare = reverse("innovations:compare", args=[one.slug])
    assert "nothing to compare yet" in text_of(client.get(compare))
    for who in ("A nurse rings in the day", "A nurse rings in the evening"):
        client.post(at, {"what_changed": "Times", "tidier_who": who, "core": "Call: <b>soon</b>"})
    page = text_of(client.get(compare, {"from": "2", "to": "3"}))
    assert "taken out: </span>day</del>" in page and "added: </span>evening</ins>" in page
    back = text_of(client.get(compare, {"from": "3", "to": "1"}))
    assert "Taken out: Call" in back and "<b>soon" not in back
    assert "Nothing that is described differs" in text_of(
        client.get(compare, {"from": "3", "to": "3"})
    )
    whole = text_of(client.get(reverse("innovations:detail", args=[one.slug])))
    assert "Version 3, in force" in whole and "1 of 12 questions answered" in whole
    assert (
        whole.index(plain) < whole.index("TIDieR item 5, who provided") and "Not said yet" in whole
    )


def test_assurance_without_proof_is_not_green_and_expiry_is_red_and_on_home(client, one, lead):
    client.force_login(lead)
    today = timezone.localdate()
    tell = reverse("innovations:assurance_tell", args=[one.slug])
    gone = (today - timedelta(days=3)).isoformat()
    given = {"framework": "dtac", "section": "C1", "status": "held"}
    page = text_of(client.post(tell, given | {"expires_on": gone}, follow=True))
    assert "nhsuk-tag--red" in page and "Expired 3 days ago" in page
    client.post(tell, given | {"section": "C2"})
    page = text_of(client.get(reverse("innovations:assurance", args=[one.slug])))
    assert "Said to be held" in page and "nhsuk-tag--green" not in page
    assert page.count("Nothing told yet") == 6  # three sections of DTAC, and three frameworks
    texts = [need.text for need in needs_of(viewer_of(lead), today)[0]]
    assert texts == ["Renew DTAC of Calls: expired 3 days ago"]


def test_the_standards_that_apply_to_the_tier_are_shown(client, one, lead):
    client.force_login(lead)
    tell = reverse("innovations:assurance_tell", args=[one.slug])
    refused = client.post(tell, {"framework": "nice_esf", "status": "held"})
    assert "Say which tier it is" in text_of(refused)
    client.post(tell, {"framework": "nice_esf", "status": "held", "tier": "A"})
    page = text_of(client.get(reverse("innovations:assurance", args=[one.slug])))
    assert "The 17 standards that apply to tier A" in page and "budget impact" in page


def test_a_proofs_file_comes_back_as_it_was_and_never_opens_in_the_browser(client, one, lead):
    client.force_login(lead)
    item = record_assurance(by=lead, innovation=one, framework="dcb0129", status="held")
    at = reverse("innovations:proof", args=[item.pk])
    page = text_of(client.get(at))
    assert 'enctype="multipart/form-data"' in page
    content = b"<html><script>alert(1)</script>"
    name = "case; x=1 über.pdf"
    client.post(at, {"file": SimpleUploadedFile(name, content)})
    proof = AssuranceProof.objects.get()
    file = client.get(reverse("innovations:proof_file", args=[proof.pk]))
    assert file.content == content
    assert file["Content-Type"] == "application/octet-stream"
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert file["Content-Disposition"].startswith("attachment")
    assert "case%3B%20x%3D1%20%C3%BCber.pdf" in file["Content-Disposition"]
    shown = text_of(client.get(reverse("innovations:assurance", args=[one.slug])))
    assert "nhsuk-tag--green" in shown


def test_a_file_too_large_or_of_another_kind_is_refused_beside_its_field(client, one, lead):
    client.force_login(lead)
    item = record_assurance(by=lead, innovation=one, framework="dcb0129", status="held")
    at = reverse("innovations:proof", args=[item.pk])
    big = SimpleUploadedFile("a.pdf", bytes(5 * 1024 * 1024 + 7))
    assert "at most 5 MB are kept" in text_of(client.post(at, {"file": big}))
    page = SimpleUploadedFile("a.html", b"<p>")
    assert "not of a kind that is kept" in text_of(client.post(at, {"file": page}))
    assert "Give a reference, a link or a file" in text_of(client.post(at, {}))
    assert not item.proofs.exists()


def test_a_proof_is_taken_away(client, one, lead):
    client.force_login(lead)
    item = record_assurance(by=lead, innovation=one, framework="dcb0129", status="held")
    proof = add_proof(by=lead, item=item, reference="javascript:alert(1)")
    shown = text_of(client.get(reverse("innovations:assurance", args=[one.slug])))
    assert "javascript:alert(1)" in shown and 'href="javascript' not in shown
    assert client.get(reverse("innovations:proof_file", args=[proof.pk])).status_code == 404
    client.post(reverse("innovations:proof_remove", args=[proof.pk]), {"reason": "Wrong one"})
    assert not item.proofs.exists()


def test_a_confidential_record_is_for_its_writer_and_those_named(client, one, lead):
    reader, other = make_person(Role.ANALYST, name="R"), make_person(Role.ADMINISTRATOR)
    party = make_organisation(name="Quillworth Diagnostics", code="XQ1")
    client.force_login(lead)
    write = reverse("innovations:confidential_write", args=[one.slug])
    given = {"kind": "terms", "party": "XQ1", "text": "Four pounds a head", "reader": reader.pk}
    page = client.post(write, given, follow=True)
    assert "Four pounds a head" in text_of(page) and page["Cache-Control"] == "no-store"
    kept = ConfidentialRecord.objects.get()
    assert kept.party == party
    at = reverse("innovations:confidential", args=[one.slug])
    detail = reverse("innovations:detail", args=[one.slug])
    client.force_login(reader)
    assert "Four pounds a head" in text_of(client.get(at))
    assert at in text_of(client.get(detail))
    name = reverse("innovations:confidential_name", args=[kept.pk])
    assert client.post(name, {"person": other.pk}).status_code == 403
    client.force_login(other)
    for address in (at, detail, reverse("home")):
        shown = text_of(client.get(address))
        assert "Four pounds" not in shown and "Quillworth" not in shown
    assert "nothing here for you to read" in text_of(client.get(at))
    assert client.get(name).status_code == 404
    client.force_login(lead)
    client.post(name, {"person": other.pk})
    assert set(kept.named.all()) == {reader, other}
    client.post(reverse("innovations:confidential_end", args=[kept.pk]), {})
    assert "Ended" in text_of(client.get(at))


def test_one_that_runs_already_enters_at_its_true_stage_and_says_why(client, one, lead):
    mission = make_mission()
    by = make_person(Role.MISSION_LEAD, mission=mission)
    client.force_login(by)
    at = reverse("innovations:start", args=[mission.slug])
    given = {"name": "Pilots", "sentence": "s", "stage": "sustained", "on": "2023-11-01"}
    assert "known" in text_of(client.post(at, given))
    assert not Innovation.objects.filter(name="Pilots").exists()
    given |= {"known_so_far": "It ran in four boroughs.", "entered_because": "Began in 2023.",
              "source": "Report of 2024"}  # fmt: skip
    page = text_of(client.post(at, given, follow=True))
    made = Innovation.objects.get(name="Pilots")
    assert (made.stage, made.opportunity) == ("sustained", None)
    assert made.spells.get().entered == date(2023, 11, 1)
    assert "Known before it came here: It ran in four boroughs." in page
    assert "It ran before it came here" in page
    assert "Began in 2023." in page and "Report of 2024" in page


def test_what_follows_is_shown_before_a_site_stops_and_done_once_confirmed(client, one, lead):
    site = make_site(one)
    TestOfChange.objects.create(site=site, question="q", prediction="p", started=date(2025, 1, 1))
    client.force_login(lead)
    at = reverse("sites:move", args=[site.pk])
    given = {"to": "stopped", "reason": "No staff"}
    missing = client.post(at, given)
    assert missing.status_code == 422 and "Say what was learnt" in text_of(missing)
    given["learnt"] = "Hire <first>"
    asked = client.post(at, given)
    page = text_of(asked)
    assert "Nothing is done yet" in page and "1 test of change ends as abandoned" in page
    assert 'value="Hire &lt;first&gt;"' in page
    site.refresh_from_db()
    assert site.state == "live" and not site.lessons.exists()
    changed = text_of(client.post(at, given | {"change": "1", "read": "x"}))
    assert "Hire &lt;first&gt;" in changed and "Nothing is done yet" not in changed
    read = read_in(asked)
    site.tests_of_change.update(ended=date(2025, 2, 1))
    TestOfChange.objects.create(site=site, question="a", prediction="p", started=date(2025, 1, 1))
    TestOfChange.objects.create(site=site, question="b", prediction="p", started=date(2025, 1, 1))
    again = client.post(at, given | {"read": read})
    assert "Something changed since you read this" in text_of(again)
    assert "2 tests of change end" in text_of(again)
    done = client.post(at, given | {"read": read_in(again)})
    assert done.status_code == 302
    site.refresh_from_db()
    assert site.state == "stopped" and site.lessons.get().text == "Hire <first>"


def test_an_innovation_that_pauses_tells_of_its_sites_first(client, one, lead):
    make_site(one)
    client.force_login(lead)
    at = reverse("innovations:stage", args=[one.slug])
    given = {"to": "paused", "reason": "Recall"}
    asked = client.post(at, given)
    assert "1 live site pauses with it." in text_of(asked)
    client.post(at, given | {"read": read_in(asked)})
    one.refresh_from_db()
    assert one.stage == "paused"


def test_a_move_from_which_nothing_follows_is_done_at_once(client, one, lead):
    client.force_login(lead)
    at = reverse("innovations:stage", args=[one.slug])
    assert client.post(at, {"to": "adapting", "reason": "Tried"}).status_code == 302


def test_a_site_de_adopts_on_its_page(client, one, lead):
    site = make_site(one)
    client.force_login(lead)
    at = reverse("sites:move", args=[site.pk])
    assert "De-adopted, with learning" in text_of(client.get(at))
    given = {"to": "de_adopted", "reason": "Replaced", "learnt": "Too slow"}
    done = client.post(at, given, follow=True)
    page = text_of(done)
    assert "De-adopted, with learning: Replaced" in page and "de-adopted" in page
