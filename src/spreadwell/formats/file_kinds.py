"""Telling kinds of file apart by their first bytes, and refusing the ones that hold no table."""

import gzip
import io
import zlib
from pathlib import Path

from spreadwell.formats.problems import FileProblem

HEAD_BYTES = 8192
"""Enough to know every kind of file below."""

GZIP = b"\x1f\x8b"
PARQUET = b"PAR1"
ZIP = b"PK\x03\x04"
"""An Excel workbook is a zip file; what is inside tells it from other zip files."""

_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"PK", "a zip file"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (7z)"),
    (b"{\\rtf", "a document (RTF)"),
    (b"SQLite format 3", "a database (SQLite)"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
ACCEPTED = "send CSV, Excel (.xlsx) or Parquet"


def look(path: Path, name: str) -> tuple[int, bytes]:
    """Size in bytes and the first bytes of a file; ``FileProblem`` where there is none to read."""
    try:
        if path.is_dir():
            raise FileProblem.whole(name, "this is a folder; name a file")
        size = path.stat().st_size
        with path.open("rb") as opened:
            return size, opened.read(HEAD_BYTES)
    except FileNotFoundError:
        raise FileProblem.whole(name, "there is no such file") from None
    except OSError as error:
        raise FileProblem.whole(name, f"the file cannot be read ({error.strerror})") from None


def refuse_other_kinds(head: bytes, name: str) -> None:
    """Raise ``FileProblem`` unless the first bytes look like text that may be CSV."""
    for magic, words in _OTHERS:
        if head.startswith(magic):
            raise FileProblem.whole(name, f"this is {words}, not a table; {ACCEPTED}")
    if head.startswith(_OLD_OFFICE):
        raise FileProblem.whole(
            name,
            "this is an old Excel file (.xls) or one with a password; "
            "save it as .xlsx without a password",
        )
    if head.startswith(_UTF16):
        raise FileProblem.whole(name, "the text is UTF-16; save it as “CSV UTF-8”")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise FileProblem.whole(name, f"this is a web page or XML, not a table; {ACCEPTED}")
    if start.startswith((b"{", b"[")):
        raise FileProblem.whole(name, f"this is JSON, not a table; {ACCEPTED}")
    if b"\x00" in head:
        raise FileProblem.whole(name, f"this is not a text file; {ACCEPTED}")


def unpacked(content: bytes, name: str, max_bytes: int) -> bytes:
    """Return what a gzip file holds; it is never read further than the limit allows."""
    try:
        with gzip.open(io.BytesIO(content)) as packed:
            held = packed.read(max_bytes + 1)
    except (OSError, EOFError, zlib.error):
        raise FileProblem.whole(
            name, "this compressed file (gzip) is broken; it was cut off or changed on its way"
        ) from None
    if len(held) > max_bytes:
        raise FileProblem.whole(
            name,
            f"unpacked the file is over the limit of {max_bytes / 2**20:,.0f} MB; split it, or "
            "save it as Parquet and use the command line",
        )
    if held.startswith(GZIP):
        raise FileProblem.whole(name, "this is a compressed file within another; unpack it first")
    return held
