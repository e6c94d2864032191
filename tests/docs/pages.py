"""Every page of the documentation, and what can be read out of one."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"(!?)\[(?:[^\]`]|`[^`]*`)*\]\(([^)\s]+)\)")


def named(page: Path) -> str:
    """Return how a page is spoken of in a test's name."""
    return str(page.relative_to(ROOT))


def text_of(page: Path) -> str:
    """Return a page's text."""
    return page.read_text(encoding="utf-8")


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of one language."""
    return [body for kind, body in _FENCE.findall(text_of(page)) if kind == language]


def prose(page: Path) -> str:
    """Return a page without its code."""
    return _CODE.sub("", _FENCE.sub("", text_of(page)))


def links(page: Path) -> list[str]:
    """Return where the page's links and pictures lead."""
    return [target for _, target in _LINK.findall(_FENCE.sub("", text_of(page)))]


def headings(page: Path) -> list[str]:
    """Return the page's headings, without their marks."""
    return re.findall(r"^#+ (.+?)\s*$", _FENCE.sub("", text_of(page)), re.M)
