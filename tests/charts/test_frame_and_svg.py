"""The frame, the safe builder, scales and words."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreadwell.charts.frame import Look, Table
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.marks import point
from spreadwell.charts.placement import Box, place
from spreadwell.charts.scales import Linear, period_text, tick_text, ticks, time_labels
from spreadwell.charts.svg import Markup, element, number
from spreadwell.charts.text import cut, width, wrap
from spreadwell.charts.wording import figure, interval, joined, sentence, short, signed

numbers = st.floats(-1e9, 1e9, allow_nan=False)


def test_builder_refuses_style_script_and_handlers() -> None:
    for bad in ("script", "style", "foreignObject", "a b"):
        with pytest.raises(ValueError, match="not allowed"):
            element(bad)
    for bad in ("style", "onclick", "on_load", "a b"):
        with pytest.raises(ValueError, match="not allowed"):
            element("rect", **{bad: "x"})


def test_builder_escapes_children_and_attributes_but_not_markup() -> None:
    made = element("g", "<&>", Markup("<a/>"), [None, "x"], data_name="\"'<", width=None)
    assert made == '<g data-name="&quot;&#39;&lt;">&lt;&amp;&gt;<a/>x</g>'


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_coordinate_must_be_a_number(bad: float) -> None:
    with pytest.raises(ValueError, match="not a number"):
        number(bad)


def test_numbers_are_short() -> None:
    assert [number(v) for v in (1.0, 0.126, -0.001, 1234.5)] == ["1", "0.13", "0", "1234.5"]


def test_links_may_be_paths_web_addresses_or_mail() -> None:
    for good in ("/a/", "?q=1", "#b", "https://example.org/a:b", "mailto:a@example.org", "a/b:c"):
        assert f'href="{good}"' in element("a", href=good)


@pytest.mark.parametrize("prefix", ["", "1a", "a b", 'a"b'])
def test_a_prefix_must_be_an_id(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        Look(prefix=prefix)


def test_a_picture_has_a_least_width() -> None:
    with pytest.raises(ValueError, match="280"):
        Look(width=100)


def test_csv_guards_formulas_but_not_numbers() -> None:
    table = Table(("=a", "b"), (("=1+1", -2.5), ("@x", None), ("plain, text", 3)))
    assert table.csv() == "'=a,b\r\n'=1+1,-2.5\r\n'@x,\r\n\"plain, text\",3\r\n"
    with pytest.raises(ValueError, match="one cell for each column"):
        Table(("a",), ((1, 2),))


@given(numbers, numbers, st.integers(2, 10))
def test_ticks_cover_the_values_evenly(a: float, b: float, about: int) -> None:
    marks = ticks(a, b, about)
    slack = 1e-6 * max(abs(a), abs(b), 1)
    assert marks[0] <= min(a, b) + slack and marks[-1] >= max(a, b) - slack
    steps = {round((y - x) / (marks[1] - marks[0]), 3) for x, y in pairwise(marks)}
    assert steps == {1.0}
    assert len(marks) <= about + 3


def test_ticks_are_round() -> None:
    assert ticks(0, 97, 6) == (0, 20, 40, 60, 80, 100)
    assert [tick_text(t, ticks(-0.5, 1, 4)) for t in ticks(-0.5, 1, 4)] == [
        "−0.5",
        "0.0",
        "0.5",
        "1.0",
    ]
    with pytest.raises(ValueError, match="finite"):
        ticks(0, math.nan)


def test_linear_scale_runs_both_ways() -> None:
    scale = Linear(0, 10, 100, 0)
    assert (scale(0), scale(5), scale.clamped(20)) == (100, 50, 0)
    assert Linear(1, 1, 0, 10)(1) == 5


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2024-03", "Mar 2024"), ("2024-Q1", "Q1 2024"), ("2024-W07", "week 7, 2024"),
        ("2024-03-01", "1 Mar 2024"), ("FY2024", "2024/25"), ("FY1999-Q2", "Q2 1999/00"),
        ("2024", "2024"), ("7", "7"), ("2024-13", "2024-13"),
    ],
)  # fmt: skip
def test_periods_are_said_as_people_say_them(period: str, said: str) -> None:
    assert period_text(period) == said


@given(st.integers(1, 200), st.integers(1, 12), st.floats(150, 1200))
def test_time_labels_never_touch(n: int, first: int, room: float) -> None:
    periods = [f"{2020 + (first - 1 + i) // 12}-{(first - 1 + i) % 12 + 1:02d}" for i in range(n)]
    labels = time_labels(periods, [(i + 0.5) * room / n for i in range(n)], 12)
    assert labels
    for a, b in pairwise(labels):
        assert b.at - a.at >= (width(a.text, 12) + width(b.text, 12)) / 2 + 8


def test_weeks_are_labelled_by_years_where_room_is_short() -> None:
    weeks = [f"{2021 + i // 52}-W{i % 52 + 1:02d}" for i in range(200)]
    found = time_labels(weeks, [i * 1.6 for i in range(200)], 12)
    assert [one.text for one in found] == [f"week 1, {year}" for year in (2021, 2022, 2023, 2024)]


@given(
    st.lists(
        st.tuples(st.floats(20, 680), st.floats(20, 380), st.floats(10, 150)),
        min_size=1,
        max_size=25,
    )
)
def test_placed_labels_never_cover_labels_marks_or_edges(
    spots: list[tuple[float, float, float]],
) -> None:
    points = [(x, y) for x, y, _ in spots]
    frame = Box(0, 0, 700, 400)
    blocked = [Box(600, 0, 700, 20)]
    placed = place(points, [[(w, 14), (12, 14)] for _, _, w in spots], frame, blocked=blocked)
    boxes = [p.box for p in placed if p]
    for i, box in enumerate(boxes):
        assert box.inside(frame)
        assert not any(box.hits(other) for other in boxes[i + 1 :])
        assert not box.hits(blocked[0])
        assert not any(box.hits(Box(x - 8, y - 8, x + 8, y + 8)) for x, y in points)


def test_a_lone_label_always_finds_room() -> None:
    (only,) = place([(50.0, 50.0)], [[(40.0, 14.0)]], Box(0, 0, 100, 100))
    assert only is not None and not only.far and only.choice == 0


def test_widths_follow_the_published_metrics() -> None:
    assert width("iW", 1000) == 222 + 944
    assert width("0123456789", 10) == pytest.approx(55.6)


@given(st.text(max_size=80), st.floats(30, 300))
def test_cut_text_fits(text: str, room: float) -> None:
    assert width(cut(text, 12, room), 12) <= room


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=12), max_size=20), st.integers(1, 4))
def test_wrapped_text_fits_and_keeps_its_words(names: list[str], lines: int) -> None:
    text = " ".join(names)
    wrapped = wrap(text, 12, 110)
    assert " ".join(wrapped) == text
    assert len(wrap(text, 12, 110, lines=lines)) <= lines
    assert all(width(line, 12) <= 110 for line in wrapped)


def test_legend_starts_a_new_line_when_full() -> None:
    entry = Entry("twelve letters", lambda x, y: point("circle", x, y))
    _, one = legend([entry], 360, 0)
    _, many = legend([entry] * 9, 360, 0)
    assert one == 20 and many >= 60
    assert legend([], 360, 0) == ([], 0.0)


def test_words_for_numbers() -> None:
    assert [figure(v) for v in (0, -0.04, 2.50, -1234.56)] == ["0", "0", "2.5", "−1,234.6"]
    assert figure(math.nan) == "not known"
    assert [signed(v) for v in (1.0, 0.0, 0.01, -2.25)] == ["+1", "0", "0", "−2.2"]
    assert signed(5, fixed=True) == "+5.0"
    assert interval(-1, 2, sign=True) == "−1 to +2"
    assert [short(n) for n in (0, 9999, 12345, 999_499, 2_100_000)] == [
        "0",
        "9,999",
        "12k",
        "999k",
        "2.1m",
    ]
    assert [joined(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert sentence("one", "", "two?", "cut…") == "One. Two? Cut…"
