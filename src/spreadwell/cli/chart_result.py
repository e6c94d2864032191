"""The result of ``spreadwell chart`` as JSON; its schema is generated from here."""

from pydantic import BaseModel

from spreadwell.cli.series import Series
from spreadwell.cli.sources import Result, known
from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.methods.spc.shapes import (
    AssuranceIcon,
    ControlChart,
    Improvement,
    PointKind,
    Signal,
    VariationIcon,
)


class Point(BaseModel):
    """One point: a period of a site, or a site of a funnel; null is not known."""

    period: str | None
    name: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    centre: float | None
    lower: float | None
    upper: float | None
    two_sigma_lower: float | None
    two_sigma_upper: float | None
    target: float | None = None
    kind: PointKind
    label: str | None
    signals: list[str]


class ChartSegment(BaseModel):
    """Points from ``first`` to ``last`` that share one centre."""

    first: str
    last: str
    points: int
    baseline_points: int
    centre: float | None
    lower: float | None
    upper: float | None
    provisional: bool


class Runs(BaseModel):
    """Anhøj's runs analysis of one segment."""

    useful: int
    longest_run: int
    longest_run_max: int
    crossings: int
    crossings_min: int
    signal: bool


class Chart(BaseModel):
    """One chart, with the choice of its kind and what it shows."""

    site: str | None
    kind: str
    reason: str
    dialect: str
    improvement: Improvement
    suits: bool
    sentence: str
    variation: VariationIcon | None
    assurance: AssuranceIcon | None
    latest: str | None
    notes: list[str]
    dispersion: dict[str, float | None]
    segments: list[ChartSegment]
    runs: list[Runs]
    points: list[Point]


class ChartResult(Result):
    """Every chart of one measure."""

    measure: str
    period_kind: PeriodKind
    charts: list[Chart]


def chart_of_series(
    series: Series, made: ControlChart, reason: str, sentence: str, notes: list[str]
) -> Chart:
    """The chart of one site over time."""
    periods = series.periods
    points = [
        _point(made, place, str(period), period.label) for place, period in enumerate(periods)
    ]
    if series.is_pair:
        for place, point in enumerate(points):
            point.numerator = known(series.numbers["numerator"][place])
            point.denominator = known(series.numbers["denominator"][place])
    return _chart(series.site, made, reason, sentence, notes, points, periods)


def chart_of_funnel(
    made: ControlChart,
    tops: list[float],
    bottoms: list[float],
    period: str | None,
    reason: str,
    sentence: str,
) -> Chart:
    """The funnel of all sites."""
    points = [_point(made, place, period, name) for place, name in enumerate(made.names)]
    for point, top, bottom in zip(points, tops, bottoms, strict=True):
        point.numerator, point.denominator = top, bottom
    return _chart(None, made, reason, sentence, [], points, ())


def _point(made: ControlChart, place: int, period: str | None, name: str) -> Point:
    target = None if made.target is None else known(made.target[place])
    signals = made.signals[place]
    return Point(
        period=period,
        name=name,
        value=known(made.values[place]),
        centre=known(made.centre[place]),
        lower=known(made.lower[place]),
        upper=known(made.upper[place]),
        two_sigma_lower=known(made.two_sigma_lower[place]),
        two_sigma_upper=known(made.two_sigma_upper[place]),
        target=target,
        kind=made.kinds[place],
        label=_names(made.labels[place])[0] if made.labels[place] else None,
        signals=_names(signals),
    )


def _names(signals: Signal) -> list[str]:
    return [one.name.lower() for one in Signal if one and one in signals and one.name]


def _chart(
    site: str | None,
    made: ControlChart,
    reason: str,
    sentence: str,
    notes: list[str],
    points: list[Point],
    periods: tuple[Period, ...],
) -> Chart:
    # A funnel has no segments in time: its one segment would only repeat its centre.
    segments = made.segments if periods else ()
    return Chart(
        site=site,
        kind=made.kind,
        reason=reason,
        dialect=made.dialect,
        improvement=made.improvement,
        suits=made.suits,
        sentence=sentence,
        variation=made.variation,
        assurance=made.assurance,
        latest=str(periods[made.latest]) if periods and made.latest is not None else None,
        notes=[*notes, *made.notes],
        dispersion={name: known(number) for name, number in made.dispersion},
        segments=[
            ChartSegment(
                first=str(periods[one.start]),
                last=str(periods[one.stop - 1]),
                points=one.points,
                baseline_points=one.baseline_points,
                centre=known(one.centre),
                lower=known(one.lower),
                upper=known(one.upper),
                provisional=one.provisional,
            )
            for one in segments
        ],
        runs=[
            Runs(
                useful=one.useful,
                longest_run=one.longest_run,
                longest_run_max=one.longest_run_max,
                crossings=one.crossings,
                crossings_min=one.crossings_min,
                signal=one.signal,
            )
            for one in made.runs
        ],
        points=points,
    )
