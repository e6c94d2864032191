"""What a file says of organisations, whichever layout it came in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

MAX_CODE = 24
MAX_NAME = 200


class LinkKind(StrEnum):
    """How the first organisation of a link stands to the second."""

    MEMBER_OF = "member_of"
    OPERATES = "operates"
    COMMISSIONS = "commissions"
    LOCATED_IN = "located_in"
    SUCCEEDED_BY = "succeeded_by"


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """One organisation as one file tells it.

    ``row`` counts as a spreadsheet does. ``closed`` is the first day without it. ``says`` names
    the fields that the layout holds: what it does not hold changes nothing that is known.
    ``facts`` are further columns kept as text (ICB, commissioner, status, …).
    """

    row: int
    code: str
    name: str
    kind: str
    opened: date | None = None
    closed: date | None = None
    borough: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    former_code: str = ""
    recoded_on: date | None = None
    says: frozenset[str] = frozenset({"name", "kind", "opened", "closed"})


@dataclass(frozen=True, slots=True)
class Link:
    """One dated relation between two codes; ``ends`` is the first day on which it is over.

    ``column`` is where a problem with the second code is told. ``loose`` links may name
    organisations that are not loaded: the file speaks of many more than it holds.
    """

    row: int
    source: str
    kind: LinkKind
    target: str
    starts: date | None = None
    ends: date | None = None
    source_column: str = "code"
    target_column: str = "parent"
    loose: bool = False


@dataclass(frozen=True, slots=True)
class OrganisationFile:
    """Everything one file says, in the order it says it."""

    name: str
    layout: str
    published: bool
    organisations: tuple[OrganisationRecord, ...] = ()
    links: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()
