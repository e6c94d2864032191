"""Parents on any day under random sequences of moves and mergers, against a plain simulation."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadwell.domain.foundation.refusals import Invalid
from spreadwell.domain.measures.columns import Columns
from spreadwell.domain.measures.recut import OUTSIDE, recut
from spreadwell.domain.networks.structure import Structure
from spreadwell.formats.periods import Period, PeriodKind

PRACTICES = range(1, 7)
PCNS = range(101, 106)
MONTHS = 12
FIRST = Period.parse("2024-01").ordinal


def first_day(month: int) -> date:
    return Period(PeriodKind.MONTH, FIRST + month).start


class World:
    """Moves and mergers one after the other, with what is true in every month written down."""

    def __init__(self) -> None:
        self.spells: list[list] = []
        self.successions: list[tuple[int, int, date]] = []
        self.open: dict[int, list] = {}
        self.home: dict[int, int | None] = dict.fromkeys(PRACTICES)
        self.heir: dict[int, int] = {}
        self.gone: set[int] = set()
        self.true: list[dict[int, int | None]] = []

    def move(self, practice: int, to: int | None, month: int) -> None:
        self._leave(practice, month)
        self.home[practice] = to
        if to is not None:
            self.open[practice] = [practice, to, first_day(month), None]
            self.spells.append(self.open[practice])

    def _leave(self, practice: int, month: int) -> None:
        spell = self.open.pop(practice, None)
        if spell is None:
            return
        spell[3] = first_day(month)
        if spell[2] == spell[3]:
            self.spells.remove(spell)

    def merge(self, before: int, after: int, month: int, told: bool) -> None:
        """Merge two; memberships move along where that is told, else only the succession is."""
        self.gone.add(before)
        self.successions.append((before, after, first_day(month)))
        if before in self.home:
            self.heir[before] = after
            self._leave(before, month)
            return
        for practice, home in self.home.items():
            if home == before and practice not in self.heir:
                if told:
                    self.move(practice, after, month)
                self.home[practice] = after

    def write_down(self) -> None:
        def home(practice: int) -> int | None:
            while practice in self.heir:
                practice = self.heir[practice]
            return self.home[practice]

        self.true.append({practice: home(practice) for practice in PRACTICES})

    def structure(self) -> Structure:
        return Structure.of([tuple(spell) for spell in self.spells], self.successions, groups=PCNS)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A world of 12 months with up to three events in each."""
    world = World()
    for month in range(MONTHS):
        for _ in range(draw(st.integers(0, 3)) if month else len(PRACTICES)):
            live = [one for one in PRACTICES if one not in world.gone]
            pcns = [one for one in PCNS if one not in world.gone]
            what = draw(st.sampled_from(["move", "move", "pcn", "practice"])) if month else "move"
            things = {"pcn": pcns, "practice": live}.get(what, [])
            if what == "move":
                world.move(draw(st.sampled_from(live)), draw(st.sampled_from([*pcns, None])), month)
            elif len(things) > 1:
                before, after = draw(st.permutations(things))[:2]
                world.merge(before, after, month, draw(st.booleans()))
        world.write_down()
    return world


def columns(rows: list[tuple[int, int, float, float]]) -> Columns:
    """Readings of one measure from (organisation, month, numerator, denominator)."""
    grid = np.array(rows, dtype=float).reshape(len(rows), 4)
    return Columns(
        PeriodKind.MONTH,
        np.ones(len(rows), dtype=np.int64),
        grid[:, 0].astype(np.int64),
        FIRST + grid[:, 1].astype(np.int64),
        grid[:, 2],
        grid[:, 3],
        np.full(len(rows), np.nan),
    )


def told(result) -> dict[tuple[int, int], tuple[float, float, int]]:
    """(group, month) → numerator, denominator, readings behind it."""
    found = result.columns
    return {
        (int(group), int(ordinal) - FIRST): (float(numerator), float(denominator), int(count))
        for group, ordinal, numerator, denominator, count in zip(
            found.organisation, found.ordinal, found.numerator, found.denominator,
            result.readings, strict=True,
        )
    }  # fmt: skip


@given(worlds())
def test_parent_in_every_month_is_what_the_simulation_says(world):
    structure = world.structure()
    for month in range(MONTHS):
        day = first_day(month)
        for practice in PRACTICES:
            assert structure.parent(practice, day) == world.true[month][practice]
        kept = {
            p: g for p, g in world.true[month].items() if g is not None and p in structure.parents
        }
        assert structure.as_of(day) == kept


@settings(deadline=None)
@given(worlds(), st.data())
def test_no_reading_is_lost_and_none_counted_twice(world, data):
    cells = [(practice, month) for practice in PRACTICES for month in range(MONTHS)]
    chosen = data.draw(st.lists(st.sampled_from(cells), unique=True, min_size=1))
    rows = [(p, m, float(2**i % 1009), 2000.0) for i, (p, m) in enumerate(chosen)]
    structure = world.structure()
    when = data.draw(st.sampled_from([None, *range(MONTHS)]))
    result = recut(columns(rows), structure, on=None if when is None else first_day(when))
    expected: dict[tuple[int, int], tuple[float, float, int]] = {}
    for practice, month, numerator, denominator in rows:
        group = world.true[month if when is None else when][practice]
        key = (OUTSIDE if group is None else group, month)
        before = expected.get(key, (0.0, 0.0, 0))
        expected[key] = (before[0] + numerator, before[1] + denominator, before[2] + 1)
    assert told(result) == expected
    assert result.readings.sum() == len(rows)
    assert result.columns.numerator.sum() == sum(row[2] for row in rows)


A, B, C, A1, A2, B1 = 101, 102, 103, 1, 2, 3
MERGED = Structure.of(
    [
        (A1, A, date(2019, 10, 1), date(2024, 4, 1)), (A1, C, date(2024, 4, 1), None),
        (A2, A, date(2019, 10, 1), date(2024, 4, 1)), (A2, C, date(2024, 4, 1), None),
        (B1, B, date(2019, 10, 1), None),
    ],
    [(A, C, date(2024, 4, 1)), (B, C, date(2024, 4, 1))],
)  # fmt: skip
SERIES = columns(
    [row for m in range(6) for row in ((A1, m, 10, 100), (A2, m, 20, 100), (B1, m, 30, 100))]
)


def test_two_pcns_that_merge_half_way_through_a_series():
    before = {(A, m): (30, 200, 2) for m in range(3)} | {(B, m): (30, 100, 1) for m in range(3)}
    after = {(C, m): (60, 300, 3) for m in range(3, 6)}
    assert told(recut(SERIES, MERGED)) == before | after
    today = recut(SERIES, MERGED, on=date(2026, 1, 1))
    assert told(today) == {(C, m): (60, 300, 3) for m in range(6)}
    then = recut(SERIES, MERGED, on=date(2024, 3, 31))
    assert told(then) == {(A, m): (30, 200, 2) for m in range(6)} | {
        (B, m): (30, 100, 1) for m in range(6)
    }


def test_readings_of_a_pcn_itself_follow_its_merger():
    rows = [(A, m, 30, 200) for m in range(3)] + [(C, m, 60, 300) for m in range(3, 6)]
    assert told(recut(columns(rows), MERGED, on=date(2026, 1, 1))) == {
        (C, m): (30, 200, 1) if m < 3 else (60, 300, 1) for m in range(6)
    }


def test_a_whole_and_its_parts_are_not_added_up():
    with pytest.raises(Invalid, match="For 2024-02 there are readings of a whole and of its parts"):
        recut(columns([(A, 0, 30, 200), (A, 1, 30, 200), (A1, 1, 10, 100)]), MERGED)


def test_values_add_up_only_where_they_are_counts():
    bare = columns([(A1, 0, np.nan, np.nan), (A2, 0, np.nan, np.nan)])
    bare.value[:] = [3, 4]
    with pytest.raises(Invalid, match="cannot be added up"):
        recut(bare, MERGED)
    result = recut(bare, MERGED, add_values=True)
    assert result.columns.value.tolist() == [7]
    assert np.isnan(result.columns.numerator).all()


def test_a_sum_with_a_part_that_is_suppressed_is_suppressed():
    rows = columns([(A1, 0, np.nan, 100), (A2, 0, 30, 100), (A1, 1, 5, 100), (A2, 1, 6, 100)])
    summed = recut(rows, MERGED).columns
    assert summed.suppressed.tolist() == [True, False]
    assert np.isnan(summed.numerator).tolist() == [True, False]
    assert summed.denominator.tolist() == [200, 200]


def test_a_divided_organisation_keeps_its_readings():
    divided = Structure.of(
        [(1, A, None, None)], [(A, B, date(2024, 1, 1)), (A, C, date(2024, 1, 1))]
    )
    assert divided.parent(1, date(2024, 6, 1)) == A


def test_strata_stay_apart_and_nothing_in_is_nothing_out():
    from dataclasses import replace

    rows = columns([(A1, 0, 1, 10), (A2, 0, 2, 10), (A1, 0, 4, 10)])
    result = recut(replace(rows, stratum=("q1", "q1", "q2")), MERGED)
    assert result.columns.stratum == ("q1", "q2")
    assert result.columns.numerator.tolist() == [3, 4]
    assert len(recut(columns([]), MERGED).columns) == 0


def test_a_circle_ends():
    circle = Structure.of([], [(A, B, date(2024, 1, 1)), (B, A, date(2024, 2, 1))], groups=[A, B])
    assert circle.parent(A, date(2025, 1, 1)) in (A, B)
