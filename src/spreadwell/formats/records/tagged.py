"""RIS and NBIB (PubMed, MEDLINE): a tag at the start of each line, one record after another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from spreadwell.formats.problems import RowProblem
from spreadwell.formats.records.parts import made
from spreadwell.formats.records.shapes import BrokenRecord, Record, Records

_RIS = re.compile(r"^([A-Z][A-Z0-9]) {1,2}- ?(.*)$")
_NBIB = re.compile(r"^([A-Z]{2,4}) {0,2}- ?(.*)$")
# What the type of a RIS record says where nothing else does. Source: RIS specification (2011).
_RIS_TYPES = {"NEWS": "opinion", "BLOG": "opinion", "GOVDOC": "other", "CTLI": "registered"}


@dataclass(slots=True)
class _Entry:
    """One record as its lines say it."""

    line: int
    fields: dict[str, list[str]] = field(default_factory=dict)
    broken: tuple[int, str] | None = None

    def all(self, *tags: str) -> list[str]:
        """Every value of some tags, in the order of the tags."""
        return [text for tag in tags for text in self.fields.get(tag, [])]

    def one(self, *tags: str) -> str:
        """The first value of the first tag that has one."""
        return next((text for text in self.all(*tags) if text.strip()), "")


def read_ris(text: str) -> Records:
    """Read a RIS file; a record that is broken is told by its line and left out."""
    return _read("RIS", _ris_entries(text), _of_ris)


def read_nbib(text: str) -> Records:
    """Read a PubMed file (NBIB or MEDLINE); a record that is broken is told by its line."""
    return _read("PubMed", _nbib_entries(text), _of_nbib)


def _read(layout: str, entries: Iterator[_Entry], make: object) -> Records:
    kept: list[Record] = []
    problems: list[RowProblem] = []
    for entry in entries:
        try:
            if entry.broken is not None:
                line, said = entry.broken
                problems.append(RowProblem(line, None, said, where=f"Line {line}"))
                continue
            kept.append(make(entry))  # type: ignore[operator]
        except BrokenRecord as broken:
            where = f"Line {entry.line}"
            problems.append(RowProblem(entry.line, None, f"the record: {broken}", where=where))
    return Records(layout, tuple(kept), tuple(problems))


def _ris_entries(text: str) -> Iterator[_Entry]:
    entry: _Entry | None = None
    last: list[str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        found = _RIS.match(line.lstrip("\ufeff"))
        tag, value = (found[1], found[2].strip()) if found else ("", line.strip())
        if tag == "TY":
            if entry is not None:
                entry.broken = entry.broken or (
                    entry.line, "the record does not end with “ER  -” before the next begins"
                )  # fmt: skip
                yield entry
            entry, last = _Entry(number, {"TY": [value]}), None
        elif entry is None:
            if tag and tag != "ER":
                # Lines of a record whose first line is missing: told once, by its first line.
                entry = _Entry(number, broken=(number, f"“{tag}” stands before any “TY  -”"))
        elif tag == "ER":
            yield entry
            entry, last = None, None
        elif tag:
            last = entry.fields.setdefault(tag, [])
            last.append(value)
        elif value and last:
            last[-1] += f" {value}"
        elif value:
            entry.broken = entry.broken or (number, "the line has no tag such as “TI  -”")
    if entry is not None:
        entry.broken = entry.broken or (entry.line, "the record does not end with “ER  -”")
        yield entry


def _nbib_entries(text: str) -> Iterator[_Entry]:
    entry: _Entry | None = None
    last: list[str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.lstrip("\ufeff")
        if not line.strip():
            if entry is not None:
                yield entry
            entry, last = None, None
            continue
        found = _NBIB.match(line)
        if found and found[1] == "PMID" and entry is not None and "PMID" in entry.fields:
            yield entry
            entry = None
        if entry is None:
            entry, last = _Entry(number), None
        if found:
            last = entry.fields.setdefault(found[1], [])
            last.append(found[2].strip())
        elif line.startswith(" ") and last:
            last[-1] += f" {line.strip()}"
        else:
            entry.broken = entry.broken or (number, "the line has no tag such as “TI  -”")
    if entry is not None:
        yield entry


def _of_ris(entry: _Entry) -> Record:
    kind = _RIS_TYPES.get(entry.one("TY"), "")
    numbers = " ".join(entry.all("DO", "M3", "UR", "L3", "C7", "N1"))
    return made(
        line=entry.line, title=entry.one("TI", "T1", "CT", "BT"),
        types=entry.all("M3", "KW"), kind=kind, year=entry.one("PY", "Y1", "DA"),
        doi=numbers, pmid=_ris_pmid(entry), nct=" ".join(entry.all("AN", "C1", "N1", "ID", "UR")),
        authors=entry.all("AU", "A1"), abstract=entry.one("AB", "N2"),
        published_in=entry.one("JO", "JF", "T2", "JA", "PB"), link=entry.one("UR", "L1", "LK"),
    )  # fmt: skip


def _ris_pmid(entry: _Entry) -> str:
    """The accession number where PubMed gave it, which exports say in DB, or before the number."""
    pubmed = "pubmed" in entry.one("DB", "DP").casefold()
    for text in entry.all("AN", "C2", "ID"):
        if re.fullmatch(r"(?:pmid:? ?)?\d{5,8}", text, re.IGNORECASE) and (
            pubmed or text.casefold().startswith("pmid")
        ):
            return text
    return ""


def _of_nbib(entry: _Entry) -> Record:
    pmid = entry.one("PMID")
    if pmid and not pmid.isdigit():
        raise BrokenRecord(f"“{pmid}” is no PubMed number")
    doi = next((t for t in entry.all("LID", "AID") if t.endswith("[doi]")), "")
    return made(
        line=entry.line, title=entry.one("TI", "BTI", "VTI"), types=entry.all("PT"),
        year=entry.one("DP", "DEP", "EDAT"), doi=doi, pmid=pmid, nct=" ".join(entry.all("SI")),
        authors=entry.all("FAU") or entry.all("AU", "CN"), abstract=entry.one("AB"),
        published_in=entry.one("JT", "TA"),
        link=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else "",
    )  # fmt: skip
