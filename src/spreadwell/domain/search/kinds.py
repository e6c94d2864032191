"""What can be found: one table of kinds of things, with the fields that are read.

Only fields that every page of the thing shows to all who see the thing stand here, since whoever
sees a thing may find it by each of them. Confidential records, numbers and the trail of deeds are
left out.
"""

from dataclasses import dataclass

from django.db import models

from .. import models as held

# A key of the index is the thing's key times this, plus the number of its kind; numbers stay.
STEP = 100


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing: its number in the index, its model, and the fields that are read."""

    number: int
    model: type[models.Model]
    label: str
    title: tuple[str, ...]
    body: tuple[str, ...]
    # What a page needs of other rows to name the place of the thing.
    beside: tuple[str, ...] = ()
    # Rows of the model that are looked through; all of them where nothing is said.
    only: tuple[tuple[str, object], ...] = ()

    @property
    def key(self) -> str:
        """The name of the kind in addresses."""
        return self.model.__name__.lower()


def _kind(
    number: int, model: type[models.Model], label: str, title: str, body: str = "",
    beside: str = "", **only: object,
) -> Kind:  # fmt: skip
    told, read, with_it = (tuple(one.split()) for one in (title, body, beside))
    return Kind(number, model, label, told, read, with_it, tuple(only.items()))


KINDS: tuple[Kind, ...] = (
    _kind(1, held.Mission, "Missions", "title", "summary"),
    _kind(2, held.AimVersion, "Aims", "", "text why", "mission"),
    _kind(3, held.Finding, "Findings", "", "text quote speaks_as place source", "mission"),
    _kind(4, held.Theme, "Themes", "name", "need", "mission"),
    _kind(5, held.Opportunity, "Opportunities", "title",
          "need change who_bears_it exists_elsewhere", "mission"),
    _kind(6, held.Shortlist, "Shortlists", "title", "", "mission"),
    _kind(7, held.Innovation, "Innovations", "name", "sentence known_so_far stopped_because",
          "mission"),
    _kind(8, held.Network, "Networks", "name", "purpose"),
    _kind(9, held.Organisation, "Organisations", "name code", "borough"),
    _kind(10, held.ImplementationSite, "Sites", "name", "stopped_because",
          "version__innovation organisation"),
    _kind(11, held.Measure, "Measures", "name", "unit"),
    _kind(12, held.Claim, "Claims", "", "sentence comparator method place reply"),
    _kind(13, held.Decision, "Decisions", "question", "reasons dissent unless", "body"),
    _kind(14, held.Lesson, "Lessons", "", "text", "innovation site"),
    _kind(15, held.Adaptation, "Adaptations", "", "what why", "site"),
    _kind(16, held.TestOfChange, "Tests of change", "question",
          "prediction plan what_happened learning", "site"),
    _kind(17, held.SiteCall, "Calls for sites", "title", "text", "version__innovation"),
    # Steps that are told by themselves repeat the names of what is found anyway.
    _kind(18, held.Notice, "Notices back", "", "text", "innovation finding", moved=False),
    _kind(19, held.LocalPractice, "What runs well here", "what", "text place evidence",
          "organisation"),
    _kind(20, held.EvidenceRecord, "Studies", "title", "authors published_in doi", "finding"),
    _kind(21, held.DemandSignal, "What we seek", "", "seeks bar", "opportunity"),
)  # fmt: skip
BY_NUMBER = {kind.number: kind for kind in KINDS}
BY_KEY = {kind.key: kind for kind in KINDS}


def table_of(kind: Kind) -> str:
    """Return the table that a kind is stored in."""
    return kind.model._meta.db_table


def columns_of(kind: Kind, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns of some of its fields."""
    found = [kind.model._meta.get_field(name) for name in fields]
    return tuple(str(one.column) for one in found if isinstance(one, models.Field))
