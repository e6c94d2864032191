"""A file's table in parts, so that a file of any size is read with the same memory."""

import gzip
import io
import zlib
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO

from spreadwell.formats import csv_files, excel_files, file_kinds, parquet_files
from spreadwell.formats.periods import PeriodKind
from spreadwell.formats.problems import FileProblem, RowProblem
from spreadwell.formats.tables import MAX_FILE_BYTES, Table

ROWS_AT_ONCE = 50_000

MAX_STREAMED_BYTES = 4 * 2**30
"""Largest file taken from disk: far above any extract, below what fills a disk by mistake."""

Part = tuple[Table, list[RowProblem]]
"""Rows of a table, and what is wrong with the shape of others."""


def table_parts(
    source: bytes | Path, name: str, cadences: Mapping[str, PeriodKind] = MappingProxyType({})
) -> Generator[Part, None, None]:
    """Read CSV, Excel, Parquet or FHIR in parts; a path is streamed, bytes are in memory anyway.

    A workbook is one part: its format must be held whole. `cadences` are the kinds of period of
    known measures. ``FileProblem`` where the file cannot be read at all.
    """
    size, head = _look(source, name)
    if size == 0:
        raise FileProblem.whole(name, "the file is empty")
    if head.startswith(file_kinds.PARQUET):
        yield from ((part, []) for part in parquet_files.parts(source, name, ROWS_AT_ONCE))
        return
    if head.startswith(file_kinds.GZIP):
        with _opened(source) as packed:
            yield from _unpacked(packed, name, _limit(source), cadences)
        return
    limit = MAX_FILE_BYTES if head.startswith(file_kinds.ZIP) else _limit(source)
    if size > limit:
        said = f"the file is {size / 2**20:,.0f} MB, over the limit of {limit / 2**20:,.0f} MB"
        raise FileProblem.whole(name, f"{said}; split it")
    if head.startswith(file_kinds.ZIP):
        with _opened(source) as opened:
            yield excel_files.read(opened.read(), name), []
        return
    with _opened(source) as opened:
        yield from _text(opened, head, name, cadences)


def _text(
    opened: IO[bytes], head: bytes, name: str, cadences: Mapping[str, PeriodKind]
) -> Iterator[Part]:
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        # Imported here: a CSV should not wait for the FHIR reader.
        from spreadwell.formats.fhir import reading

        yield from reading.parts(opened, name, ROWS_AT_ONCE, cadences)
        return
    file_kinds.refuse_other_kinds(head, name)
    yield from csv_files.parts(opened, name, ROWS_AT_ONCE)


def _unpacked(
    packed: IO[bytes], name: str, limit: int, cadences: Mapping[str, PeriodKind]
) -> Iterator[Part]:
    try:
        with gzip.open(packed) as held:
            opened = io.BufferedReader(_Limited(held, name, limit))
            head = opened.peek(file_kinds.HEAD_BYTES)[: file_kinds.HEAD_BYTES]
            if head.startswith(file_kinds.GZIP):
                raise FileProblem.whole(
                    name, "this is a compressed file within another; unpack it first"
                )
            yield from _text(opened, head, name, cadences)
    except (OSError, EOFError, zlib.error):
        raise FileProblem.whole(
            name, "this compressed file (gzip) is broken; it was cut off or changed on its way"
        ) from None


class _Limited(io.RawIOBase):
    """What a gzip file holds, read no further than a limit: small files can unpack to huge ones."""

    def __init__(self, held: gzip.GzipFile, name: str, limit: int) -> None:
        self.held, self.name, self.limit, self.read_so_far = held, name, limit, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        found = self.held.read(len(buffer))
        self.read_so_far += len(found)
        if self.read_so_far > self.limit:
            said = f"unpacked the file is over the limit of {self.limit / 2**20:,.0f} MB; split it"
            raise FileProblem.whole(self.name, said)
        buffer[: len(found)] = found
        return len(found)


def _look(source: bytes | Path, name: str) -> tuple[int, bytes]:
    if isinstance(source, bytes):
        return len(source), source[: file_kinds.HEAD_BYTES]
    return file_kinds.look(source, name)


def _limit(source: bytes | Path) -> int:
    return MAX_FILE_BYTES if isinstance(source, bytes) else MAX_STREAMED_BYTES


def _opened(source: bytes | Path) -> IO[bytes]:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
