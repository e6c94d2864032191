"""The gap between an aim and today, and what each innovation contributes to closing it.

A contribution is the effect at the sites where an innovation is live, times the share of people
whom those sites serve, times the conversion to the aim's measure where that is another one. What
cannot be worked out stays "contribution not quantified", never zero.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import product

import numpy as np

from spreadwell.formats.periods import Period
from spreadwell.methods.effects.results import EffectResult

from ..innovations.models import Innovation, InnovationMeasure, Link
from ..measures.charts import shown_scale
from ..measures.columns import Columns, readings_as_columns
from ..measures.models import AimTarget, Measure, Reading
from ..missions.models import Mission
from ..missions.queries import current_aim
from ..networks.models import Organisation
from ..sites.models import ImplementationSite
from .models import Effect
from .stored import result_of

# A period counts as latest only when most of the places that ever report have reported.
COMPLETE = 0.8
WHOLE = ("icb", "area", "sub_icb")


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one innovation contributes, in the aim's unit, positive towards the target.

    `amount` None means not quantified, for the reason in `why`.
    """

    innovation: Innovation
    amount: float | None
    low: float | None
    high: float | None
    why: str
    live_sites: int


@dataclass(frozen=True, slots=True)
class Gap:
    """An aim in numbers and where it stands; `latest` None without readings of its measure."""

    target: AimTarget
    baseline: float | None
    baseline_period: str
    latest: float | None
    latest_period: str
    contributions: tuple[Contribution, ...]
    invented: bool

    @property
    def ready(self) -> bool:
        """Whether the bar can be drawn."""
        return (
            self.baseline is not None
            and self.latest is not None
            and self.baseline != self.target.target
        )


def gap_of(mission: Mission) -> Gap | None:
    """The gap of a mission's current aim, None while the aim has no numbers."""
    aim = current_aim(mission)
    target = AimTarget.objects.filter(aim=aim).select_related("measure").first() if aim else None
    if target is None:
        return None
    whole = whole_series(target.measure)
    baseline, baseline_period = target.baseline, target.baseline_period
    if baseline is None and whole:
        baseline, baseline_period = whole[0][1], whole[0][0].label
    latest, latest_period = (whole[-1][1], whole[-1][0].label) if whole else (None, "")
    told = tuple(
        _contribution(one, target)
        for one in Innovation.objects.filter(mission=mission).exclude(stage="stopped")
    )
    return Gap(
        target,
        baseline,
        baseline_period,
        latest,
        latest_period,
        told,
        mission.invented or any(one.innovation.invented for one in told if one.amount is not None),
    )


def whole_series(measure: Measure) -> list[tuple[Period, float]]:
    """A measure over the whole system, period by period, in the shown unit.

    Readings of the widest body that has them; else those of the commonest kind of place, added
    up over the periods in which most places reported.
    """
    columns = readings_as_columns(Reading.objects.all(), [measure]).told()
    if not len(columns):
        return []
    chosen = _of_one_kind(columns)
    scale = shown_scale(measure)
    found = []
    places = len(np.unique(chosen.organisation))
    for ordinal in np.unique(chosen.ordinal).tolist():
        here = chosen.take(chosen.ordinal == ordinal)
        if len(here) < COMPLETE * places:
            continue
        if np.isfinite(here.numerator).any():
            bottom = float(np.nansum(here.denominator))
            value = float(np.nansum(here.numerator)) / bottom if bottom else float("nan")
        else:
            value = float(
                np.nansum(here.value) if measure.statistic == "count" else np.nanmean(here.value)
            )
        if np.isfinite(value):
            found.append((columns.period(ordinal), value * scale))
    return found


def _of_one_kind(columns: Columns) -> Columns:
    kinds = dict(
        Organisation.objects.filter(pk__in=np.unique(columns.organisation).tolist()).values_list(
            "pk", "kind"
        )
    )
    counted = Counter(kinds.values())
    kind = next((k for k in WHOLE if k in counted), counted.most_common(1)[0][0])
    return columns.of(organisations=[pk for pk, one in kinds.items() if one == kind])


def _contribution(innovation: Innovation, target: AimTarget) -> Contribution:
    live = list(
        ImplementationSite.objects.filter(
            version__innovation=innovation, state="live"
        ).select_related("organisation")
    )

    def unknown(why: str) -> Contribution:
        return Contribution(innovation, None, None, None, why, len(live))

    link = (
        innovation.measures.exclude(link=Link.NONE)
        .order_by("-primary", "pk")
        .select_related("measure")
        .first()
    )
    if link is None:
        return unknown("none of its measures is linked to the aim")
    effect = Effect.objects.filter(
        protocol__innovation=innovation, protocol__measure=link.measure, is_latest=True
    ).first()
    if effect is None:
        return unknown("its effect has not been estimated yet")
    result = result_of(effect)
    if not result.gate.ok or not result.grade.shows_size:
        return unknown("its effect cannot be evaluated yet")
    if result.grade.letter in ("D", "E"):
        return unknown("the change cannot be put down to it")
    if result.headline.lower is None or result.headline.upper is None:
        return unknown("its effect has no range")
    reach = _reach(link, target, live)
    if reach is None:
        return unknown("how many people its sites serve is not known")
    return _in_aims_unit(innovation, link, target, result, reach, len(live))


def _in_aims_unit(
    innovation: Innovation,
    link: InnovationMeasure,
    target: AimTarget,
    result: EffectResult,
    reach: float,
    live: int,
) -> Contribution:
    found = result.headline
    assert found.lower is not None and found.upper is not None
    # Effects are told per `scale.per`; the aim in its measure's shown unit.
    unit = shown_scale(link.measure) / result.scale.per
    factors = (1.0, 1.0, 1.0)
    if link.link == Link.CONVERSION:
        if None in (link.conversion_low, link.conversion, link.conversion_high):
            return Contribution(innovation, None, None, None, "its conversion has no range", live)
        factors = (
            float(link.conversion_low or 0),
            float(link.conversion or 0),
            float(link.conversion_high or 0),
        )
    sign = 1.0
    if target.baseline is not None and target.target < target.baseline:
        sign = -1.0
    size = sign * reach * unit
    ends = [
        size * bound * factor
        for bound, factor in product((found.lower, found.upper), (factors[0], factors[2]))
    ]
    why = f"about {100 * reach:.0f} in 100 people are served by its {live} live sites"
    return Contribution(
        innovation, size * found.estimate * factors[1], min(ends), max(ends), why, live
    )


def _reach(
    link: InnovationMeasure, target: AimTarget, live: list[ImplementationSite]
) -> float | None:
    """The share of the aim's people whom the live sites serve; None where it is not known."""
    if not live:
        return 0.0
    served = [site.organisation.population for site in live]
    if target.population and all(served):
        return min(1.0, sum(one or 0 for one in served) / target.population)
    columns = readings_as_columns(Reading.objects.all(), [link.measure]).told()
    if not len(columns) or not np.isfinite(columns.denominator).any():
        return None
    last = columns.take(columns.ordinal == columns.ordinal.max())
    kinds = {site.organisation.kind for site in live}
    same = set(Organisation.objects.filter(kind__in=kinds).values_list("pk", flat=True))
    everyone = float(np.nansum(last.of(organisations=same).denominator))
    mine = float(np.nansum(last.of(organisations=[s.organisation_id for s in live]).denominator))
    return mine / everyone if everyone else None
