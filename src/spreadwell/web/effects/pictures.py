"""The pictures of an effect; each None where there is nothing to draw."""

from collections.abc import Mapping, Sequence
from datetime import date

from spreadwell.charts.counterfactual import counterfactual
from spreadwell.charts.effect_shapes import (
    beside_points,
    event_points,
    forest_mean,
    forest_rows,
    step_name,
)
from spreadwell.charts.estimate_history import LookPoint, estimate_history
from spreadwell.charts.event_study import event_study
from spreadwell.charts.forest import ForestRow, forest
from spreadwell.charts.frame import Look, Picture
from spreadwell.charts.ladder import LadderMark, Rung, ladder
from spreadwell.domain.claims.frozen import FrozenInput
from spreadwell.domain.claims.looks import over_time
from spreadwell.domain.claims.models import Effect, Protocol
from spreadwell.domain.claims.stored import result_of, shows_size
from spreadwell.domain.measures.strata import stratifiers_of
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.charts import ladder_of
from spreadwell.domain.sites.models import ImplementationSite, SiteSpell
from spreadwell.formats.strata import STRATA
from spreadwell.methods.effects.results import EffectResult
from spreadwell.methods.effects.strata import Equity

from ..innovations.presenters import others_of

MOST_SITES = 60
FEWEST_LOOKS = 2


def event_picture(protocol: Protocol, result: EffectResult, look: Look) -> Picture | None:
    """The event study; None where too few sites allow one."""
    found = result.event_study
    if found is None:
        return None
    return event_study(
        event_points(found),
        look,
        unit=result.scale.words,
        step=step_name(found, protocol.measure.cadence),
        reference=found.reference,
    )


def forest_picture(result: EffectResult, names: Mapping[str, str], look: Look) -> Picture | None:
    """The forest of sites, shrunken towards each other; None with none or too many to read."""
    if not result.sites or len(result.sites) > MOST_SITES:
        return None
    rows = [
        ForestRow(names.get(row.label, row.label), row.estimate, row.low, row.high, row.weight)
        for row in forest_rows(result.sites, shrunken=True)
    ]
    mean = forest_mean(result.pooled)
    return forest(rows, mean, look, unit=result.scale.words, better=result.question.improvement)


def beside_picture(effect: Effect, result: EffectResult, unit: str, look: Look) -> Picture | None:
    """What was seen beside what would have been, for a single series or weighed comparators."""
    series = result.further.series if result.further else ()
    words = "expected from its own past"
    if not series and result.design.startswith("synthetic"):
        # Here, since only these designs need the engine to draw.
        from spreadwell.methods.effects.alongside import alongside

        frozen = FrozenInput.unpack(bytes(effect.frozen_input))
        series = alongside(frozen.panel(), result)
        words = "places weighed to move as these did"
    if not series:
        return None
    points, start = beside_points(series, result.scale.factor)
    return counterfactual(points, look, start=start, unit=unit, expected=words)


def history_picture(looks: Sequence[Effect], look: Look) -> Picture | None:
    """The estimate as readings came in, with both ranges; None before there are two periods."""
    points = []
    unit = ""
    for effect in over_time(looks):
        result = result_of(effect)
        if not shows_size(result):
            continue
        valid, found, unit = result.always_valid, result.headline, result.scale.words
        points.append(
            LookPoint(
                result.last_period,
                found.estimate,
                found.lower,
                found.upper,
                valid.lower if valid else None,
                valid.upper if valid else None,
            )
        )
    if len(points) < FEWEST_LOOKS:
        return None
    return estimate_history(points, look, unit=unit)


def equity_picture(
    stratifier: str, found: Equity, result: EffectResult, look: Look
) -> Picture | None:
    """The effect in each group of people, in the order of the groups."""
    known = STRATA[stratifier]
    by_name = {one.stratum: one.result for one in found.strata}
    rows = [
        ForestRow(
            known.words(name), by_name[name].estimate, by_name[name].lower, by_name[name].upper
        )
        for name in known.ordered(list(by_name))
    ]
    return forest(
        rows,
        None,
        look,
        unit=result.scale.words,
        better=result.question.improvement,
        sort=False,
        thing="group",
        title=f"Effect by {known.name.lower()}",
    )


def may_see_strata(viewer: Viewer, protocol: Protocol, stratifier: str) -> bool:
    """Whether the viewer may see readings of single groups told apart in this way."""
    return stratifier in stratifiers_of(viewer, protocol.measure)


def overlap_picture(
    viewer: Viewer, protocol: Protocol, names: Mapping[int, str], today: date, look: Look
) -> Picture | None:
    """The ladder of its sites, with where and when other innovations start; None where none do."""
    innovation = protocol.innovation
    others = others_of(viewer, innovation, protocol.comparator_codes)
    rows = ImplementationSite.objects.visible_to(viewer).filter(version__innovation=innovation)
    sites = list(rows.order_by("started", "name"))
    touched = {place for place, _, _ in others}
    shown = [site for site in sites if site.organisation_id in touched]
    if not others or not sites:
        return None
    spells = SiteSpell.objects.visible_to(viewer).filter(site__in=shown or sites[:1])
    months, rungs = ladder_of(shown, spells, today, others=others)
    own = {site.organisation_id for site in sites}
    extra: dict[int, list[LadderMark]] = {}
    for place, since, text in others:
        month = f"{since:%Y-%m}"
        if place not in own and month in months:
            extra.setdefault(place, []).append(LadderMark(months.index(month), "other", text))
    for place, marks in extra.items():
        name = f"{names.get(place, 'A place')} (compared)"
        rungs.append(Rung(name, (None,) * len(months), tuple(marks)))
    if not rungs or len(rungs) > MOST_SITES:
        return None
    return ladder(months, rungs, look, title="Where other innovations run too")
