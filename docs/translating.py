"""Every text of the public pages that can be translated, gathered from code and templates."""

import ast
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment

from spreadwell.formats.translations import po_template

SOURCE = Path(__file__).parent.parent / "src" / "spreadwell"
PAGES = SOURCE / "web" / "jinja2"
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop"}


def of_code(text: str) -> Iterator[str]:
    """Yield the texts that a module marks for translation."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            first = node.args[0]
            if node.func.id in MARKS and isinstance(first, ast.Constant):
                yield str(first.value)


def of_template(text: str) -> Iterator[str]:
    """Yield the texts that a template marks for translation."""
    env = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for _line, _mark, message in env.extract_translations(text):  # type: ignore[attr-defined]
        yield message if isinstance(message, str) else message[0]


def messages() -> list[str]:
    """Return every text once, in the order of the files."""
    found: dict[str, None] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        if "gettext" in (text := path.read_text(encoding="utf-8")):
            found |= dict.fromkeys(of_code(text))
    for path in sorted(PAGES.rglob("*.jinja")):
        found |= dict.fromkeys(of_template(path.read_text(encoding="utf-8")))
    return list(found)


def new_language() -> str:
    """Return an empty file for a new language."""
    return po_template(messages())
