"""Readings that break chart tools, sent as a file and looked at on every page that draws them."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from spreadwell.domain.people.roles import Role
from tests.exchange.test_submissions import csv
from tests.factories import make_measure, make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]

WOBBLE = [50, 53, 49, 52, 51, 48, 54, 50, 52, 49, 53, 51, 50]
# Numerators by month of 100 people each (None: nothing was sent; -1: nobody was counted), and
# words that the page of the chart must hold.
SITUATIONS = {
    "all equal": ([50] * 14, "limits lie on the"),
    "nothing counted": ([0] * 14, "limits lie on the"),
    "everybody counted": ([100] * 14, "limits lie on the"),
    "nobody there": ([-1] * 14, ""),
    "missing inside": (
        [*WOBBLE[:5], None, None, *WOBBLE[5:], 52],
        "There is no value for Jun 2022 and Jul 2022",
    ),
    "nobody in between": ([*WOBBLE[:5], -1, *WOBBLE[5:], 52], "no value for Jun 2022"),
    "one point": ([50], "No point lies off the median"),
    "six points": (WOBBLE[:6], "A run chart suits 6 points"),
    "eight points": (WOBBLE[:8], "A run chart suits 8 points"),
}
NOT_A_NUMBER = re.compile(r"(?<![\w-])(nan|inf|infinity)(?![\w-])", re.I)


def month(i: int) -> str:
    return f"{2022 + i // 12}-{i % 12 + 1:02}"


def rows(values: list) -> list[str]:
    return [
        f"at_target,XP-A,{month(i)},{max(top, 0)},{0 if top < 0 else 100}"
        for i, top in enumerate(values)
        if top is not None
    ]


@pytest.mark.parametrize("name", SITUATIONS)
def test_no_page_breaks_and_none_shows_what_is_no_number(sign_in, name):
    values, words = SITUATIONS[name]
    make_measure(slug="at_target", name="At target")
    make_organisation(code="XP-A")
    client = sign_in(make_person(Role.ANALYST))
    file = SimpleUploadedFile("readings.csv", csv(*rows(values)))
    sent = client.post("/measures/send/", {"file": file})
    client.post(f"{sent['Location']}accept/")
    chart = "/measures/at_target/at/XP-A/"
    pages = ["/measures/", "/measures/at_target/", chart]
    pages += [f"{chart}?kind={kind}" for kind in ("run", "p", "pprime", "uprime", "xmr", "mr")]
    texts = {}
    for page in pages:
        found = client.get(page)
        assert found.status_code == 200, page
        texts[page] = found.content.decode()
        shown = re.sub(r"<[^>]*>", " ", texts[page]) + " ".join(
            re.findall(r' (?:x|y|cx|cy|d|points|transform|width|height)="([^"]*)"', texts[page])
        )
        assert not NOT_A_NUMBER.search(shown), page
    assert words in texts[chart] or words in texts[f"{chart}?kind=pprime"]
    for end in ("svg", "csv", "json"):
        found = client.get(f"{chart}chart.{end}")
        assert found.status_code == 200, end
        assert not NOT_A_NUMBER.search(found.content.decode()), end
        if end == "json":
            json.loads(found.content, parse_constant=lambda word: pytest.fail(word))
