"""BibTeX: entries in braces, with strings, joined values and LaTeX for letters with accents."""

import re
import unicodedata
from collections.abc import Iterator

from spreadwell.formats.problems import RowProblem
from spreadwell.formats.records.parts import made
from spreadwell.formats.records.shapes import BrokenRecord, Record, Records

_START = re.compile(r"^[ \t]*@[ \t]*(\w+)[ \t]*([{(])", re.MULTILINE)
_NAME = re.compile(r"\s*([\w:.+/-]+)\s*=\s*")
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304",
    ".": "\u0307", "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328",
    "r": "\u030a",
}  # fmt: skip
_ACCENTED = re.compile(r"\\([`'^~\"=.]|[cvuHkr](?=[ {]))\s*\{?\\?([A-Za-z])\}?")
_SIGNS = {
    r"\ss": "ß", r"\o": "ø", r"\O": "Ø", r"\ae": "æ", r"\AE": "Æ", r"\aa": "å", r"\AA": "Å",
    r"\l": "ł", r"\L": "Ł", r"\i": "ı", r"\&": "&", r"\%": "%", r"\$": "$", r"\_": "_",
    r"\#": "#", "---": "—", "--": "–", "``": "“", "''": "”", "~": " ",
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_bibtex(text: str) -> Records:
    """Read a BibTeX file; a broken entry is told by its line, the rest is read."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept: list[Record] = []
    problems: list[RowProblem] = []
    strings = {month: month for month in _MONTHS}
    starts = list(_START.finditer(text))
    for at, start in enumerate(starts):
        end = starts[at + 1].start() if at + 1 < len(starts) else len(text)
        kind, line = start[1].lower(), text.count("\n", 0, start.start()) + 1
        if kind in ("comment", "preamble"):
            continue
        try:
            fields = _fields(_body(text[start.end() : end], start[2]), strings, kind == "string")
            if kind == "string":
                strings |= fields
            else:
                kept.append(_record(line, kind, fields))
        except BrokenRecord as broken:
            said = f"the {kind} entry: {broken}"
            problems.append(RowProblem(line, None, said, where=f"Line {line}"))
    return Records("BibTeX", tuple(kept), tuple(problems))


def _body(text: str, opening: str) -> str:
    """What stands between the brackets of an entry."""
    closing = "}" if opening == "{" else ")"
    depth = 0
    for at, sign in enumerate(text):
        escaped = at > 0 and text[at - 1] == "\\"
        if sign == closing and depth == 0 and not escaped:
            return text[:at]
        if sign == "{" and not escaped:
            depth += 1
        elif sign == "}" and not escaped:
            depth -= 1
    raise BrokenRecord("its bracket is never closed")


def _fields(body: str, strings: dict[str, str], is_string: bool) -> dict[str, str]:
    """The fields of an entry by lower-case name."""
    at = 0
    if not is_string:
        key, comma, _ = body.partition(",")
        if not comma or "=" in key:
            raise BrokenRecord("it has no key and comma before its fields")
        at = len(key) + 1
    fields: dict[str, str] = {}
    while body[at:].strip(" \t\n,"):
        at += len(body[at:]) - len(body[at:].lstrip(" \t\n,"))
        name = _NAME.match(body, at)
        if name is None:
            raise BrokenRecord(f"“{body[at : at + 20].strip()}” is no field with a value")
        value, at = _value(body, name.end(), strings)
        fields.setdefault(name[1].lower(), value)
    return fields


def _value(body: str, at: int, strings: dict[str, str]) -> tuple[str, int]:
    """A value, its parts joined by #, and where it ends."""
    parts: list[str] = []
    while True:
        part, at = _part(body, at, strings)
        parts.append(part)
        rest = body[at:].lstrip()
        at = len(body) - len(rest)
        if not rest.startswith("#"):
            return "".join(parts), at
        at += 1
        at += len(body[at:]) - len(body[at:].lstrip())


def _part(body: str, at: int, strings: dict[str, str]) -> tuple[str, int]:
    if body[at : at + 1] == "{":
        inner = _body(body[at + 1 :], "{")
        return inner, at + len(inner) + 2
    if body[at : at + 1] == '"':
        depth = 0
        for end in range(at + 1, len(body)):
            depth += {"{": 1, "}": -1}.get(body[end], 0)
            if body[end] == '"' and depth == 0 and body[end - 1] != "\\":
                return body[at + 1 : end], end + 1
        raise BrokenRecord("a value in quotation marks is never closed")
    word = re.match(r"[^\s,#{}\"]+", body[at:])
    if word is None:
        raise BrokenRecord("a field has no value")
    return strings.get(word[0].lower(), word[0]), at + len(word[0])


def _letters(text: str) -> str:
    """LaTeX read as letters: {\\'e} → é; braces that only keep capitals fall away."""
    text = _ACCENTED.sub(lambda m: unicodedata.normalize("NFC", m[2] + _ACCENTS[m[1]]), text)
    for sign, letter in _SIGNS.items():
        last = r"(?![A-Za-z])" if sign[-1].isalpha() else ""
        text = re.sub(re.escape(sign) + last, letter, text)
    return re.sub(r"\\[A-Za-z]+\s*|[{}]", "", text)


def _authors(text: str) -> Iterator[str]:
    return (one for one in re.split(r"\s+and\s+", text) if one.strip())


def _record(line: int, entry: str, fields: dict[str, str]) -> Record:
    said = {name: _letters(text) for name, text in fields.items()}
    raw = fields.get
    return made(
        line=line, title=said.get("title", ""), year=said.get("year", said.get("date", "")),
        types=[said.get("type", ""), said.get("keywords", "")],
        kind={"unpublished": "other"}.get(entry, ""),
        doi=raw("doi", "") or raw("url", ""), pmid=raw("pmid", ""),
        nct=f"{raw('note', '')} {raw('number', '')}",
        authors=list(_authors(said.get("author", said.get("editor", "")))),
        abstract=said.get("abstract", ""), link=raw("url", ""),
        published_in=said.get("journal", said.get("journaltitle", said.get("booktitle",
                              said.get("publisher", said.get("institution", ""))))),
    )  # fmt: skip
