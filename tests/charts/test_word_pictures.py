"""Pictures out of outlines and ratings: what they say, in which order, and what they refuse."""

import itertools
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadwell.charts import palette
from spreadwell.charts.condition_matrix import RATINGS, WENT, RatedSite, condition_matrix, rating
from spreadwell.charts.driver_diagram import driver_diagram
from spreadwell.charts.frame import Look
from spreadwell.charts.health_check import FEATURES, FEWEST, Asked, health_check
from spreadwell.charts.logic_model import logic_model
from spreadwell.formats.outline import Branch, outline_text, read_outline
from tests.charts.reading import SVG, collisions, texts, tree

WIDE, NARROW = Look(720, "w"), Look(360, "n")
LOOKS = (WIDE, NARROW)

AIM = read_outline("""\
80 in 100 at target [measure: Cholesterol at target]
  People are found
    Records say who is missing
      Monthly search [measure: Searches done]
      Pharmacy counter asks
  People stay with it
""")

WORDS = ["more", "people", "are", "rung", "back", "within", "a", "week"]
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
ideas = st.builds(Branch, words, st.just(()), st.sampled_from(["", "Rung", "A very long measure"]))


def level(below: st.SearchStrategy[Branch]) -> st.SearchStrategy[Branch]:
    return st.builds(Branch, words, st.lists(below, max_size=3).map(tuple))


@given(level(level(level(ideas))))
@settings(max_examples=40, deadline=None)
def test_any_driver_diagram_keeps_its_words_apart_and_its_lines_in_order(aim: Branch) -> None:
    for look in LOOKS:
        picture = driver_diagram([aim], look)
        assert collisions(picture) == []
    written = [line.strip() for line in outline_text([aim]).splitlines()]
    rows = picture.table.rows
    assert len(rows) == len(written)
    last = [next(str(c) for c in reversed(row[:-1]) if c is not None) for row in rows]
    assert [w.split(" [measure")[0] for w in written] == last
    drawn = " ".join(texts(driver_diagram([aim], NARROW)))
    assert all(text in drawn for text in last)


def test_the_driver_diagram_says_what_has_no_measure() -> None:
    picture = driver_diagram(AIM, WIDE, urls={"Searches done": "/m/"})
    assert picture.sentence == (
        "2 primary drivers, 1 secondary driver and 2 change ideas lead to the aim “80 in 100 at "
        "target”. 2 of 6 lines have a measure. No measure yet for 1 change idea: “Pharmacy "
        "counter asks”."
    )
    assert picture.table.columns == (
        "Aim", "Primary drivers", "Secondary drivers", "Change ideas", "Measure",
    )  # fmt: skip
    assert picture.table.rows[3][3:] == ("Monthly search", "Searches done")
    links = tree(picture).findall(f".//{SVG}a")
    assert [a.get("aria-label") for a in links] == ["Measure: Searches done"]
    for look in LOOKS:
        sizes = [
            float(r.get("height", "0"))
            for a in tree(driver_diagram(AIM, look, urls={"Searches done": "/m/"})).iter(f"{SVG}a")
            for r in a.iter(f"{SVG}rect")
        ]
        assert sizes and min(sizes) >= 24


def test_a_driver_diagram_has_one_aim_and_four_levels() -> None:
    assert driver_diagram([Branch("Aim")]).sentence == "“Aim” has no drivers yet."
    one = driver_diagram([Branch("Aim", (Branch("Why"),))])
    assert one.sentence.startswith("1 primary driver leads to the aim “Aim”.")
    for none in ((), (Branch("a"), Branch("b"))):
        with pytest.raises(ValueError, match="one aim"):
            driver_diagram(none)
    with pytest.raises(ValueError, match="“e” lies deeper than a change idea"):
        driver_diagram(read_outline("a\n b\n  c\n   d\n    e"))


@given(st.lists(st.lists(ideas, max_size=5), min_size=5, max_size=5))
@settings(max_examples=40, deadline=None)
def test_any_logic_model_keeps_its_words_apart(stages: list[list[Branch]]) -> None:
    names = ("Inputs", "Activities", "Outputs", "Outcomes", "Impact")
    branches = [Branch(n, tuple(held)) for n, held in zip(names, stages, strict=True)]
    for look in LOOKS:
        picture = logic_model(branches[::-1], look)
        assert collisions(picture) == []
        heads = [t for t in texts(picture) if t in names]
        assert heads == list(names)
    rows = [(r[1], r[2]) for r in picture.table.rows if r[1] is not None]
    assert rows == [(b.text, b.measure or None) for held in stages for b in held]


def test_the_logic_model_says_what_is_not_said_yet() -> None:
    told = read_outline("Inputs\n  Two nurses\n    Trained\nOutcome\n  At target [measure: T]")
    picture = logic_model(told, WIDE)
    assert picture.sentence == (
        "The logic model names 2 inputs and 1 outcome. Nothing is said yet about activities, "
        "outputs and impact. 1 line has a measure."
    )
    assert ("Inputs", "Two nurses: Trained", None) in picture.table.rows
    assert texts(picture).count("Nothing said yet") == 3
    assert logic_model([]).sentence.startswith("Nothing is said yet about how")
    with pytest.raises(ValueError, match="“Costs” is not a stage"):
        logic_model([Branch("Costs")])
    with pytest.raises(ValueError, match="stage outputs comes twice"):
        logic_model([Branch("Output"), Branch("Outputs")])


ratings = st.none() | st.integers(-2, 2)


@given(
    st.integers(1, 14).flatmap(
        lambda n: st.lists(
            st.tuples(
                st.lists(ratings, min_size=n, max_size=n).map(tuple),
                st.sampled_from([*WENT, None]),
                st.none() | st.floats(-99, 99),
            ),
            min_size=1,
            max_size=12,
        )
    )
)
@settings(max_examples=40, deadline=None)
def test_the_condition_matrix_draws_each_rating_and_leaves_blanks_empty(
    rows: list[tuple[tuple[int | None, ...], str | None, float | None]],
) -> None:
    n = len(rows[0][0])
    names = [f"Condition with a name {i}" for i in range(n)]
    sites = [RatedSite(f"Site {i}", r, w, e) for i, (r, w, e) in enumerate(rows)]  # type: ignore[arg-type]
    held = [r for site in sites for r in site.ratings]
    for look in LOOKS:
        picture = condition_matrix(names, sites, look)
        assert collisions(picture) == []
        for value, text in ((2, "+2"), (1, "+1"), (-1, "−1"), (-2, "−2")):
            # Once a cell and once in the legend; effects are written with one decimal or whole.
            drawn = [t for t in tiles(picture.svg) if t == text]
            assert len(drawn) == held.count(value) + (value in held)
        assert tiles(picture.svg).count("0") == held.count(0) + (0 in held)
        assert ("empty: not rated" in texts(picture)) == (None in held)
    blank = held.count(None)
    assert (f"{blank:,} of {len(held):,} ratings" in picture.sentence) == bool(blank)
    order = [None if r[1] is None else r[1] for r in picture.table.rows]
    ranks = [[*(w[2] for w in WENT.values()), None].index(o) for o in order]  # type: ignore[list-item]
    assert ranks == sorted(ranks)


def tiles(svg: str) -> list[str]:
    """The words that stand right after a tile's or a ring's shape, in bold or in a ring."""
    root = ET.fromstring(svg)
    out = []
    for parent in root.iter():
        children = list(parent)
        for before, e in itertools.pairwise(children):
            if e.tag != f"{SVG}text":
                continue
            shape = before.tag.removeprefix(SVG)
            ring = shape == "circle" and before.get("fill") == palette.WASH
            tile = shape in ("rect", "path") and e.get("font-weight") == "bold"
            if ring or tile:
                out.append(e.text or "")
    return [t for t in out if t in ("+2", "+1", "0", "−1", "−2")]


def test_the_condition_matrix_is_sorted_by_outcome_in_the_better_direction() -> None:
    sites = [
        RatedSite("New", (1,)),
        RatedSite("Less", (None,), "helped", -1.0),
        RatedSite("Other", (0,), "differently", 3.0),
        RatedSite("More", (None,), "helped", -4.0),
    ]
    picture = condition_matrix(["Priority"], sites, WIDE, unit="in 100", better="down")
    assert [r[0] for r in picture.table.rows] == ["More", "Less", "Other", "New"]
    assert picture.table.rows[0] == ("More", "helped", -4.0, None)
    assert picture.sentence == (
        "Of 4 sites, it helped at 2, it went differently at 1 and 1 has no outcome yet. "
        "2 of 4 ratings are still blank."
    )
    up = condition_matrix(["Priority"], sites, WIDE)
    assert [r[0] for r in up.table.rows][:2] == ["Less", "More"]
    never = condition_matrix(["Priority", "Climate"], [RatedSite("A", (1, None), "helped")])
    assert never.sentence.endswith("Rated nowhere yet: Climate.")
    assert condition_matrix([], []).sentence == "No condition has been rated yet."
    assert rating(None, 0, 0) == [] and set(RATINGS) == {-2, -1, 0, 1, 2}


def test_the_condition_matrix_names_the_site_that_is_wrong() -> None:
    for site, said in (
        (RatedSite("Alder", ()), "Alder needs one rating, or a blank"),
        (RatedSite("Alder", (3,)), "Alder has a rating outside"),
        (RatedSite("Alder", (1,), "helped", float("nan")), "Alder has an effect that is not"),
    ):
        with pytest.raises(ValueError, match=said):
            condition_matrix(["Priority"], [site])


views = st.lists(st.none() | st.integers(1, 5), max_size=40)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(FEATURES, views)), max_size=6))
@settings(max_examples=40, deadline=None)
def test_the_health_of_a_network_never_shows_fewer_than_three(
    rounds: list[dict[str, list[int | None]]],
) -> None:
    times = [Asked(f"Mar {2020 + i}", 40, held) for i, held in enumerate(rounds)]
    for look in LOOKS:
        assert collisions(health_check(times, look)) == []
    rows = health_check(times, WIDE).table.rows
    assert len(rows) == len(times) * len(FEATURES)
    for row, (asked, feature) in zip(rows, [(a, f) for a in times for f in FEATURES], strict=True):
        given_views = [v for v in asked.views[feature] if v is not None]
        assert row[3] == len(given_views)
        if len(given_views) < FEWEST:
            assert row[4:] == (None,) * 6
        else:
            assert row[4:9] == tuple(given_views.count(v) for v in range(1, 6))


def test_the_health_of_a_network_says_lowest_widest_and_what_changed() -> None:
    before = {f: [3] * 6 for f in FEATURES}
    now = {f: [4] * 6 for f in FEATURES}
    now["Critical mass"] = [1, 1, 2, 5, 5, 5]
    picture = health_check([Asked("Mar 2025", 8, before), Asked("Mar 2026", 8, now)], WIDE)
    assert picture.sentence == (
        "In Mar 2026, 6 of 8 members answered. The middle view is lowest for critical mass (2 of "
        "5) and highest for common purpose, cooperative structure, collective intelligence and "
        "community building (4 of 5). Members differ most about critical mass. Since Mar 2025 the "
        "middle view rose for common purpose, cooperative structure, collective intelligence and "
        "community building and fell for critical mass."
    )
    dots = list(tree(picture).iter(f"{SVG}circle"))
    assert len(dots) == 2 * 6 * len(FEATURES) + 2
    few = health_check([Asked("May 2026", 8, {"Critical mass": [1, 2]})], WIDE)
    assert few.sentence == (
        "In May 2026, 2 of 8 members answered. Views are shown once at least 3 have answered."
    )
    assert len(list(tree(few).iter(f"{SVG}circle"))) == 0
    assert health_check([]).sentence == "The members have not been asked yet."


@pytest.mark.parametrize(
    ("views", "said"),
    [
        ({"Joy": [1]}, "Joy is not one of the five"),
        ({"Critical mass": [6]}, "2025, Critical mass: a view lies outside 1 to 5"),
        ({"Critical mass": [1, 2, 3]}, "2025, Critical mass: more answered than were asked"),
    ],
)
def test_views_that_cannot_be_are_named(views: dict[str, list[int]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        health_check([Asked("2025", 2, views)])
