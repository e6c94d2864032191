"""The whole procedure: invariances, designs by the shape of the data, storage, truth."""

import json
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.truth import SCENARIOS, Truth, simulate
from spreadwell.formats.periods import PeriodKind
from spreadwell.methods.effects import wording
from spreadwell.methods.effects.evaluate import evaluate, readiness
from spreadwell.methods.effects.panel import NEVER, build_panel, fingerprint
from spreadwell.methods.effects.results import EffectQuestion, EffectResult

QUICK = EffectQuestion(draws=99, per=100)
WORKS = Truth("works", effect=0.13)


@pytest.fixture(scope="module")
def panel():
    return simulate(WORKS, 1)[0]


@pytest.fixture(scope="module")
def result(panel):
    return evaluate(panel, QUICK)


def test_survives_storage_with_the_same_digits(result):
    assert EffectResult.from_dict(json.loads(json.dumps(result.to_dict()))) == result


def test_runs_again_to_the_same_digits(panel, result):
    assert evaluate(panel, result.question) == result


def test_what_the_sites_share_makes_no_part_surer_than_the_headline(panel, result):
    """A shock that all comparators share is in every site's effect, and pooling cannot see it."""
    assert result.pooled.se >= result.headline.se * (1 - 1e-9)
    assert result.pooled.prediction_upper - result.pooled.prediction_lower > 0
    for site in result.sites:
        assert site.shrunken_upper - site.shrunken_lower >= 2 * result.headline.se


def test_unknown_stored_field_is_refused(result):
    with pytest.raises(ValueError, match="has no field surprise"):
        EffectResult.from_dict({**result.to_dict(), "surprise": 1})


def test_order_of_sites_does_not_matter(panel, result):
    other = evaluate(panel.keep(np.arange(45)[::-1]), QUICK)
    assert other.headline.estimate == pytest.approx(result.headline.estimate, abs=1e-9)
    assert other.headline.se == pytest.approx(result.headline.se, rel=1e-9)
    assert other.check.event_mean.se == pytest.approx(result.check.event_mean.se, rel=1e-9)
    assert fingerprint(panel.keep(np.arange(45)[::-1])) == fingerprint(panel)


def test_relabelled_periods_do_not_matter(panel, result):
    moved = evaluate(replace(panel, first=panel.first + 123), QUICK)
    assert moved.headline == result.headline
    assert moved.fingerprint != result.fingerprint


def test_a_constant_added_everywhere_does_not_matter(panel, result):
    moved = evaluate(replace(panel, outcome=panel.outcome + 0.1), QUICK)
    assert moved.headline.estimate == pytest.approx(result.headline.estimate, abs=1e-9)
    assert moved.drift_adjusted.se == pytest.approx(result.drift_adjusted.se, rel=1e-7)


def test_a_change_common_to_every_site_does_not_matter(panel, result):
    shift = np.sin(np.arange(36))
    moved = evaluate(replace(panel, outcome=panel.outcome + shift), QUICK)
    assert moved.headline.estimate == pytest.approx(result.headline.estimate, abs=1e-9)


def test_an_exact_effect_is_found_exactly(panel):
    random = np.random.default_rng(4)
    y = random.standard_normal((45, 1)) + random.standard_normal(36)
    live = np.arange(36) >= panel.start[:, None]
    exact = replace(panel, outcome=y + 2.5 * live, denominator=None)
    found = evaluate(exact, replace(QUICK, per=1))
    assert found.scale.kind == "value"
    assert found.headline.estimate == pytest.approx(2.5, abs=1e-9)
    assert found.check.same_cells.estimate == pytest.approx(2.5, abs=1e-9)


def test_window_counts_on_neither_side(panel):
    event = np.arange(36) - panel.start[:, None]
    spoiled = np.where((event >= 0) & (event < 2), 0.99, panel.outcome)
    question = replace(QUICK, window=2)
    clean = evaluate(panel, question).headline.estimate
    assert evaluate(replace(panel, outcome=spoiled), question).headline.estimate == clean


def test_groups_are_left_out_and_counted(panel):
    grouped = replace(
        panel, group=np.arange(45) // 3, group_names=tuple(f"P{i:02}" for i in range(15)),
        start=np.repeat(np.where(np.arange(15) < 6, 20, NEVER), 3),
    )  # fmt: skip
    found = evaluate(grouped, replace(QUICK, group_words="PCNs"))
    assert (found.adopters, found.comparators) == (6, 9)
    assert found.headline.df == 5


def test_ten_adopters_and_comparators_keep_months(result):
    assert (result.adopters, result.comparators, result.periods_joined) == (14, 31, 1)
    assert result.design == "imputation"
    assert result.headline.df == 13


@pytest.mark.parametrize(("adopters", "cap", "joined"), [(7, "C", 3), (4, "C", 3), (2, "D", 1)])
def test_few_adopters_cap_the_grade(adopters, cap, joined):
    found = evaluate(simulate(Truth("few", effect=0.6, adopters=adopters), 2)[0], QUICK)
    assert found.grade.letter == cap
    assert found.periods_joined == joined
    assert "adopters" in [item.rule for item in found.grade.caps]


@pytest.mark.parametrize("adopters", [1, 2])
def test_one_or_two_adopters_get_a_rank_and_no_interval(adopters):
    found = evaluate(simulate(Truth("few", effect=0.6, adopters=adopters), 2)[0], QUICK)
    assert found.headline.lower is None
    assert found.always_valid is None
    assert found.permutation_p is None
    assert found.placebo_rank == 1
    assert "no range can be given" in wording.headline(found)
    assert all(site.lower is None and site.upper is None for site in found.sites)


def test_nobody_to_compare_with_is_an_interrupted_series(panel):
    alone = panel.keep(panel.ever)
    alone = replace(alone, start=np.full(14, 24))
    found = evaluate(alone, QUICK)
    assert found.design == "interrupted-time-series"
    assert found.segmented.method == "AR(1) REML"
    assert found.segmented.harmonics == 2
    assert found.grade.letter in "DE"
    assert EffectResult.from_dict(json.loads(json.dumps(found.to_dict()))) == found


def test_all_sites_start_in_turn_uses_those_not_yet(panel):
    alone = panel.keep(panel.ever)
    found = evaluate(alone, QUICK)
    assert found.not_yet_only
    assert found.design == "imputation"
    assert "start later" in found.why_chosen
    assert any("fewer than 5" in note for note in found.notes)


def test_always_treated_are_dropped_and_named(panel):
    start = panel.start.copy()
    start[0] = 0
    found = evaluate(replace(panel, start=start), QUICK)
    assert found.always_treated == (panel.sites[0],)
    assert any("left out" in note for note in found.notes)


def test_too_early_shows_no_effect_but_still_estimates(panel):
    early = replace(panel, start=np.where(panel.ever, 5, NEVER))
    found = evaluate(early, QUICK)
    assert not found.gate.ok
    assert found.grade.letter == "–"
    assert np.isfinite(found.headline.estimate)
    sentence = wording.headline(found)
    assert sentence.startswith("Cannot be evaluated yet: most sites have only 5 months")
    assert readiness(early, QUICK) == found.gate


def test_no_start_yet_is_said_by_the_gate(panel):
    waiting = replace(panel, start=np.full(45, NEVER))
    with pytest.raises(ValueError, match="No site started within the periods"):
        evaluate(waiting, QUICK)
    assert "No site started" in readiness(waiting, QUICK).missing[0].sentence


def test_people_picked_for_a_high_value_show_no_size(panel):
    found = evaluate(panel, replace(QUICK, selected_for_high_value=True))
    assert found.grade.letter == "E"
    assert not any(char.isdigit() for char in wording.headline(found))


def test_other_innovations_lower_the_grade(panel):
    found = evaluate(panel, replace(QUICK, also_live=("pharmacist titration",)))
    assert found.grade.letter == "C"
    assert "pharmacist titration" in " ".join(wording.what_would_change_it(found))


def test_drawn_by_lot_can_earn_the_strongest(panel):
    assert evaluate(panel, replace(QUICK, randomised=True)).grade.letter == "A"


def test_small_and_sure_is_probably_no_important_effect():
    nothing = simulate(Truth("none"), 3)[0]
    found = evaluate(nothing, replace(QUICK, smallest_worthwhile=4.0))
    assert found.grade.letter == "N"
    assert wording.headline(found).startswith("Probably no important effect.")


def test_a_bad_month_switches_the_headline():
    dipped = simulate(SCENARIOS[1], 1)[0]
    found = evaluate(dipped, QUICK)
    assert found.dip.flagged
    assert found.headline == found.dip_version
    assert found.unswitched is not None
    assert found.grade.letter not in "AB"


def test_missing_readings_are_handled(panel):
    random = np.random.default_rng(0)
    y = np.where(random.random(panel.outcome.shape) < 0.04, np.nan, panel.outcome)
    found = evaluate(replace(panel, outcome=y), QUICK)
    assert found.headline.estimate == pytest.approx(2.2, abs=0.5)
    assert found.check.agrees
    assert 0.03 < found.missing_share < 0.05


@pytest.mark.parametrize(
    ("scenario", "low", "high"),
    [
        # At a true rate of 5 in 100, five of 24 or more happen once in 160 tries.
        ("no effect", 0, 4),
        ("adopts after a bad month", 0, 4),
        ("drift 0.002", 0, 4),
        ("no effect, a drift that begins in month 12", 0, 4),
        ("+2.7 in 100", 14, 24),
    ],
)
def test_grades_tell_the_truth(scenario, low, high):
    truth = next(item for item in SCENARIOS if item.name == scenario)
    runs = 24
    earned = 0
    for seed in range(100, 100 + runs):
        panel, _ = simulate(truth, seed)
        earned += evaluate(panel, replace(QUICK, seed=seed)).grade.letter in "AB"
    assert low <= earned <= high


def readings(**changes):
    columns = {
        "sites": ["a", "a", "b", "b"],
        "periods": [2020, 2021, 2020, 2021],
        "kind": PeriodKind.YEAR,
        "numerators": [1, 2, 3, 4],
        "denominators": [10, 10, 10, 10],
        "starts": {"a": 2021, "b": None},
    }
    return build_panel(**{**columns, **changes})


def test_panel_from_columns():
    found = readings()
    assert found.outcome.tolist() == [[0.1, 0.2], [0.3, 0.4]]
    assert found.start.tolist() == [1, NEVER]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"periods": [2020, 2020, 2020, 2021]}, "Site a has two readings for 2020."),
        ({"numerators": [1, -2, 3, 4]}, "Site a has a count below zero in 2021."),
        ({"starts": {"a": 2021}}, "Site b has readings but no row among the starts"),
        ({"weights": {"a": 1.0, "b": 0.0}}, "Site b has no weight above zero."),
        ({"groups": {"a": "x"}}, "Site b has no group"),
        ({"numerators": None}, "numerators with denominators, or values"),
    ],
)
def test_bad_columns_get_one_sentence(changes, message):
    with pytest.raises(ValueError, match=message):
        readings(**changes)


@pytest.mark.parametrize(
    ("field", "value"),
    [("design", "magic"), ("window", -1), ("periods_after", -1), ("level", 2), ("draws", 5)],
)
def test_questions_that_make_no_sense_are_refused(field, value):
    with pytest.raises(ValueError, match=field):
        EffectQuestion(**{field: value})


def test_question_survives_storage():
    question = EffectQuestion(window=1, also_live=("x",), smallest_worthwhile=1.5)
    assert EffectQuestion.from_dict(json.loads(json.dumps(question.to_dict()))) == question
