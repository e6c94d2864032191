"""What `import findings` and `export findings` write with `--json`."""

from pydantic import BaseModel


class FileOfFindings(BaseModel):
    """What became of one file: counts, and a sentence for each row that is no new finding."""

    name: str
    layout: str
    added: int
    known: list[str]
    problems: list[str]
    asked: list[str]
    notes: list[str]


class FindingsLoaded(BaseModel):
    """What `import findings --json` writes; `stored` is false for a dry run."""

    stored: bool
    files: list[FileOfFindings]


class FindingRow(BaseModel):
    """One finding, as a row that `import findings` reads."""

    mission: str
    text: str
    quote: str
    role: str
    voice: str
    speaks_as: str
    place: str
    date: str
    strength: str
    source: str
    source_kind: str
    who: str
    named: str
    contact: str
    evidence: str
    doi: str
    pmid: str
    nct: str


class FindingsExported(BaseModel):
    """What `export findings --json` writes."""

    findings: list[FindingRow]
