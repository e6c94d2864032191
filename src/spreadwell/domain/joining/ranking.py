"""From single scores to the table of a call: means, spread, what is missing, who is set aside.

Pure: rows in, frozen rows out. A score that was not given is missing, never zero.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """One criterion as it is weighed."""

    pk: int
    name: str
    weight: int


@dataclass(frozen=True, slots=True)
class CriterionMean:
    """What the counted reviewers gave on one criterion; `mean` 0 to 4, None where nobody did."""

    name: str
    weight: int
    mean: float | None
    scored: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """One application in the table.

    `mean` is the mean over counted reviewers of their weighted means (0 to 4), None where nobody
    is counted; `lowest` and `highest` are the lowest and highest of those; `counted` of `asked`
    reviewers scored every criterion; `missing` counts scores not given; `aside` counts reviewers
    who are excluded from it.
    """

    application: int
    name: str
    mean: float | None
    lowest: float | None
    highest: float | None
    counted: int
    asked: int
    missing: int
    aside: int
    criteria: tuple[CriterionMean, ...]

    @property
    def spread(self) -> float | None:
        """How far the counted reviewers lie apart; None where fewer than two are counted."""
        if self.counted < 2 or self.highest is None or self.lowest is None:
            return None
        return self.highest - self.lowest


def rank(
    criteria: Sequence[Asked],
    applications: Mapping[int, str],
    reviewers: Iterable[int],
    scores: Mapping[tuple[int, int, int], int],
    excluded: Set[tuple[int, int]],
) -> list[Ranked]:
    """Return the applications, the highest mean first, those without a mean last, then by name.

    `scores` go from (application, reviewer, criterion) to 0…4, `excluded` holds (application,
    reviewer). A reviewer is counted for an application when they scored each of its criteria;
    what an excluded reviewer gave is set aside.
    """
    everybody = list(reviewers)
    rows = []
    for application, name in applications.items():
        asked = [one for one in everybody if (application, one) not in excluded]
        given = {
            one: {c.pk: scores[application, one, c.pk] for c in criteria
                  if (application, one, c.pk) in scores}
            for one in asked
        }  # fmt: skip
        whole = [one for one in asked if criteria and len(given[one]) == len(criteria)]
        weight = sum(c.weight for c in criteria)
        means = [sum(c.weight * given[one][c.pk] for c in criteria) / weight for one in whole]
        rows.append(
            Ranked(
                application=application,
                name=name,
                mean=sum(means) / len(means) if means else None,
                lowest=min(means, default=None),
                highest=max(means, default=None),
                counted=len(whole),
                asked=len(asked),
                missing=sum(len(criteria) - len(given[one]) for one in asked),
                aside=len(everybody) - len(asked),
                criteria=tuple(_mean_of(c, [given[one][c.pk] for one in whole]) for c in criteria),
            )
        )
    return sorted(rows, key=lambda row: (row.mean is None, -(row.mean or 0.0), row.name))


def _mean_of(asked: Asked, values: Sequence[int]) -> CriterionMean:
    mean = sum(values) / len(values) if values else None
    return CriterionMean(asked.name, asked.weight, mean, len(values))
