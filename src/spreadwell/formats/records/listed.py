"""JSON of OpenAlex, ClinicalTrials.gov (version 2) and PubMed summaries: one object a record."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from spreadwell.formats.problems import FileProblem, RowProblem
from spreadwell.formats.records.parts import made
from spreadwell.formats.records.shapes import BrokenRecord, Record, Records

_OPENALEX_KINDS = {"review": "review", "editorial": "opinion", "letter": "opinion"}


def read_json(text: str, name: str) -> Records:
    """Read a JSON file of records, whole or an object a line; FileProblem where it is none."""
    objects, problems = _objects(text, name)
    layout, make = _layout(objects)
    if make is None:
        said = "this JSON is not of OpenAlex, ClinicalTrials.gov or PubMed"
        raise FileProblem.whole(name, said)
    kept: list[Record] = []
    for line, one in objects:
        try:
            if not isinstance(one, dict):
                raise BrokenRecord("it is no object with names and values")
            kept.append(make(line, one))
        except BrokenRecord as broken:
            problems.append(_problem(line, f"the record: {broken}"))
        except (AttributeError, TypeError, KeyError, IndexError, ValueError):
            problems.append(_problem(line, "the record: a part of it is of another shape"))
    problems.sort(key=lambda one: one.row or 0)
    return Records(layout, tuple(kept), tuple(problems))


def _problem(line: int, said: str) -> RowProblem:
    return RowProblem(line, None, said, where=f"Line {line}")


def _objects(text: str, name: str) -> tuple[list[tuple[int, Any]], list[RowProblem]]:
    """Every record with the line on which it starts, and the lines that are no JSON."""
    text = text.lstrip("\ufeff")
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        return _pieces(text, name, error)
    return list(_placed(text, _list_of(whole))), []


def _list_of(whole: Any) -> list[Any]:
    """The list of records in what a program sent: bare, or under the name it gives it."""
    if isinstance(whole, list):
        return whole
    if isinstance(whole, dict):
        for key in ("results", "studies", "hits", "items"):
            if isinstance(whole.get(key), list):
                return list(whole[key])
        summaries = whole.get("result")
        if isinstance(summaries, dict):
            return [summaries[key] for key in summaries.get("uids", []) if key in summaries]
        return [whole]
    return []


def _placed(text: str, objects: list[Any]) -> Iterator[tuple[int, Any]]:
    """Say on which line each object starts: where its own name is first told after the last."""
    at = 0
    for one in objects:
        mark = _mark(one)
        found = text.find(mark, at) if mark else -1
        at = found if found >= 0 else at
        yield text.count("\n", 0, at) + 1, one


def _mark(one: Any) -> str:
    if not isinstance(one, dict):
        return json.dumps(one) if isinstance(one, str | int) else ""
    told = one.get("id") or one.get("uid") or one.get("doi") or one.get("title")
    if "protocolSection" in one:
        told = _at(one, "protocolSection", "identificationModule", "nctId")
    return json.dumps(told, ensure_ascii=False) if told else ""


def _pieces(
    text: str, name: str, error: json.JSONDecodeError
) -> tuple[list[tuple[int, Any]], list[RowProblem]]:
    """An object a line (JSON lines), or a list that breaks off: what is whole is read."""
    lines = [(n, line.strip().rstrip(",")) for n, line in enumerate(text.splitlines(), 1)]
    filled = [(n, line) for n, line in lines if line and line not in "[]"]
    if filled and all(line.startswith("{") for _, line in filled):
        objects, problems = [], []
        for number, line in filled:
            try:
                objects.append((number, json.loads(line)))
            except json.JSONDecodeError as broken:
                said = f"the record is not JSON: {broken.msg.lower()} at sign {broken.colno}"
                problems.append(_problem(number, said))
        return objects, problems
    objects = _before(text)
    said = f"the file breaks here: {error.msg.lower()}; what stands before it was read"
    if not objects:
        raise FileProblem(name, [_problem(error.lineno, f"this is not JSON: {error.msg.lower()}")])
    return objects, [_problem(error.lineno, said)]


def _before(text: str) -> list[tuple[int, Any]]:
    """The objects of the list that stand whole before a file breaks off."""
    reader = json.JSONDecoder()
    at = text.find("[")
    found: list[tuple[int, Any]] = []
    while at >= 0:
        start = text.find("{", at)
        if start < 0:
            break
        try:
            one, at = reader.raw_decode(text, start)
        except json.JSONDecodeError:
            break
        found.append((text.count("\n", 0, start) + 1, one))
    return found


def _layout(
    objects: list[tuple[int, Any]],
) -> tuple[str, Callable[[int, dict[str, Any]], Record] | None]:
    for _, one in objects:
        if isinstance(one, dict):
            if "protocolSection" in one:
                return "ClinicalTrials.gov", _of_trial
            if "display_name" in one or str(one.get("id", "")).startswith("https://openalex.org"):
                return "OpenAlex", _of_openalex
            if "uid" in one or "pubdate" in one or "pmid" in one:
                return "PubMed", _of_summary
    return "", None


def _at(one: Any, *path: str) -> Any:
    """What stands at a path of names; None where the path ends early."""
    for name in path:
        one = one.get(name) if isinstance(one, dict) else None
    return one


def _of_openalex(line: int, one: dict[str, Any]) -> Record:
    ids = one.get("ids") or {}
    kind = str(one.get("type") or "")
    return made(
        line=line, title=str(one.get("display_name") or one.get("title") or ""),
        abstract=_abstract(one.get("abstract_inverted_index") or {}),
        types=[kind, *(str(c.get("display_name", "")) for c in one.get("keywords") or [])],
        kind=_OPENALEX_KINDS.get(kind, ""), year=str(one.get("publication_year") or ""),
        doi=str(one.get("doi") or ids.get("doi") or ""),
        pmid=str(ids.get("pmid") or "").rstrip("/").rsplit("/", 1)[-1],
        authors=[str(_at(a, "author", "display_name") or "") for a in one.get("authorships") or []],
        published_in=str(_at(one, "primary_location", "source", "display_name") or ""),
        link=str(_at(one, "primary_location", "landing_page_url") or one.get("id") or ""),
    )  # fmt: skip


def _abstract(index: dict[str, list[int]]) -> str:
    """An abstract from the index of its words, as OpenAlex gives it."""
    placed = sorted((at, word) for word, places in index.items() for at in places)
    return " ".join(word for _, word in placed)


def _of_trial(line: int, one: dict[str, Any]) -> Record:
    protocol = one["protocolSection"]
    names = protocol.get("identificationModule") or {}
    number = str(names.get("nctId") or "")
    sponsor = _at(protocol, "sponsorCollaboratorsModule", "leadSponsor", "name")
    return made(
        line=line, title=str(names.get("officialTitle") or names.get("briefTitle") or ""),
        abstract=str(_at(protocol, "descriptionModule", "briefSummary") or ""),
        kind=trial_kind(
            str(_at(protocol, "designModule", "designInfo", "allocation") or ""),
            bool(one.get("hasResults")),
        ),
        year=str(_at(protocol, "statusModule", "startDateStruct", "date") or ""),
        nct=number, authors=[str(sponsor or "")], published_in="ClinicalTrials.gov",
        link=f"https://clinicaltrials.gov/study/{number}" if number else "",
    )  # fmt: skip


def trial_kind(allocation: str, has_results: bool) -> str:
    """The kind of evidence of a registered study: what it may show only once it has results."""
    if not has_results:
        return "registered"
    said = allocation.upper().replace("-", "_")
    if said == "RANDOMIZED":
        return "trial"
    return "compared" if said == "NON_RANDOMIZED" else "cohort"


def _of_summary(line: int, one: dict[str, Any]) -> Record:
    """A summary of PubMed's E-utilities (esummary, version 2.0)."""
    ids = {str(i.get("idtype")): str(i.get("value")) for i in one.get("articleids") or []}
    pmid = str(one.get("pmid") or one.get("uid") or "")
    return made(
        line=line, title=str(one.get("title") or ""), year=str(one.get("pubdate") or ""),
        types=[str(kind) for kind in one.get("pubtype") or []],
        doi=ids.get("doi", "") or str(one.get("doi") or one.get("elocationid") or ""), pmid=pmid,
        authors=[str(a.get("name") or "") for a in one.get("authors") or []],
        abstract=str(one.get("abstract") or ""),
        published_in=str(one.get("fulljournalname") or one.get("source") or ""),
        link=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else "",
    )  # fmt: skip
