"""Invented readings: sites on a logit scale whose truth is written in `truth.yaml`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEVER = 1_000_000
FIFTHS = 5


@dataclass(frozen=True, slots=True)
class World:
    """The truth about one measure at some places.

    `base` and `effect` are in 100; `people` is the range of mean denominators. `starts` holds the
    month (0 is the first) in which each of the first places starts; the places after them never
    do. `after_worst` moves a start to the month after the place's worst. `deprived_share` is the
    part of the effect that reaches the most deprived fifth; None where fifths are not counted.
    """

    seed: int
    months: int
    places: int
    base: float
    people: tuple[int, int]
    starts: tuple[int, ...]
    effect: float = 0.0
    ramp: int = 1
    heterogeneity: float = 0.0
    level_sd: float = 0.25
    season: float = 0.03
    walk_sd: float = 0.006
    shock_sd: float = 0.05
    shock_rho: float = 0.4
    after_worst: tuple[int, int] | None = None
    deprived_share: float | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn: counts (places, months), or (places, months, fifths); starts (places,).

    `effects` (places,) is the effect at full strength in 100, for the truth beside the store.
    """

    numerators: Ints
    denominators: Ints
    starts: Ints
    effects: Floats


def draw(world: World) -> Drawn:
    """Draw the readings of a world; the same seed gives the same digits."""
    random = np.random.default_rng(world.seed)
    n, months = world.places, world.months
    t = np.arange(months)
    base = world.base / 100
    level = np.log(base / (1 - base)) + world.level_sd * random.standard_normal(n)
    season = world.season * np.sin(2 * np.pi * (t + 3) / 12)
    walk = np.cumsum(world.walk_sd * random.standard_normal(months))
    shocks = _shocks(random, world)
    starts = _starts(random, world, shocks)
    event = t - starts[:, None]
    live = np.clip((event + 1) / world.ramp, 0, 1) * (event >= 0)
    # One in 100 is base·(1 − base) on the logit scale, near enough for a planted truth.
    slope = 1 / (100 * base * (1 - base))
    own = world.effect + world.heterogeneity * random.standard_normal(n)
    own = np.where(starts < months, own, 0.0)
    mean = level[:, None] + season + walk + shocks
    people = random.uniform(*world.people, n)
    if world.deprived_share is None:
        return _counted(random, mean + slope * own[:, None] * live, people, starts, own)
    return _by_fifth(random, world, mean, slope * own[:, None] * live, people, starts, own)


def _shocks(random: np.random.Generator, world: World) -> Floats:
    made = np.zeros((world.places, world.months))
    state = world.shock_sd * random.standard_normal(world.places)
    kept = np.sqrt(1 - world.shock_rho**2)
    for month in range(world.months):
        fresh = world.shock_sd * kept * random.standard_normal(world.places)
        state = world.shock_rho * state + fresh
        made[:, month] = state
    return made


def _starts(random: np.random.Generator, world: World, shocks: Floats) -> Ints:
    starts = np.full(world.places, NEVER, dtype=np.int64)
    starts[: len(world.starts)] = world.starts
    if world.after_worst is not None:
        first, last = world.after_worst
        for place in range(len(world.starts)):
            starts[place] = first + 1 + int(shocks[place, first:last].argmin())
    return starts


def _counted(
    random: np.random.Generator, logit: Floats, people: Floats, starts: Ints, own: Floats
) -> Drawn:
    size = np.maximum(np.round(people[:, None] * random.normal(1, 0.02, logit.shape)), 1)
    counts = random.binomial(size.astype(np.int64), 1 / (1 + np.exp(-logit)))
    return Drawn(counts.astype(np.int64), size.astype(np.int64), starts, own)


def _by_fifth(
    random: np.random.Generator, world: World, mean: Floats, live: Floats,
    people: Floats, starts: Ints, own: Floats,
) -> Drawn:  # fmt: skip
    """Fifths by deprivation, the first the most deprived: it starts lower and gains less."""
    assert world.deprived_share is not None
    shares = random.dirichlet(np.full(FIFTHS, 6.0), world.places)
    gradient = np.linspace(-0.2, 0.2, FIFTHS)
    gains = np.ones(FIFTHS)
    gains[0] = world.deprived_share
    # The others gain a little more, so that the mean over people is the planted effect.
    first = shares[:, :1]
    gains = np.where(np.arange(FIFTHS) == 0, gains, (1 - first * gains[0]) / (1 - first))
    logit = mean[:, :, None] + gradient + live[:, :, None] * gains[:, None, :]
    wobble = random.normal(1, 0.01, (world.places, world.months, 1))
    size = np.maximum(np.round(people[:, None, None] * shares[:, None, :] * wobble), 1)
    size = size.astype(np.int64)
    counts = random.binomial(size, 1 / (1 + np.exp(-logit)))
    return Drawn(counts.astype(np.int64), size, starts, own)
