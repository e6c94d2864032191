"""How the documentation is written: British, plain, in sentence case, true on every machine."""

import re

import pytest

from tests.docs.pages import PAGES, headings, named, prose

AMERICAN = re.compile(
    r"\b(\w*(?:aniz|mariz|coloriz|ecogniz|tandardiz|andomiz|ptimiz)\w*|analyz\w+|behavior\w*"
    r"|centers?|colors?|favor\w*|labeled|modeled|licenses|program(?:me)?ing language)\b",
    re.I,
)
# Praise says nothing, and some words take dignity from those they speak of.
AVOIDED = re.compile(
    r"\b(seamless\w*|cutting[- ]edge|world[- ]class|game[- ]chang\w+|effortless\w*|leverag\w+"
    r"|laggards?|non-adopters?|worst performers?|underperform\w*|lorem|tbc|fixme)\b",
    re.I,
)
ONE_MACHINE = re.compile(r"(?<![\w.])/(?:home|Users|root|tmp)/")
# Names keep their capitals inside a heading.
NAMES = {"Django", "PostgreSQL", "SQLite", "Spreadwell", "Markdown"}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_words(page):
    text = prose(page)
    assert AMERICAN.findall(text) == []
    assert AVOIDED.findall(text) == []
    assert ONE_MACHINE.findall(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_headings_are_in_sentence_case(page):
    shouting = [
        (heading, word)
        for heading in headings(page)
        for word in re.findall(r"(?<=[a-z,’] )[A-Z][a-z]+\w*", heading)
        if word not in NAMES
    ]
    assert shouting == []


def test_the_checks_see_what_they_look_for():
    assert AMERICAN.search("Organizations analyze their color")
    assert not AMERICAN.search("Organisations randomise, analyse and favour none")
    assert AVOIDED.search("A seamless experience")
    assert ONE_MACHINE.search("see /home/me/notes") and not ONE_MACHINE.search("docs/home/x")
