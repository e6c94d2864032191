"""Funnel plots: units of different size against limits that narrow, with over-dispersion."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from spreadwell.methods.spc.question import direction
from spreadwell.methods.spc.scales import SCALES, Scale
from spreadwell.methods.spc.segments import as_values
from spreadwell.methods.spc.shapes import Bools, ControlChart, Floats, Guard, Segment, Signal
from spreadwell.methods.spc.tables import SIGNALS, kind_of

# The normal quantiles that go with `PROBABILITIES`.
QUANTILES = (-3.0902323061678132, -1.959963984540054, 1.959963984540054, 3.0902323061678132)
TRIM = 0.1
Kind = Literal["proportion", "ratio", "ratio_log"]
# Lower 99.8, lower 95, upper 95, upper 99.8.
Four = tuple[Floats, Floats, Floats, Floats]


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """The target, the ratios, their sizes and three sets of limits (99.8 and 95, low and high).

    `phi` is the mean squared winsorised z, `tau2` the variance between units beyond chance on
    the transformed scale. `plain` limits ignore it, `adjusted` allow for it, `exact` are the
    interpolated binomial or Poisson ones.
    """

    target: float
    ratios: Floats
    sizes: Floats
    phi: float
    tau2: float
    plain: Four
    adjusted: Four
    exact: Four


def funnel_limits(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    kind: Kind = "proportion",
    target: float | None = None,
    trim: float = TRIM,
) -> FunnelLimits:
    """Funnel limits for many units.

    `kind`: proportion (of a denominator), ratio (observed to expected, square-root scale) or
    ratio_log (the same on the log scale, extremes left out of the spread instead of drawn in, as
    SHMI does). `target`: the pooled value unless given. `trim`: share winsorised at each end.
    Raises ValueError naming the entry at fault. Source: Spiegelhalter 2005, 2012.
    """
    top, bottom = as_values(numerator, "numerators"), as_values(denominator, "denominators")
    _check(top, bottom, kind)
    if not 0 <= trim < 0.5:
        raise ValueError(f"A trim of {trim:g} is impossible: give a share from 0 to under 0.5.")
    ratios = top / bottom
    centre = float(top.sum() / bottom.sum()) if target is None else float(target)
    if kind == "proportion" and not 0 <= centre <= 1:
        raise ValueError(f"A target share of {centre:g} is impossible: give one from 0 to 1.")
    if kind == "ratio" and centre < 0:
        raise ValueError(f"A target of {centre:g} is impossible: give one of 0 or more.")
    if kind == "ratio_log" and centre <= 0:
        raise ValueError("A log scale needs a target above 0: choose another scale.")
    scale = SCALES[kind]
    se = scale.error(bottom, centre)
    z = (scale.forward(ratios, top, bottom) - scale.middle(centre)) / se
    phi, tau2 = spread(z, se, trim, scale)
    wide = np.sqrt(se**2 + tau2)
    # Loaded here: scipy takes longer to load than most charts take to make, and few are funnels.
    from spreadwell.methods.spc.exact_limits import PROBABILITIES, binomial_limits, poisson_limits

    exact = binomial_limits if kind == "proportion" else poisson_limits
    low998, low95, up95, up998 = (exact(bottom, centre, p) for p in PROBABILITIES)
    return FunnelLimits(
        target=centre,
        ratios=ratios,
        sizes=bottom,
        phi=phi,
        tau2=tau2,
        plain=_four(scale, centre, se),
        adjusted=_four(scale, centre, wide),
        exact=(low998, low95, up95, up998),
    )


def spread(z: Floats, se: Floats, trim: float, scale: Scale) -> tuple[float, float]:
    """φ and τ² of additive over-dispersion, the extremes of z drawn in (or left out) first."""
    kept = _between(z, trim) if scale.truncates else np.ones(len(z), dtype=np.bool_)
    low, high = (-np.inf, np.inf) if scale.truncates else np.quantile(z, [trim, 1 - trim])
    held = np.clip(z, low, high)[kept]
    weights = 1 / se[kept] ** 2
    count = len(held)
    if not count:
        return 0.0, 0.0
    phi = float((held**2).sum() / count)
    room = weights.sum() - (weights**2).sum() / weights.sum()
    excess = count * phi - (count - 1)
    return phi, float(max(0.0, excess / room)) if room > 0 else 0.0


def _between(z: Floats, trim: float) -> NDArray[np.bool_]:
    """Which units lie in neither extreme group when ranked and cut into 1/`trim` groups.

    Source: NHS Digital's SHMI methodology; Spiegelhalter and others 2012.
    """
    if not trim:
        return np.ones(len(z), dtype=np.bool_)
    groups = 1 / trim
    _, which, count = np.unique(z, return_inverse=True, return_counts=True)
    # Units that tie share the mean of their ranks.
    ranks = (np.cumsum(count) - (count - 1) / 2)[which]
    place = np.floor(ranks * groups / (len(z) + 1))
    return np.asarray((place > 0) & (place < groups - 1), dtype=np.bool_)


def funnel(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    names: Sequence[str] = (),
    kind: Kind = "proportion",
    improvement: str = "up",
    target: float | None = None,
    limits: Literal["auto", "adjusted", "exact"] = "auto",
) -> ControlChart:
    """A funnel of units against 95 and 99.8 in 100 limits; the note says which limits and φ.

    Only a unit beyond the 99.8 limits signals. `limits`: auto takes the adjusted ones where
    there is over-dispersion, else the exact ones. Other arguments as for `funnel_limits`.
    """
    way = direction(improvement)
    if limits not in ("auto", "adjusted", "exact"):
        raise ValueError(f"There are no {limits!r} limits: choose auto, adjusted or exact.")
    found = funnel_limits(numerator, denominator, kind=kind, target=target)
    count = len(found.ratios)
    if names and len(names) != count:
        raise ValueError(f"There are {count} units but {len(names)} names.")
    adjusted = limits == "adjusted" or (limits == "auto" and found.tau2 > 0)
    low998, low95, up95, up998 = found.adjusted if adjusted else found.exact
    by_chance, by_more = beyond(found, found.exact, True), beyond(found, found.adjusted, False)
    high, low = by_more if adjusted else by_chance
    bits = [
        int(h) * Signal.OUTSIDE_HIGH | int(w) * Signal.OUTSIDE_LOW
        for h, w in zip(high, low, strict=True)
    ]
    exact_out, adjusted_out = (int((h | w).sum()) for h, w in (by_chance, by_more))
    centre = np.full(count, found.target)
    return ControlChart(
        kind="funnel",
        dialect="spiegelhalter-2005-adjusted" if adjusted else "spiegelhalter-2005-exact",
        improvement=way,
        values=found.ratios,
        centre=centre,
        lower=low998,
        upper=up998,
        two_sigma_lower=low95,
        two_sigma_upper=up95,
        target=None,
        kinds=tuple(kind_of(code, way, True) for code in bits),
        labels=tuple(SIGNALS[code] for code in bits),
        signals=tuple(SIGNALS[code] for code in bits),
        segments=(Segment(0, count, count, count, found.target, math.nan, math.nan, False),),
        latest=None,
        variation=None,
        assurance=None,
        guards=(Guard("limits", _limits_note(adjusted, exact_out, adjusted_out, count)),),
        bounds=(0.0, 1.0) if kind == "proportion" else (0.0, math.inf),
        x=as_values(denominator),
        names=tuple(names),
        dispersion=(("phi", found.phi), ("tau2", found.tau2)),
    )


def _limits_note(adjusted: bool, plain: int, allowed: int, count: int) -> str:
    used = (
        "The limits allow for differences between places beyond chance"
        if adjusted
        else "The limits are exact and allow for chance alone"
    )
    return (
        f"{used}. Of {count} places, {plain} lie outside limits for chance alone and {allowed} "
        "outside limits that allow for more."
    )


def beyond(found: FunnelLimits, limits: Four, exact: bool) -> tuple[Bools, Bools]:
    """Which units lie above, and which below, the 99.8 limits."""
    low, high = limits[0], limits[3]
    tie = 1e-12 * np.abs(found.ratios)
    above, below = found.ratios > high + tie, found.ratios < low - tie
    if exact:
        # Interpolated limits lie up to one event under the count that chance reaches so often;
        # a unit with that count is not beyond it, least of all where everybody was counted.
        reached = np.ceil(high * found.sizes * (1 - 1e-12))
        above &= found.ratios * found.sizes > reached * (1 + 1e-12)
    return above, below


def _four(scale: Scale, centre: float, se: Floats) -> Four:
    a, b, c, d = (scale.back(scale.middle(centre) + q * se) for q in QUANTILES)
    return a, b, c, d


def _check(top: Floats, bottom: Floats, kind: str) -> None:
    if kind not in SCALES:
        raise ValueError(f"There is no funnel of {kind!r}: choose {', '.join(SCALES)}.")
    if top.ndim != 1 or top.shape != bottom.shape or len(top) < 2:
        raise ValueError("A funnel needs a numerator and a denominator for two units or more.")
    faults = (
        (np.isnan(top) | np.isnan(bottom), "has no numerator or no denominator"),
        (top < 0, "has a negative numerator"),
        (bottom <= 0, "has a denominator that is not more than 0"),
        ((top > bottom) & (kind == "proportion"), "has more in the numerator than the denominator"),
    )
    for wrong, words in faults:
        if wrong.any():
            raise ValueError(f"Entry {int(np.flatnonzero(wrong)[0]) + 1} {words}.")
