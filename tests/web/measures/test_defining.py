"""Loading definitions of measures on the page: all or none, every mistake at once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from spreadwell.domain.models import Measure
from spreadwell.domain.people.roles import Role
from tests.docs.pages import DOCS, blocks
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]

FEET = blocks(DOCS / "how-to" / "add-a-measure.md", "yaml")[0]


def put(client, *files: bytes):
    given = [SimpleUploadedFile(f"{n}.yaml", content) for n, content in enumerate(files)]
    return client.post("/measures/load/", {"definitions": given})


def test_definitions_are_loaded_changed_and_left_as_they_are(sign_in):
    client = sign_in(make_person(Role.ANALYST))
    assert "Load definitions" in client.get("/measures/").content.decode()
    assert "multiple" in client.get("/measures/load/").content.decode()
    assert put(client, FEET.encode())["Location"] == "/measures/feet_checked/"
    put(client, FEET.replace("target: 80", "target: 85").encode())
    assert "As it was" in client.get(put(client, FEET.replace("target: 80", "target: 85").encode())[
        "Location"
    ]).content.decode()  # fmt: skip
    measure = Measure.objects.get()
    assert (measure.target, measure.versions.count()) == (85, 2)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (b"", "The file is empty."),
        (b"id: [", "this is not YAML"),
        (b"\x89PNG\r\n\x1a\n", "is not UTF-8 text"),
        (b"id: x\nname: X\n", "the field is missing"),
        (b"# " + b"x" * 200_000, "too large for a measure definition"),
        (FEET.encode(), "is in another file too"),
        (b"- a\n- b\n", "A definition is a list of fields"),
    ],
    ids=["empty", "not YAML", "a picture", "fields missing", "large", "twice", "a list"],
)
def test_one_wrong_definition_keeps_all_out(sign_in, wrong, said):
    page = put(sign_in(make_person(Role.ANALYST)), FEET.encode(), wrong)
    assert page.status_code == 422
    text = page.content.decode()
    assert said in text
    assert "Traceback" not in text
    assert not Measure.objects.exists()


def test_it_is_for_administrators_and_analysts(sign_in):
    client = sign_in(make_person(Role.BOARD_MEMBER))
    assert put(client, FEET.encode()).status_code == 403
    assert "Load definitions" not in client.get("/measures/").content.decode()
    assert not Measure.objects.exists()
