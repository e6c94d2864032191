"""A file or rows of any size, checked whole, as a batch that is ready to be stored."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.utils import timezone

from spreadwell.domain.measures.changes import Batch
from spreadwell.domain.measures.models import Measure
from spreadwell.domain.measures.strata import sends_strata
from spreadwell.domain.networks.queries import keys_by_code
from spreadwell.domain.people.viewer import Viewer
from spreadwell.formats.periods import PeriodKind
from spreadwell.formats.problems import FileProblem, RowProblem, in_row_order
from spreadwell.formats.reading_checks import NO_ROWS, Rules, check_part, header_problems
from spreadwell.formats.reading_row import Statistic
from spreadwell.formats.table_parts import table_parts

from .staging import USED_MEASURES, Staging, staging
from .store_checks import StoreChecks, codes_of, keys

KEPT_PROBLEMS = 1_000
"""Problems of one file that are kept to be told; the rest are counted."""


@dataclass(slots=True)
class _Found:
    problems: list[RowProblem] = field(default_factory=list)
    more: int = 0

    def add(self, problem: RowProblem) -> None:
        if len(self.problems) < KEPT_PROBLEMS:
            self.problems.append(problem)
        else:
            self.more += 1

    def add_all(self, problems: Iterable[RowProblem]) -> None:
        for problem in problems:
            self.add(problem)

    def raise_any(self, name: str) -> None:
        if self.problems:
            raise FileProblem(name, in_row_order(self.problems), self.more)


@contextmanager
def read_batch(viewer: Viewer, source: bytes | Path, name: str) -> Iterator[Batch]:
    """Read a file against what the store knows; FileProblem with everything wrong in it.

    The file is read in parts and the batch stands on disk, so that neither is held in memory.
    """
    measures = {measure.slug: measure for measure in Measure.objects.all()}
    organisations = keys_by_code()
    rules = Rules(
        statistics={slug: Statistic(one.statistic) for slug, one in measures.items()},
        known_sites=frozenset(organisations),
        known_measures=frozenset(measures),
    )
    checks = StoreChecks(
        measures, organisations, codes_of(viewer), timezone.localdate(), sends_strata(viewer)
    )
    with staging() as staged:
        notes = _fill(staged, source, name, rules, checks)
        assert staged.kind is not None
        named = {measure.pk: slug for slug, measure in measures.items()}
        used = [pk for (pk,) in staged.ask(USED_MEASURES)]
        yield Batch(
            kind=staged.kind,
            strata=tuple(staged.strata),
            measures={pk: named[pk] for pk in used},
            sites={organisations[code]: code for code in checks.first_rows},
            chunks=staged.chunks,
            notes=notes,
        )


def _fill(
    staged: Staging, source: bytes | Path, name: str, rules: Rules, checks: StoreChecks
) -> list[str]:
    """Check and stage every part; returns the notes, or raises with every problem."""
    found = _Found()
    notes: dict[str, None] = {}
    strata: list[str] = []
    rows = 0
    cadences = {slug: PeriodKind(one.cadence) for slug, one in checks.measures.items()}
    measure_keys = {slug: measure.pk for slug, measure in checks.measures.items()}
    with closing(table_parts(source, name, cadences)) as parts:
        for table, misshapen in parts:
            header = header_problems(table)
            if header:
                raise FileProblem(name, header)
            rows += len(table) + len(misshapen)
            found.add_all(misshapen)
            if not len(table):
                continue
            part = check_part(table, rules)
            found.add_all((*part.problems, *checks.of_part(part)))
            notes |= dict.fromkeys(part.notes)
            strata = list(part.strata)
            measure, site = keys(part.measure, measure_keys), keys(part.site, checks.organisations)
            staged.add(part, measure, site)
    if not rows:
        found.add(RowProblem(None, None, NO_ROWS))
    notes |= dict.fromkeys(staged.settle())
    found.add_all(checks.of_file(staged, strata))
    found.raise_any(name)
    return list(notes)
