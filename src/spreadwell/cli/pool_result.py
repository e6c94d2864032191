"""The result of ``spreadwell pool`` as JSON and as sentences."""

import numpy as np
from pydantic import BaseModel
from scipy import special

from spreadwell.charts.telling import known
from spreadwell.cli.sources import Result
from spreadwell.formats.effects import Effects
from spreadwell.methods.effects.pooling import RandomEffects
from spreadwell.methods.effects.wording import number


class SiteOut(BaseModel):
    """One site's effect drawn towards the others, by as much as its own is unsure."""

    site: str
    estimate: float
    se: float
    low: float
    high: float


class ModeratorOut(BaseModel):
    """How much the effect changes with one more of a moderator."""

    name: str
    estimate: float
    se: float
    low: float
    high: float
    p: float


class Heterogeneity(BaseModel):
    """The Q-profile interval of the variance between sites, and what moderators explain."""

    tau2_se: float
    tau2_low: float
    tau2_high: float
    r2: float | None
    f: float | None
    f_df: list[int] | None
    f_p: float | None


class PoolOutput(Result):
    """Sites pooled by random effects (REML, Knapp-Hartung).

    With moderators ``estimate`` is the effect where every moderator is 0, and there is no one
    range for a next site.
    """

    sites: int
    estimate: float
    se: float
    low: float
    high: float
    df: int
    tau2: float
    i2: float
    q: float
    prediction: list[float] | None
    heterogeneity: Heterogeneity
    shrunken: list[SiteOut]
    moderators: list[ModeratorOut]
    sentences: list[str]


def shrunken_of(effects: Effects, found: RandomEffects, level: float) -> list[SiteOut]:
    """A row a site, in the order of the file."""
    factor = float(special.stdtrit(found.df, (1 + level) / 2))
    return [
        SiteOut(
            site=site,
            estimate=float(found.shrunken[k]),
            se=float(found.shrunken_se[k]),
            low=float(found.shrunken[k] - factor * found.shrunken_se[k]),
            high=float(found.shrunken[k] + factor * found.shrunken_se[k]),
        )
        for k, site in enumerate(effects.site)
    ]


def moderators_of(names: tuple[str, ...], found: RandomEffects) -> list[ModeratorOut]:
    """A row a moderator."""
    return [
        ModeratorOut(
            name=name,
            estimate=float(found.coefficients[k]),
            se=float(found.se[k]),
            low=float(found.lower[k]),
            high=float(found.upper[k]),
            p=float(2 * special.stdtr(found.df, -abs(found.coefficients[k] / found.se[k]))),
        )
        for k, name in enumerate(names, start=1)
    ]


def heterogeneity_of(found: RandomEffects, plain: RandomEffects | None) -> Heterogeneity:
    """The spread between sites; ``plain`` is the same without moderators, where there are any."""
    r2 = f = p = None
    degrees = None
    if plain is not None:
        moderators = len(found.coefficients) - 1
        if plain.tau2 > 0:
            r2 = 100 * max(0.0, 1 - found.tau2 / plain.tau2)
        f = found.f_moderators
        degrees = [moderators, found.df]
        p = None if f is None else float(special.fdtrc(moderators, found.df, f))
    return Heterogeneity(
        tau2_se=found.tau2_se, tau2_low=found.tau2_lower, tau2_high=found.tau2_upper,
        r2=known(r2), f=known(f), f_df=degrees, f_p=known(p),
    )  # fmt: skip


def sentences_of(found: RandomEffects, sites: int, moderators: list[ModeratorOut]) -> list[str]:
    """What a person reads."""
    low, high = float(found.lower[0]), float(found.upper[0])
    where = " where every moderator is 0" if moderators else ""
    said = [
        f"Over {sites} sites the effect is {number(float(found.coefficients[0]))}{where} "
        f"(likely between {number(low)} and {number(high)})."
    ]
    if found.prediction_lower is not None and found.prediction_upper is not None:
        said.append(
            f"At a next site it would probably lie between {number(found.prediction_lower)} and "
            f"{number(found.prediction_upper)}."
        )
    said.append(
        f"Of the spread between sites about {number(found.i2, 0)} in 100 is more than chance."
    )
    for one in moderators:
        told = "can" if one.low > 0 or one.high < 0 else "cannot"
        said.append(
            f"{one.name}: {number(one.estimate)} for one more (likely between {number(one.low)} "
            f"and {number(one.high)}), which {told} be told from no difference."
        )
    fewest = 10 * len(moderators)
    if moderators and sites < fewest:
        said.append(
            f"{sites} sites are few for {len(moderators)} moderators: about ten a moderator are "
            "needed, so take this as a hint."
        )
    return said


def pair(low: float | None, high: float | None) -> list[float] | None:
    """Two bounds as a list, or None where there are none."""
    if low is None or high is None or not (np.isfinite(low) and np.isfinite(high)):
        return None
    return [low, high]
