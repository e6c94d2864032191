"""Every link of the documentation leads somewhere, and every page can be reached."""

from pathlib import Path

import pytest

from docs.generate import slug
from tests.docs.pages import DOCS, PAGES, ROOT, headings, links, named

ELSEWHERE = ("http://", "https://", "mailto:")


def target_of(page: Path, link: str) -> Path:
    """Return the file that a link of a page means."""
    place = link.partition("#")[0]
    return (page.parent / place).resolve() if place else page


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_resolves(page):
    inside = [link for link in links(page) if not link.startswith(ELSEWHERE)]
    assert [link for link in inside if not target_of(page, link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_anchor_is_a_heading(page):
    anchors = [link for link in links(page) if "#" in link and not link.startswith(ELSEWHERE)]
    lost = [
        link
        for link in anchors
        if link.partition("#")[2] not in {slug(one) for one in headings(target_of(page, link))}
    ]
    assert lost == []


def test_every_page_can_be_reached_from_the_front():
    seen, todo = set(), [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        if page in seen:
            continue
        seen.add(page)
        targets = (target_of(page, one) for one in links(page) if not one.startswith(ELSEWHERE))
        todo += [target for target in targets if target.suffix == ".md" and target.exists()]
    assert [named(page) for page in PAGES if page not in seen] == []


def test_every_page_begins_with_its_only_title():
    wrong = []
    for page in PAGES:
        lines = [one for one in page.read_text(encoding="utf-8").splitlines() if one]
        first = lines[1] if lines[0].startswith("<!--") else lines[0]
        if not first.startswith("# ") or sum(one.startswith("# ") for one in lines) > 1:
            wrong.append(named(page))
    assert wrong == []


def test_decision_records_are_numbered_in_a_row():
    numbers = sorted(int(path.name[:4]) for path in (DOCS / "adr").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
