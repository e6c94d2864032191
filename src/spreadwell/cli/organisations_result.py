"""The JSON of `import organisations` and `export organisations`."""

from pydantic import BaseModel


class LoadedFile(BaseModel):
    """A file that was read: its layout as it was recognised, and what it holds."""

    name: str
    layout: str
    sha256: str
    organisations: int
    relations: int


class FieldChange(BaseModel):
    """One field of one organisation that changed; blank is not known."""

    code: str
    field: str
    was: str
    now: str


class OrganisationsLoaded(BaseModel):
    """What a load changed, or with ``--dry-run`` would change.

    ``counts`` has organisations that are new, renamed, recoded, closed, reopened, changed and the
    same, and relations that are edges_new, edges_changed and edges_same.
    """

    stored: bool
    files: list[LoadedFile]
    counts: dict[str, int]
    changed: list[FieldChange]
    notes: list[str]


class PcnRow(BaseModel):
    """One PCN; ``closed`` is its last day, null while it has none."""

    code: str
    name: str
    icb: str | None
    sub_icb: str | None
    opened: str | None
    closed: str | None
    invented: bool


class PracticeRow(PcnRow):
    """One practice, and the PCN it is in on the day asked."""

    pcn: str | None


class MembershipRow(BaseModel):
    """A practice in a PCN from its first day to its last, null while it has none."""

    practice: str
    pcn: str
    starts: str | None
    ends: str | None
    icb: str | None


class OrganisationsExported(BaseModel):
    """Practices and PCNs open on a day, and the memberships of these PCNs."""

    practices: list[PracticeRow]
    pcns: list[PcnRow]
    memberships: list[MembershipRow]
