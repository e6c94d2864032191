"""Tables of records: the CSV exports of PubMed, OpenAlex and ClinicalTrials.gov."""

import csv
import io
from collections.abc import Callable, Mapping

from spreadwell.formats.problems import RowProblem
from spreadwell.formats.records.listed import trial_kind
from spreadwell.formats.records.parts import made
from spreadwell.formats.records.shapes import BrokenRecord, Record, Records

Make = Callable[[int, Mapping[str, str]], Record]


def layout_of(text: str) -> str:
    """Say which register's table this is by its header; blank where it is none of them."""
    header = {name.casefold() for name in _names(text)}
    if {"pmid", "title"} <= header:
        return "PubMed"
    if {"nct number", "study title"} <= header:
        return "ClinicalTrials.gov"
    if "display_name" in header and header & {"doi", "id", "publication_year"}:
        return "OpenAlex"
    return ""


def read_table(text: str, layout: str) -> Records:
    """Read a table of records; a row that is broken is told by its line, the rest is read."""
    make = _MAKERS[layout]
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")))
    header = [name.strip().casefold() for name in next(reader)]
    kept: list[Record] = []
    problems: list[RowProblem] = []
    ended = reader.line_num
    while True:
        line = ended + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            problems.append(RowProblem(line, None, f"the row: {error}", where=f"Line {line}"))
            ended = reader.line_num
            continue
        ended = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        try:
            if len(cells) > len(header):
                raise BrokenRecord(f"it has {len(cells)} cells under {len(header)} columns")
            given = dict.fromkeys(header, "") | dict(zip(header, cells, strict=False))
            kept.append(make(line, given))
        except BrokenRecord as broken:
            problems.append(RowProblem(line, None, f"the row: {broken}", where=f"Line {line}"))
    return Records(layout, tuple(kept), tuple(problems))


def _names(text: str) -> list[str]:
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    return [name.strip() for name in next(csv.reader([first]), [])]


def _of_pubmed(line: int, row: Mapping[str, str]) -> Record:
    pmid = row["pmid"].strip()
    if pmid and not pmid.isdigit():
        raise BrokenRecord(f"“{pmid}” is no PubMed number")
    return made(
        line=line, title=row["title"], authors=row.get("authors", "").split(","),
        year=row.get("publication year", ""), published_in=row.get("journal/book", ""),
        doi=row.get("doi", ""), pmid=pmid,
        link=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else "",
    )  # fmt: skip


def _of_openalex(line: int, row: Mapping[str, str]) -> Record:
    first = row.get("authorships.author.display_name", row.get("authors", ""))
    kinds = {"review": "review", "editorial": "opinion", "letter": "opinion"}
    return made(
        line=line, title=row["display_name"], authors=first.split("|"),
        year=row.get("publication_year", ""), abstract=row.get("abstract", ""),
        published_in=row.get("primary_location.source.display_name", row.get("source", "")),
        kind=kinds.get(row.get("type", ""), ""), doi=row.get("doi", ""),
        pmid=row.get("ids.pmid", row.get("pmid", "")).rstrip("/").rsplit("/", 1)[-1],
        link=row.get("primary_location.landing_page_url", "") or row.get("id", ""),
    )  # fmt: skip


def _of_trial(line: int, row: Mapping[str, str]) -> Record:
    design = row.get("study design", "")
    allocation = next((part.split(":")[1].strip() for part in design.split("|")
                       if part.strip().startswith("Allocation:")), "")  # fmt: skip
    return made(
        line=line, title=row["study title"], abstract=row.get("brief summary", ""),
        authors=[row.get("sponsor", "")], year=row.get("start date", ""),
        kind=trial_kind(allocation, row.get("study results", "").casefold() == "yes"),
        published_in="ClinicalTrials.gov", nct=row["nct number"], link=row.get("study url", ""),
    )  # fmt: skip


_MAKERS: Mapping[str, Make] = {
    "PubMed": _of_pubmed, "OpenAlex": _of_openalex, "ClinicalTrials.gov": _of_trial,
}  # fmt: skip
