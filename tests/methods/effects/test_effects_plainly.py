"""The answer in plain sentences, and the series beside places weighed to move as it did."""

import numpy as np
import pytest

from spreadwell.formats.periods import PeriodKind
from spreadwell.methods.effects import plainly
from spreadwell.methods.effects.alongside import alongside
from spreadwell.methods.effects.evaluate import evaluate
from spreadwell.methods.effects.panel import build_panel
from spreadwell.methods.effects.question import EffectQuestion

PERIODS = 30


def panel(adopters: int, others: int, effect: float):
    random = np.random.default_rng(3)
    sites = adopters + others
    starts = {f"s{i}": 16 + i % 6 if i < adopters else None for i in range(sites)}
    chance = 0.5 + 0.05 * random.standard_normal(sites)[:, None] + np.zeros((1, PERIODS))
    for i in range(adopters):
        chance[i, starts[f"s{i}"] :] += effect
    return build_panel(
        sites=[f"s{i}" for i in range(sites) for _ in range(PERIODS)],
        periods=np.tile(np.arange(PERIODS), sites),
        kind=PeriodKind.INTEGER,
        starts=starts,
        numerators=random.binomial(2000, chance).astype(float).ravel(),
        denominators=np.full(sites * PERIODS, 2000.0),
    )


@pytest.fixture(scope="module")
def result():
    return evaluate(panel(12, 20, 0.05), EffectQuestion(per=100))


def test_size_and_certainty_stand_apart(result):
    size = plainly.size_sentence(result, places="practices", measure="Rung back", people="people")
    assert size.startswith("At the 12 practices that started, about ")
    assert "more people in 100 were counted in “Rung back” than would have been without it" in size
    assert "(likely between " in size
    sure = plainly.certainty_sentence(result, what="Calls")
    assert sure.startswith(("This was probably caused by Calls, because", "This may have been"))
    assert "in 100" not in sure.split(";")[0], "certainty holds no size"


def test_the_range_for_every_look_is_the_wider(result):
    assert result.always_valid.lower < result.headline.lower
    wide, narrow = plainly.both_ranges(result)
    assert wide != narrow and wide.endswith("in 100")


def test_people_picked_and_what_was_to_be_expected():
    assert "about 84 of 100" in plainly.expected_anyway(10, 0.5)
    assert "between 66 and 84 of 100" in plainly.expected_anyway(10, None)
    assert "highest 25 of 100" in plainly.expected_anyway(25, 0.7)


def test_weighed_places_stand_beside_few_sites():
    given = panel(2, 20, 0.10)
    question = EffectQuestion(per=100)
    found = evaluate(given, question)
    series = alongside(given, found)
    assert len(series) == found.periods
    late = [one for one in series if one.without is not None]
    assert np.mean([one.seen - one.without for one in late[6:]]) == pytest.approx(10, abs=2)
    early = [one.seen - one.fitted for one in series if one.without is None]
    assert np.mean(early) == pytest.approx(0, abs=0.5)
    assert alongside(given, evaluate(panel(12, 20, 0.05), question)) == ()
