"""Each picture's own promises: its sentence, order, table and errors agree with the data."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadwell.charts.event_study import EventPoint, event_study
from spreadwell.charts.forest import ForestMean, ForestRow, forest
from spreadwell.charts.frame import Look, Picture
from spreadwell.charts.gap_to_aim import Part, gap_to_aim
from spreadwell.charts.icon_table import Icon, IconCell, icon_table
from spreadwell.charts.ladder import LadderMark, Rung, ladder
from spreadwell.charts.loop import KEYS, STATIONS, Step, loop
from spreadwell.charts.matrix import letters, matrix
from spreadwell.charts.powerful_possible import Opportunity, powerful_possible
from spreadwell.charts.text import width
from spreadwell.charts.time_in_stage import StageTime, time_in_stage
from spreadwell.charts.voices import voices
from tests.charts.picture_samples import PERIODS

SVG = "{http://www.w3.org/2000/svg}"
WIDE, NARROW = Look(720, "w"), Look(360, "n")


def texts(picture: Picture) -> list[str]:
    return [e.text or "" for e in ET.fromstring(picture.svg).iter(f"{SVG}text")]


def boxes(picture: Picture) -> list[tuple[str, float, float, float, float]]:
    """Where each upright line of text lies."""
    out = []
    for e in ET.fromstring(picture.svg).iter(f"{SVG}text"):
        if e.get("transform") or e.get("aria-hidden"):
            continue
        size, x, y = (float(e.get(k, "0")) for k in ("font-size", "x", "y"))
        w = width(e.text or "", size, bold=e.get("font-weight") == "bold")
        left = {"middle": x - w / 2, "end": x - w}.get(e.get("text-anchor", ""), x)
        out.append((e.text or "", left, y - size * 0.72, left + w, y + size * 0.1))
    return out


def collisions(picture: Picture) -> list[tuple[str, str]]:
    all_boxes = boxes(picture)
    return [
        (a[0], b[0])
        for i, a in enumerate(all_boxes)
        for b in all_boxes[i + 1 :]
        if a[1] < b[3] - 0.5 and b[1] < a[3] - 0.5 and a[2] < b[4] - 0.5 and b[2] < a[4] - 0.5
    ]


@given(
    st.lists(st.tuples(st.integers(0, 3_000_000), st.integers(0, 400)), min_size=13, max_size=13)
)
@settings(max_examples=40, deadline=None)
def test_the_loop_says_every_count_and_every_late_one(pairs: list[tuple[int, int]]) -> None:
    steps = [Step(k, n, late, f"/{k}/") for k, (n, late) in zip(KEYS, pairs, strict=True)]
    for look in (WIDE, NARROW):
        picture = loop(steps, look)
        held, late_words = picture.sentence.split(". ", 1)
        figures = [int(f.replace(",", "")) for f in re.findall(r"[\d,]*\d", held)]
        assert figures == [n for n, _ in pairs]
        late = [int(f.replace(",", "")) for f in re.findall(r"[\d,]*\d", late_words)]
        assert late == [m for _, m in pairs if m]
        assert picture.table.rows == tuple(
            (s.many.capitalize(), n, m) for s, (n, m) in zip(STATIONS, pairs, strict=True)
        )
        assert texts(picture).count("!") == sum(1 for _, m in pairs if m)
        assert collisions(picture) == []


def test_the_loop_walks_its_steps_in_order_and_links_each() -> None:
    picture = loop([Step(k, 2, 0, f"/{k}/") for k in reversed(KEYS)], WIDE)
    links = ET.fromstring(picture.svg).findall(f".//{SVG}a")
    assert [a.get("href") for a in links] == [f"/{k}/" for k in KEYS]
    assert links[0].get("aria-label") == "2 missions"
    assert "Nothing is late" in picture.sentence


def test_the_loop_names_one_and_many_and_refuses_what_it_does_not_know() -> None:
    assert loop([Step("site", 1, 1)], WIDE).sentence.endswith("1 site is late.")
    for steps, said in (
        ([Step("x", 1)], "no step called x"),
        ([Step("site", 1), Step("site", 2)], "twice"),
        ([Step("site", -1)], "below nought"),
    ):
        with pytest.raises(ValueError, match=said):
            loop(steps)


def test_the_ladder_is_sorted_by_start_and_counts_the_present() -> None:
    rungs = [
        Rung("Late", (*[None] * 6, *["live"] * 6)),
        Rung("Never", ("planned",) * 12),
        Rung("Early", (*["live"] * 10, "stopped", "stopped"), (LadderMark(3, "test"),)),
        Rung("Held", (*["preparing"] * 2, *["live"] * 8, "paused", "paused")),
    ]
    picture = ladder(PERIODS, rungs, WIDE)
    assert [r[0] for r in picture.table.rows] == ["Early", "Held", "Late", "Never"]
    assert [r[1] for r in picture.table.rows] == ["2025-01", "2025-03", "2025-07", None]
    assert picture.sentence == (
        "In Dec 2025, of 4 sites, 1 is live, 1 on hold (paused), 1 planned and 1 stopped. "
        "The first went live in Jan 2025. 1 test of change is marked."
    )
    assert {"P", "R", "L", "H", "S"} <= set(texts(picture))
    earlier = ladder(PERIODS, rungs, WIDE, now=5)
    assert "In Jun 2025" in earlier.sentence and "1 not in the network yet" in earlier.sentence
    assert "today" in texts(earlier)
    assert collisions(picture) == collisions(ladder(PERIODS, rungs, NARROW)) == []


def test_the_ladder_names_the_site_that_is_wrong() -> None:
    with pytest.raises(ValueError, match="Alder needs one state"):
        ladder(PERIODS, [Rung("Alder", ("live",))])
    with pytest.raises(ValueError, match="Alder has a mark outside"):
        ladder(PERIODS, [Rung("Alder", ("live",) * 12, (LadderMark(12, "test"),))])
    with pytest.raises(ValueError, match="present period"):
        ladder(PERIODS, [], now=12)
    assert ladder(PERIODS, []).sentence == "No site is planned yet."


def test_the_event_study_says_the_last_time_and_whether_before_was_flat() -> None:
    points = [
        EventPoint(t, 0.5 * max(t, 0), 0.5 * t - 1, 0.5 * max(t, 0) + 1) for t in range(-2, 7)
    ]
    picture = event_study(points, WIDE, unit="in 100")
    assert picture.sentence == (
        "6 months after the start, the difference is +3 in 100 (range +2 to +4). "
        "Before the start, all 2 ranges include no difference."
    )
    points[0] = EventPoint(-2, 2, 1, 3)
    said = event_study(points, WIDE).sentence
    assert "before the start, 1 of 2 ranges leaves out “no difference”" in said.lower()
    assert [r[0] for r in picture.table.rows] == list(range(-2, 7))
    assert collisions(picture) == collisions(event_study(points, NARROW)) == []


def test_the_event_study_refuses_nothing_and_doubles() -> None:
    with pytest.raises(ValueError, match="at least one"):
        event_study([])
    with pytest.raises(ValueError, match="once"):
        event_study([EventPoint(1, 1), EventPoint(1, 2)])


@pytest.mark.parametrize(("better", "first"), [("up", "Much"), ("down", "Less")])
def test_the_forest_puts_the_most_helped_first(better: str, first: str) -> None:
    rows = [ForestRow("Less", -3, -5, -1), ForestRow("None", 0.5), ForestRow("Much", 4, 2, 6)]
    mean = ForestMean(0.5, -1, 2, -4, 5)
    for look in (WIDE, NARROW):
        picture = forest(rows, mean, look, unit="in 100", better=better)
        assert picture.table.rows[0][0] == first
        assert picture.sentence == (
            "Over 3 sites the mean effect is +0.5 in 100 (range −1 to +2). "
            "A next site would probably fall between −4 and +5. "
            "At 1 of 3 sites the whole range is on the helpful side, at 1 on the other."
        )
        assert "+0.5 (no range)" in texts(picture)
        assert collisions(picture) == []
    with pytest.raises(ValueError, match="at least one"):
        forest([])
    with pytest.raises(ValueError, match="up, down or neither"):
        forest(rows, better="left")


scores = st.floats(0, 10)
ses = st.floats(0, 3)
verdicts = st.sampled_from(["in", "depends", "not this round"])


@given(st.lists(st.tuples(scores, scores, ses, ses, verdicts), max_size=16))
@settings(max_examples=60, deadline=None)
def test_powerful_and_possible_labels_do_not_collide(
    rows: list[tuple[float, float, float, float, str]],
) -> None:
    items = [
        Opportunity(f"Opportunity with a name {i}", a, b, sa, sb, v)  # type: ignore[arg-type]
        for i, (a, b, sa, sb, v) in enumerate(rows)
    ]
    for look in (WIDE, NARROW):
        picture = powerful_possible(items, look)
        assert len(picture.table.rows) == len(items)
        # A number that stands in its own point is the last resort for points on one spot.
        bad = [pair for pair in collisions(picture) if not any(t.isdigit() for t in pair)]
        assert bad == []
        for verdict, said in (("depends", "depending"), ("not this round", "not this round")):
            if items:
                n = sum(1 for i in items if i.verdict == verdict)
                assert f"{n} {said}" in picture.sentence


def test_powerful_and_possible_names_the_score_that_is_wrong() -> None:
    with pytest.raises(ValueError, match="Home first has a score outside 0 to 10"):
        powerful_possible([Opportunity("Home first", 11, 3, 1, 1, "in")])
    with pytest.raises(ValueError, match="standard error"):
        powerful_possible([Opportunity("Home first", 1, 3, -1, 1, "in")])


def test_the_gap_adds_up_whichever_way_the_aim_points() -> None:
    parts = [Part("Reviews", 3, 1, 5), Part("Titration", None)]
    up = gap_to_aim(40, 45, 60, parts, WIDE, unit="in 100")
    down = gap_to_aim(60, 55, 40, parts, NARROW, unit="in 100")
    for picture, start in ((up, "From 40"), (down, "From 60")):
        assert picture.sentence.startswith(start)
        assert "5 of 20 closed" in picture.sentence
        assert "Planned: 3 (1 to 5), and 1 with contribution not quantified" in picture.sentence
        assert "Missing: 12 (10 to 14), before what is not quantified" in picture.sentence
        assert "contribution not quantified" in texts(picture)
        assert picture.table.rows[-1][1] == 12
        assert collisions(picture) == []


def test_the_gap_never_says_nought_for_what_is_not_quantified() -> None:
    picture = gap_to_aim(40, 45, 60, [Part("Titration", None)], WIDE)
    assert "Planned: contribution not quantified" in picture.sentence
    assert "planned: contribution not quantified" in texts(picture)


def test_the_gap_says_when_things_went_the_other_way() -> None:
    assert "3 of 20 further away" in gap_to_aim(40, 37, 60, (), WIDE).sentence
    with pytest.raises(ValueError, match="differ"):
        gap_to_aim(40, 41, 40)


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100), st.sampled_from([WIDE, NARROW]))
@settings(max_examples=80, deadline=None)
def test_the_gap_keeps_its_labels_apart(a: float, b: float, c: float, look: Look) -> None:
    if a != c:
        assert collisions(gap_to_aim(a, b, c, [Part("Reviews", 3, 1, 5)], look)) == []


def test_the_icon_table_counts_each_kind() -> None:
    good, poor = Icon("H", "improving"), Icon("L", "concerning")
    cells = [[IconCell(good, Icon("P", "passing")), None], [IconCell(poor), IconCell(good)]]
    picture = icon_table(["A", "B"], ["m", "n"], cells, WIDE)
    assert picture.sentence == (
        "2 measures at 2 sites: 2 improving and 1 concerning. "
        "Against the target: 1 expected to meet the target."
    )
    assert len(picture.table.rows) == 3
    with pytest.raises(ValueError, match="one cell for each"):
        icon_table(["A"], ["m"], [])


def test_voices_puts_gaps_first_and_says_them() -> None:
    picture = voices(["Carers", "Staff"], ["Brent", "Harrow"], [[3, 5], [0, 2]], WIDE)
    assert [r[0] for r in picture.table.rows] == ["Staff", "Carers"]
    assert picture.table.rows[0] == ("Staff", 0, 2, 2)
    assert picture.sentence == (
        "10 findings from 2 voices in 2 places. Not heard yet, 1 of 4: Staff in Brent."
    )
    assert "every voice was heard" in voices(["A"], ["B"], [[1]]).sentence.lower()
    with pytest.raises(ValueError, match="one count for each"):
        voices(["A"], ["B"], [[1, 2]])
    with pytest.raises(ValueError, match="below nought"):
        voices(["A"], ["B"], [[-1]])


@given(st.lists(st.text("abcde ", min_size=1, max_size=6), unique=True, max_size=12))
def test_roles_have_letters_of_their_own(roles: list[str]) -> None:
    given_letters = letters(roles)
    assert len(set(given_letters.values())) == len(roles)


def test_the_matrix_says_roles_and_sites_without_one() -> None:
    roles = {
        ("Clinic", "Alder"): "host",
        ("Clinic", "Beech"): "host",
        ("College", "Alder"): "helper",
    }
    picture = matrix(["Clinic", "College"], ["Alder", "Beech", "Cedar"], roles, WIDE)
    assert picture.sentence == (
        "2 organisations at 3 sites: 1 as helper and 2 as host. Without any organisation: Cedar."
    )
    assert picture.table.rows[0] == ("Clinic", "host", "host", None)
    with pytest.raises(ValueError, match="Nobody is not among the organisations"):
        matrix(["Clinic"], ["Alder"], {("Nobody", "Alder"): "host"})
    with pytest.raises(ValueError, match="Elm is not among the sites"):
        matrix(["Clinic"], ["Alder"], {("Clinic", "Elm"): "host"})


def test_a_matrix_of_12_by_24_tells_its_names_apart() -> None:
    organisations = [f"Organisation {i}" for i in range(12)]
    sites = [f"Hollowmere District Hospital, ward {i}" for i in range(24)]
    roles = {(o, s): "host" for o in organisations for s in sites if len(o + s) % 3}
    picture = matrix(organisations, sites, roles, Look(960))
    assert collisions(picture) == []
    named = [text for text in texts(picture) if "ward" in text]
    assert len(set(named)) == 24
    assert all(text.startswith("Hollowmere") for text in named)


def test_time_in_stage_says_the_longest_and_the_late() -> None:
    stages = [
        StageTime("finding to live", 182, 140, 260, 9, 3, 120),
        StageTime("live to all", 60, waiting=4, expected=90),
        StageTime("all to aim", None, waiting=1, expected=30),
    ]
    for look in (WIDE, NARROW):
        picture = time_in_stage(stages, look)
        assert picture.sentence == (
            "The longest stage is finding to live: half took 182 days or less. "
            "1 of 2 stages with an agreed time took longer. 8 are waiting in a stage now."
        )
        assert collisions(picture) == []
    with pytest.raises(ValueError, match="at least one"):
        time_in_stage([])
    with pytest.raises(ValueError, match="live has a time below nought"):
        time_in_stage([StageTime("live", -1)])
