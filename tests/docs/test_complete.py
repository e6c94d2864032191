"""What the code has, the documentation names: settings, words, roles, commands, generated pages."""

import re
from pathlib import Path

import pytest

from docs.generate import PAGES as GENERATED
from docs.generate import REFERENCE
from spreadwell.cli.registry import COMMANDS, installed
from spreadwell.domain.people.roles import HELD_AT, Role
from spreadwell.domain.people.visibility import VISIBILITY
from tests.docs.pages import DOCS, ROOT, text_of

SETTING = re.compile(r"\b(?:SPREADWELL_[A-Z][A-Z_]*[A-Z]|DATABASE_URL)\b")
CODE = [ROOT / "spreadwell", *(ROOT / "src").rglob("*.py"), *(ROOT / "launcher").rglob("*.py")]
# How the launcher tells itself that it has changed to another Python; nobody sets it.
INTERNAL = {"SPREADWELL_PYTHON_CHOSEN"}


def settings_in(paths: list[Path]) -> set[str]:
    """Return the settings that these files name."""
    return {name for path in paths for name in SETTING.findall(text_of(path))} - INTERNAL


@pytest.mark.parametrize("name", GENERATED)
def test_generated_pages_are_current(name):
    assert text_of(REFERENCE / name) == GENERATED[name](), "run: python -m docs.generate"


def test_every_setting_is_documented_and_nothing_else_is():
    page = text_of(REFERENCE / "settings.md")
    rows = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.M))
    assert rows == settings_in(CODE)


def test_every_stored_thing_has_its_word():
    page = text_of(REFERENCE / "words.md")
    assert [thing for thing in VISIBILITY if f"`{thing}`" not in page] == []


def test_every_role_says_where_it_is_held():
    page = text_of(REFERENCE / "roles.md")
    for role, place in HELD_AT.items():
        if role is not Role.PUBLIC:
            assert f"| {role.label} | {place or 'everywhere'} |" in page


def test_the_front_page_lists_the_commands_that_are_there():
    table = re.findall(r"^\| `spreadwell ([a-z]+)", text_of(ROOT / "README.md"), re.M)
    assert set(installed()) <= set(table)
    assert set(table) <= {command.name for command in COMMANDS}


def test_every_explanation_and_guide_is_in_the_index():
    index = text_of(DOCS / "README.md")
    kinds = ("tutorials", "how-to", "reference", "explanation", "adr")
    pages = [path for kind in kinds for path in sorted((DOCS / kind).glob("*.md"))]
    assert [
        str(p.relative_to(DOCS)) for p in pages if f"({p.relative_to(DOCS)})" not in index
    ] == []


GUIDES = [*sorted((DOCS / "tutorials").glob("*.md")), *sorted((DOCS / "how-to").glob("*.md"))]
WEB = ROOT / "src" / "spreadwell" / "web"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_button_that_a_guide_names_is_on_a_page(guide):
    pages = [path for kind in ("*.py", "*.jinja", "*.html") for path in WEB.rglob(kind)]
    shown = "\n".join(text_of(path) for path in pages)
    named = re.findall(r"[Cc]hoos(?:e|es)\s+\*\*([^*]+)\*\*", text_of(guide))
    assert [label for label in named if " ".join(label.split()) not in shown] == []
