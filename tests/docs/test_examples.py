"""What the documentation shows works: files are read, commands answer as printed."""

import argparse
import re
import shlex
import subprocess
import sys

import pytest

from docs.generate import MEASURES
from spreadwell.cli.registry import installed
from spreadwell.exchange.portfolio import SIGN_INS
from spreadwell.formats.measures import load_definitions, parse_definition, statistics_of
from spreadwell.formats.readings import check_readings
from spreadwell.methods.effects.grade import WORDS
from spreadwell.methods.effects.selection import share_expected_to_fall
from tests.docs.pages import DOCS, PAGES, ROOT, blocks, prose, text_of

HOW_TO = DOCS / "how-to"


def test_the_definition_that_is_shown_is_one():
    (shown,) = blocks(HOW_TO / "add-a-measure.md", "yaml")
    assert parse_definition(shown, name="feet_checked.yaml").id == "feet_checked"


def test_the_readings_that_are_shown_are_taken():
    (shown,) = blocks(HOW_TO / "send-readings.md", "csv")
    found = check_readings(
        shown.encode(),
        name="readings.csv",
        statistics=statistics_of(load_definitions(MEASURES).values()),
    )
    assert found.problems == ()
    assert found.readings is not None
    assert len(found.readings) == 4


@pytest.fixture
def shell(tmp_path):
    """Return a function that runs shell lines of a page in a folder of their own."""
    (tmp_path / "src").symlink_to(ROOT / "src")
    start = tmp_path / "spreadwell"
    start.write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT}/src" exec "{sys.executable}" -m spreadwell.cli.main "$@"\n'
    )
    start.chmod(0o755)

    def run(lines: str) -> str:
        done = subprocess.run(
            ["sh", "-e", "-c", lines], cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_the_published_study_can_be_run_as_the_guide_says(shell):
    page = HOW_TO / "run-an-effect.md"
    (ask,) = blocks(page, "sh")
    (printed,) = blocks(page, "text")
    assert shell(ask).startswith(printed)


def test_shares_that_improve_anyway_are_those_of_the_method():
    page = text_of(DOCS / "explanation" / "regression-to-the-mean.md")
    rows = re.findall(r"^\|[^|]*\((?:correlation )?(0\.\d)\) \| (\d+) \|", page, re.M)
    assert len(rows) == 3
    for correlation, share in rows:
        assert round(100 * share_expected_to_fall(0.9, float(correlation))) == int(share)


def test_every_certainty_is_explained_in_its_words():
    page = text_of(DOCS / "explanation" / "how-effects-are-told.md")
    for letter, words in WORDS.items():
        assert f"| {words} | {letter} |" in page


def test_the_tour_speaks_of_what_the_example_holds():
    page = DOCS / "tutorials" / "first-ten-minutes.md"
    example = ROOT / "src" / "spreadwell" / "definitions" / "example"
    web = ROOT / "src" / "spreadwell" / "web"
    steps = ROOT / "src" / "spreadwell" / "domain"
    sources = [*example.rglob("*.yaml"), *web.rglob("*.py"), *steps.rglob("due.py")]
    held = " ".join(" ".join(text_of(path) for path in sources).split())
    told = [" ".join(words.split()).rstrip(".") for words in re.findall(r"“([^”]+)”", prose(page))]
    assert len(told) > 10
    assert [words for words in told if words not in held] == []
    emails = set(re.findall(r"[\w.]+@example\.org", text_of(page)))
    assert emails <= {one.email for one in SIGN_INS}


COMMAND = re.compile(r"^(?:    )?(?:ExecStart=\S*/)?(?:\./)?spreadwell ([a-z]+.*)$", re.M)
SHOWN = sorted(
    {
        line.partition(" #")[0].strip()
        for page in PAGES
        if page.name != "command-line.md"
        for line in COMMAND.findall(text_of(page))
        if "…" not in line
    }
)


@pytest.mark.parametrize("line", SHOWN)
def test_every_command_that_is_shown_is_understood(line):
    name, *arguments = shlex.split(line)
    command = installed()[name]
    if not command.passes_on:
        parser = argparse.ArgumentParser()
        command.load().add_arguments(parser)
        parser.parse_args(arguments)


def test_commands_are_found_in_the_pages():
    assert {line.split()[0] for line in SHOWN} > {"demo", "serve", "effect", "import", "backup"}
