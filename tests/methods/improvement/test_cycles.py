"""What the record of tests of change shows, and the progress it suggests."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadwell.methods.improvement import Cycle, Progress, Seen, look_at_cycles, suggest_progress
from spreadwell.methods.improvement.cycles import SMALL, chains_of
from spreadwell.methods.improvement.progress import HELD, HELD_LONG, LEVELS

DAY = date(2025, 3, 3)
GOOD = Cycle(
    "a", "Does one call help?", DAY, "8 of 10 answer", DAY, 5, "rung", "7 did", "Ring later",
    "adapt", DAY + timedelta(7),
)  # fmt: skip
BARE = Cycle("b", "Two calls?", DAY + timedelta(14))


def test_a_full_record_lacks_nothing() -> None:
    after = replace(GOOD, key="b", follows="a", next_act="adopt", tried_with=25)
    seen = look_at_cycles([after, GOOD])
    assert seen.chains == (("a", "b"),)
    assert seen.sentence == "2 tests of change in 1 chain; the longest chain has 2."
    assert all(f.met == f.of and not f.unknown for f in seen.features)
    assert [f.feature for f in seen.features] == [
        "prediction", "small start", "measure", "learning", "followed",
    ]  # fmt: skip
    assert seen.next_time.startswith("Keep going")


def test_what_is_missing_is_said_and_one_thing_asked_for() -> None:
    late = replace(GOOD, key="c", predicted_on=DAY + timedelta(3), tried_with=SMALL + 1)
    undated = replace(GOOD, key="d", predicted_on=None, tried_with=None, learning=" ")
    seen = look_at_cycles([GOOD, BARE, late, undated])
    said = {f.feature: f.sentence for f in seen.features}
    assert said == {
        "prediction": "1 of 4 said what the team expected before it began; 1 wrote it down "
        "afterwards; for 1 the day of writing is not known.",
        "small start": "1 of 4 chains began with 10 people or fewer; for 2 the record does not "
        "say with how many.",
        "measure": "3 of 4 can be seen on a measure's chart.",
        "learning": "Of 3 that ended, 2 wrote down what happened and what was learnt.",
        "followed": "Of 3 that asked for another test, 0 were followed by one.",
    }
    assert seen.next_time == "Plan the test that the last one asked for."
    assert look_at_cycles([BARE]).next_time.startswith("Before the next test, write one line")
    assert look_at_cycles([]).sentence == "No test of change is recorded yet."


def test_records_that_cannot_be_are_named() -> None:
    with pytest.raises(ValueError, match="b follows z, which is not recorded"):
        look_at_cycles([GOOD, replace(BARE, follows="z")])
    with pytest.raises(ValueError, match="a is given twice"):
        look_at_cycles([GOOD, GOOD])
    with pytest.raises(ValueError, match="follows itself"):
        look_at_cycles([replace(GOOD, follows="b"), replace(BARE, follows="a")])


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(-1, 30)), min_size=1, max_size=20))
@settings(max_examples=100, deadline=None)
def test_every_cycle_stands_in_one_chain(rows: list[tuple[int, int]]) -> None:
    cycles = [
        Cycle(str(i), "?", DAY + timedelta(day), follows=str(before) if 0 <= before < i else "")
        for i, (day, before) in enumerate(rows)
    ]
    chains = chains_of(cycles)
    assert sorted(k for chain in chains for k in chain) == sorted(c.key for c in cycles)
    where = {k: n for n, chain in enumerate(chains) for k in chain}
    assert all(where[c.key] == where[c.follows] for c in cycles if c.follows)
    assert len(chains) == sum(not c.follows for c in cycles)


FULL = Seen(share=1.0, outcome_shift=True, process_shift=True, held=HELD_LONG, everywhere=True)


@pytest.mark.parametrize(
    ("progress", "level"),
    [
        (suggest_progress(), 0.5),
        (suggest_progress(aim=True), 0.5),
        (suggest_progress(aim=True, team=4), 1.0),
        (suggest_progress(aim=True, team=4, plan=True), 1.5),
        (suggest_progress(aim=True, team=4, plan=True, activity=True), 2.0),
        (suggest_progress(aim=True, team=4, cycles=[BARE]), 2.0),
        (suggest_progress(aim=True, team=4, cycles=[GOOD]), 2.5),
        (suggest_progress(aim=True, team=4, cycles=[GOOD], seen=Seen(0.9)), 2.5),
        (suggest_progress(aim=True, team=4, cycles=[GOOD], seen=Seen(0.1, True)), 2.5),
        (suggest_progress(aim=True, team=4, cycles=[GOOD], seen=Seen(0.6, None, True)), 3.0),
        (suggest_progress(aim=True, team=4, cycles=[GOOD], seen=Seen(0.3, True)), 3.5),
        (suggest_progress(aim=True, team=4, cycles=[GOOD], seen=Seen(0.5, True)), 4.0),
        (suggest_progress(aim=True, team=4, cycles=[GOOD], seen=Seen(0.5, True, held=HELD)), 4.5),
        (suggest_progress(aim=True, team=4, cycles=[GOOD], seen=FULL), 5.0),
        (suggest_progress(aim=True, cycles=[GOOD], seen=FULL), 0.5),
    ],
)
def test_each_level_needs_all_beneath_it(progress: Progress, level: float) -> None:
    assert progress.level == level
    assert progress.words == LEVELS[level]  # type: ignore[index]
    assert progress.sentence.startswith(f"{level:.1f}, ")
    assert progress.next_needs.endswith(".")


def test_the_reason_is_in_words_to_the_team() -> None:
    got = suggest_progress(aim=True, team=1, cycles=[GOOD], seen=Seen(0.42, True))
    assert got.sentence == (
        "3.5, improvement, is suggested: a chart shows a lasting change for the better, 42 in 100 "
        "of the way to the aim; the outcome itself has changed, not only what is done."
    )
    assert got.next_needs == "Half of the way to the aim."


def test_progress_cannot_be_put_in_order() -> None:
    with pytest.raises(TypeError):
        sorted([suggest_progress(), suggest_progress(aim=True, team=1)])  # type: ignore[type-var]


@given(
    st.floats(-1, 2), st.booleans(), st.booleans(), st.integers(0, 30), st.booleans(),
    st.floats(0, 1),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_more_of_anything_never_lowers_it(
    share: float, outcome: bool, process: bool, held: int, everywhere: bool, more: float
) -> None:
    seen = Seen(share, outcome, process, held, everywhere)
    levels = []
    for s in (seen, replace(seen, share=share + more), replace(seen, held=held + 6)):
        levels.append(suggest_progress(aim=True, team=2, cycles=[GOOD], seen=s).level)
    assert levels[0] <= levels[1] and levels[0] <= levels[2]
