"""Translation files: text files (.po) that translators fill in, as the catalogues (.mo) read fast.

The form is that of GNU gettext, https://www.gnu.org/software/gettext/manual/ (PO Files, MO Files);
of it we take what the pages use: messages without plural forms and without contexts.
"""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path

from spreadwell.formats.problems import FileProblem, RowProblem

_MAGIC = 0x950412DE


def read_po(text: str, name: str = "the file") -> dict[str, str]:
    """Return message → translation, the header under the empty message.

    What is not translated yet, or marked fuzzy, is left out: the page then shows the original.
    Raises FileProblem naming the line that cannot be read.
    """
    found: dict[str, str] = {}
    entry: dict[str, str] = {}
    field, fuzzy = "", False

    def keep() -> None:
        if entry.get("msgstr") and not (fuzzy and entry["msgid"]):
            found[entry["msgid"]] = entry["msgstr"]
        entry.clear()

    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        bare = line.strip()
        if "msgstr" in entry and not bare.startswith('"'):
            keep()
            field, fuzzy = "", False
        if not bare:
            continue
        if bare.startswith("#"):
            fuzzy = fuzzy or (bare.startswith("#,") and "fuzzy" in bare)
            continue
        word, _, rest = bare.partition(" ")
        if word in entry or (word == "msgstr" and "msgid" not in entry):
            raise _wrong(name, number, f"{word} stands where it cannot")
        if word in ("msgid", "msgstr"):
            field, entry[word] = word, _string(rest, number, name)
        elif bare.startswith('"') and field:
            entry[field] += _string(bare, number, name)
        else:
            raise _wrong(name, number, "expected msgid, msgstr or a text in quotes")
    keep()
    return found


def _wrong(name: str, line: int, message: str) -> FileProblem:
    return FileProblem(name, [RowProblem(None, None, message, where=f"Line {line}")])


def _string(quoted: str, number: int, name: str) -> str:
    """Read a text in quotes with the escapes of C, which Python shares."""
    try:
        value = ast.literal_eval(quoted.strip())
    except (SyntaxError, ValueError):
        value = None
    if not isinstance(value, str) or not quoted.strip().startswith('"'):
        raise _wrong(name, number, "the quotes of the text do not close")
    return value


def mo_bytes(messages: Mapping[str, str]) -> bytes:
    """Return a catalogue as programs read it: sorted messages with their translations, in UTF-8."""
    pairs = sorted((key.encode(), text.encode()) for key, text in messages.items())
    start = 7 * 4 + 16 * len(pairs)
    held = b""
    tables: list[list[int]] = [[], []]
    for side in (0, 1):
        for pair in pairs:
            tables[side] += [len(pair[side]), start + len(held)]
            held += pair[side] + b"\0"
    head = (_MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return struct.pack(f"<7I{4 * len(pairs)}I", *head, *tables[0], *tables[1]) + held


def po_template(messages: Iterable[str]) -> str:
    """Return an empty file for a new language with every message in it."""
    parts = ['msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n']
    parts += [f'msgid "{_escaped(one)}"\nmsgstr ""\n' for one in messages]
    return "\n".join(parts)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def languages_in(folders: Iterable[Path]) -> list[str]:
    """Return the codes of the languages that have a file `CODE/LC_MESSAGES/django.po`."""
    found = {path.parts[-3] for one in folders for path in one.glob("*/LC_MESSAGES/django.po")}
    return sorted(found)
