"""Files kept with a finding: which, by whom, and given back without harm."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from spreadwell.domain.models import Event, FindingFile
from spreadwell.domain.people.roles import Role
from tests.factories import make_finding, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def keep(client, finding, content=b"%PDF", name="chart.pdf", **more):
    given = {"file": SimpleUploadedFile(name, content), "no_patient": "on"} | more
    return client.post(f"/discovery/findings/{finding.pk}/files/add/", given, follow=True)


def test_a_file_is_kept_given_back_as_a_download_and_taken_away_with_a_reason(
    sign_in, administrator
):
    finding = make_finding(text="See the flip chart")
    client = sign_in(administrator)
    page = keep(client, finding, b"<script>alert(1)</script>", "../flip \u202echart.txt")
    assert "flip chart.txt" in words(page)
    kept = FindingFile.objects.get()
    assert (kept.name, kept.size) == ("flip chart.txt", 25)
    given = client.get(f"/discovery/kept/{kept.pk}/")
    assert given.content == b"<script>alert(1)</script>"
    assert given["Content-Type"] == "application/octet-stream"
    assert given["Content-Disposition"].startswith("attachment")
    assert given["X-Content-Type-Options"] == "nosniff"
    away = f"/discovery/kept/{kept.pk}/take-away/"
    assert client.post(away, {"reason": ""}).status_code == 422
    client.post(away, {"reason": "It shows a name"})
    assert not FindingFile.objects.exists()
    assert Event.objects.filter(summary__endswith="away: It shows a name").exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": "run.exe"}, "is not of a kind that is kept"),
        ({"name": "page.svg"}, "is not of a kind that is kept"),
        ({"content": b""}, "is empty"),
        ({"content": bytes(5 * 2**20 + 1)}, "at most 5 MB are kept"),
        ({"no_patient": ""}, "nothing in it may point to a patient"),
    ],
)
def test_what_is_not_kept_is_refused_in_a_sentence(sign_in, administrator, given, sentence):
    page = keep(sign_in(administrator), make_finding(), **given)
    assert page.status_code == 422 and sentence in words(page)
    assert not FindingFile.objects.exists()


def test_the_same_file_is_kept_once_and_only_so_many(sign_in, administrator):
    finding, client = make_finding(), sign_in(administrator)
    keep(client, finding)
    assert "keeps that very file already" in words(keep(client, finding))
    for number in range(9):
        keep(client, finding, b"%d" % number)
    assert "at most 10 files" in words(keep(client, finding, b"one more"))


def test_whoever_said_it_keeps_files_and_nobody_else_of_the_public_reads_them(sign_in):
    person = make_person(Role.CONTRIBUTOR)
    finding = make_finding(contributor=person)
    client = sign_in(person)
    assert "chart.pdf" in words(keep(client, finding))
    kept = FindingFile.objects.get()
    stranger = sign_in(make_person(Role.CONTRIBUTOR))
    assert stranger.get(f"/discovery/kept/{kept.pk}/").status_code == 404
    assert stranger.get(f"/discovery/findings/{finding.pk}/").status_code == 404
    board = sign_in(make_person(Role.BOARD_MEMBER))
    assert "chart.pdf" in words(board.get(f"/discovery/findings/{finding.pk}/"))
    assert "You cannot" in words(board.get(f"/discovery/findings/{finding.pk}/files/add/"))
