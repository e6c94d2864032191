"""The result of ``spreadwell effect`` as JSON, sentences and picture."""

from spreadwell.charts.event_study import EventPoint, event_study
from spreadwell.charts.forest import ForestRow, forest
from spreadwell.charts.frame import Look, Picture
from spreadwell.cli.sources import Result
from spreadwell.methods.effects import wording
from spreadwell.methods.effects.results import EffectResult


class EffectOutput(Result):
    """An effect with the sentences that say it and everything that was checked."""

    measure: str
    sentences: list[str]
    result: EffectResult


def sentences(result: EffectResult) -> list[str]:
    """What a person reads: the answer, how it was reached, each check, what would change it.

    Where the effect cannot be evaluated yet the estimate still stands here, for analysts, after
    the sentence that says why no page shows it.
    """
    said = [wording.headline(result)]
    if not result.gate.ok or not result.grade.shows_size:
        unit = f" {result.scale.words}" if result.scale.words else ""
        said.append(
            f"For analysts only: {wording.number(result.estimate)}{unit} "
            f"({wording.between(result.headline, result.scale)})."
        )
    elif result.headline.excludes_zero:
        said.append(wording.direction(result))
    said.append(wording.why_this_design(result))
    said += [f"{name}: {sentence}" for name, sentence, _ in wording.checks(result)]
    said += wording.what_would_change_it(result)
    return said


def event_picture(result: EffectResult, title: str) -> Picture:
    """The picture by time since the start; site by site where too few sites allow one."""
    look = Look(heading=True)
    found = result.event_study
    if found is None:
        rows = [
            ForestRow(one.site, one.estimate, one.lower, one.upper, one.weight)
            for one in result.sites
        ]
        return forest(
            rows, look=look, unit=result.scale.words, better=result.question.improvement,
            title=title,
        )  # fmt: skip
    points = [
        EventPoint(time, estimate, low, high, sites)
        for time, estimate, low, high, sites in zip(
            found.event_times, found.estimates, found.lower, found.upper, found.sites, strict=True
        )
    ]
    step = "quarter" if found.periods_per_step == 3 else "period"
    return event_study(
        points, look, unit=result.scale.words, step=step, reference=found.reference, title=title
    )
