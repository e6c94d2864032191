"""What stands beside a headline for those who must defend it: frozen results, in scale units."""

from dataclasses import dataclass

from spreadwell.methods.effects.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a summary: `time` since the start, the `group` that started then, a `period`.

    `weight` is its share in the summary; bounds of a band hold for all times at once.
    """

    result: Estimate
    time: int | None = None
    group: str | None = None
    period: str | None = None
    weight: float | None = None
    band_low: float | None = None
    band_high: float | None = None
    sites: int | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A summary of effects by cohort and period, with the parts it is made of."""

    result: Estimate
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class WaldTest:
    """A joint test with its degrees of freedom."""

    statistic: float
    df: int
    p: float


@dataclass(frozen=True, slots=True)
class Aggregates:
    """Callaway and Sant'Anna's summaries; `pre_test` asks whether anything moved before."""

    simple: Aggregate
    dynamic: Aggregate
    group: Aggregate
    calendar: Aggregate
    pre_test: WaldTest | None
    compare: str
    base: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One two-by-two comparison inside a plain regression, with its weight."""

    kind: str
    treated: str
    untreated: str
    weight: float
    estimate: float


@dataclass(frozen=True, slots=True)
class Decomposition:
    """What a plain regression on site and period effects would have said, and why.

    `forbidden` is the share of its weight that compares sites with others already live.
    """

    result: Estimate
    parts: tuple[Comparison, ...]
    forbidden: float


@dataclass(frozen=True, slots=True)
class Other:
    """The same question asked of another estimator, or with another standard error."""

    name: str
    source: str
    result: Estimate


@dataclass(frozen=True, slots=True)
class SiteWeight:
    """What a site, or a period, counts for in a synthetic comparator."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Synthetic:
    """Synthetic comparators: the weights, and how the estimate ranks among placebos.

    `rank` of `among` by size when each comparator is pretended to have started; `ratio_rank` the
    same by how much worse the fit became (synthetic control). `dates` is how many adoption dates
    were averaged over.
    """

    method: str
    result: Estimate
    placebo_se: float | None
    rank: int | None
    among: int | None
    ratio_rank: int | None
    dates: int
    omega: tuple[SiteWeight, ...]
    lambda_: tuple[SiteWeight, ...]
    fit_before: float


@dataclass(frozen=True, slots=True)
class Bound:
    """An interval that holds when a violation is no larger than `m`."""

    m: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Rambachan and Roth (2023): how large a violation of parallel trends would overturn it.

    `target` is what the bounds are of; `relative` multiplies the largest change seen before the
    start, `smoothness` bounds how fast a trend may bend a period. A breakdown is the largest `m`
    at which zero is still excluded; None where zero is inside already at the smallest.
    """

    target: str
    original: Estimate
    relative: tuple[Bound, ...]
    smoothness: tuple[Bound, ...]
    relative_breakdown: float | None
    smoothness_breakdown: float | None


@dataclass(frozen=True, slots=True)
class CountFit:
    """Counts with exposure in an interrupted series: ratios of rates (quasi-Poisson).

    `step` and `slope` are ratios with their bounds; their `se` is that of the logarithm.
    `step_alone` is the step where no change of slope is allowed for.
    """

    step: Estimate
    slope: Estimate
    average: Estimate
    before_slope: Estimate
    step_alone: Estimate
    dispersion: float
    harmonics: int


@dataclass(frozen=True, slots=True)
class NeweyWest:
    """Segmented least squares with Newey-West errors, beside the headline's own."""

    lags: int
    pre_trend: Estimate
    level: Estimate
    trend_change: Estimate
    post_trend: Estimate


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """A period of an interrupted series: what was seen, what is fitted, what would have been."""

    period: str
    seen: float | None
    fitted: float
    without: float | None
    without_low: float | None
    without_high: float | None


@dataclass(frozen=True, slots=True)
class Further:
    """Everything beyond the page; None or empty where a design has no such thing."""

    aggregates: Aggregates | None = None
    plain_regression: Decomposition | None = None
    others: tuple[Other, ...] = ()
    synthetic: Synthetic | None = None
    sensitivity: Sensitivity | None = None
    counts: CountFit | None = None
    newey_west: NeweyWest | None = None
    series: tuple[SeriesPoint, ...] = ()
