"""Any file of records: its layout told from what stands in it, its encoding from its bytes."""

import re
from dataclasses import replace

from spreadwell.formats.encodings import decoded
from spreadwell.formats.problems import FileProblem
from spreadwell.formats.records.bibtex import read_bibtex
from spreadwell.formats.records.listed import read_json
from spreadwell.formats.records.shapes import Records
from spreadwell.formats.records.tables import layout_of, read_table
from spreadwell.formats.records.tagged import read_nbib, read_ris

_RIS = re.compile(r"^\ufeff?[A-Z][A-Z0-9]  ?- ", re.MULTILINE)
_RIS_START = re.compile(r"^\ufeff?TY  ?- ", re.MULTILINE)
_NBIB = re.compile(r"^\ufeff?PMID ?- ?", re.MULTILINE)
_BIBTEX = re.compile(r"^[ \t]*@[ \t]*\w+[ \t]*[{(]", re.MULTILINE)


def records_layout(text: str) -> str:
    """Say what a text is: RIS, PubMed, BibTeX, JSON, a register's table; blank for none."""
    start = text.lstrip("\ufeff \t\r\n")
    if not start:
        return ""
    if start[0] in "[{":
        return "JSON"
    if _NBIB.search(text):
        return "NBIB"
    if _RIS_START.search(text) or (_RIS.match(start) and "ER  -" in text):
        return "RIS"
    if _BIBTEX.search(text):
        return "BibTeX"
    return layout_of(start)


def read_records(content: bytes, name: str) -> Records | None:
    """Read a file of records; None where it is another kind of file.

    A broken record is a problem that names its line; the rest is read. FileProblem where nothing
    in the file can be read.
    """
    if content.startswith((b"PK\x03\x04", b"PAR1", b"\x1f\x8b")):
        return None
    text = decoded(content)
    layout = records_layout(text.text)
    if not layout:
        return None
    if layout == "JSON":
        found = read_json(text.text, name)
    elif layout in ("RIS", "NBIB"):
        found = (read_ris if layout == "RIS" else read_nbib)(text.text)
    elif layout == "BibTeX":
        found = read_bibtex(text.text)
    else:
        found = read_table(text.text, layout)
    if not found.records and not found.problems:
        raise FileProblem.whole(name, "there is no record in it")
    return replace(found, notes=(text.note,) if text.note else ())
