"""Weights by pairs of swings, and what they imply in words.

Each pair asks which step from worst to best matters more, and how much more. Criteria stand in a
chain, so that one answer fewer than there are criteria is enough and none can contradict another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import Criterion, Scorer, Shortlist, SwingAnswer
from .permissions import check_score
from .policies import check_scoring

Pair = tuple[Criterion, Criterion]
# What may be answered, and in which words: the first named matters so many times as much.
TIMES: tuple[tuple[float, str], ...] = (
    (4.0, "much more: four times as much"),
    (2.0, "more: twice as much"),
    (1.0, "both matter the same"),
    (0.5, "less: half as much"),
    (0.25, "much less: a quarter"),
)


def pairs_of(shortlist: Shortlist) -> list[Pair]:
    """Return the pairs that are asked: each criterion beside the next."""
    return list(pairwise(shortlist.criteria.all()))


@action
def weigh(*, by: Person, scorer: Scorer, times: Mapping[tuple[int, int], float]) -> int:
    """Save a scorer's answers to pairs of swings, by the pair's criterion keys."""
    check_score(viewer_of(by), scorer)
    check_scoring(scorer.shortlist)
    asked = {(first.pk, second.pk) for first, second in pairs_of(scorer.shortlist)}
    allowed = {value for value, _ in TIMES}
    for pair, value in times.items():
        if pair not in asked:
            raise Invalid("This pair is not asked here.")
        if value not in allowed:
            raise Invalid("Choose one of the answers.")
    SwingAnswer.objects.bulk_create(
        [
            SwingAnswer(scorer=scorer, first_id=first, second_id=second, times=value)
            for (first, second), value in times.items()
        ],
        update_conflicts=True,
        unique_fields=["scorer", "first", "second"],
        update_fields=["times"],
    )
    record(
        by=by,
        verb="shortlist.weighed",
        thing=scorer.shortlist,
        summary=f"{by} weighed the criteria, pair by pair",
    )
    return len(times)


def weights_of(criteria: Sequence[Criterion], answers: Sequence[SwingAnswer]) -> list[float] | None:
    """Return one scorer's weights, adding up to 1; None until every pair is answered."""
    times = {(one.first_id, one.second_id): one.times for one in answers}
    chain = [1.0]
    for first, second in pairwise(criteria):
        ratio = times.get((first.pk, second.pk))
        if ratio is None:
            return None
        chain.append(chain[-1] / ratio)
    return [one / sum(chain) for one in chain]


@dataclass(frozen=True, slots=True)
class PanelWeights:
    """The panel's weights, adding up to 1 in the order of the criteria, and how many weighed."""

    weights: tuple[float, ...]
    scorers: int
    groups: int


def panel_weights(shortlist: Shortlist) -> PanelWeights | None:
    """Return the mean of the groups' mean weights; None while nobody weighed.

    Only for what the panel may see: the caller asks once the first round is closed.
    """
    criteria = list(shortlist.criteria.all())
    groups: dict[str, list[list[float]]] = {}
    for scorer in shortlist.scorers.prefetch_related("swings"):
        weights = weights_of(criteria, list(scorer.swings.all()))
        if weights is not None:
            groups.setdefault(scorer.group, []).append(weights)
    if not groups:
        return None
    means = [[sum(w) / len(each) for w in zip(*each, strict=True)] for each in groups.values()]
    mean = tuple(sum(w) / len(means) for w in zip(*means, strict=True))
    return PanelWeights(mean, sum(map(len, groups.values())), len(groups))


def implied(criteria: Sequence[Criterion], weights: Sequence[float]) -> list[str]:
    """Word what weights mean, so that whoever gave them can say “not so”."""
    order = sorted(zip(weights, criteria, strict=True), key=lambda one: -one[0])
    said = [f"Of 100 points, {round(100 * weight)} go to {one.name}." for weight, one in order]
    most, least = order[0], order[-1]
    if most[0] > least[0] * 1.05:
        said.append(
            f"A step of one on {most[1].name} counts as much as "
            f"{most[0] / least[0]:.1f} steps on {least[1].name}."
        )
    powerful = sum(weight for weight, one in order if one.side == "powerful")
    said.append(
        f"What makes it powerful has {round(100 * powerful)} of the 100 points, what makes it "
        f"possible {round(100 - 100 * powerful)}."
    )
    return said
