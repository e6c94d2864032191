"""The control chart as a picture: what it holds, what it says, what it refuses."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadwell.charts import icons, palette
from spreadwell.charts.control import control_chart
from spreadwell.charts.control_events import Annotation, axis_periods, clusters, numbered
from spreadwell.charts.control_funnel import funnel_chart
from spreadwell.charts.control_lines import MARKS, mark_path
from spreadwell.charts.control_wording import control_sentence
from spreadwell.charts.frame import Look
from spreadwell.methods import spc
from tests.charts.reading import SVG, collisions, lines, texts, tree

VALUES = [50.0, 53, 49, 52, 51, 48, 54, 50, 52, 49, 53, 51, 50, 70]
PERIODS = [f"2024-{m:02d}" for m in range(1, 13)] + ["2025-01", "2025-02"]


def readouts(picture) -> list:
    return json.loads(tree(picture).get("data-read"))["points"]


def paths(picture) -> list:
    return list(tree(picture).iter(f"{SVG}path"))


def rects(picture) -> list:
    return list(tree(picture).iter(f"{SVG}rect"))


def key_of(picture) -> list[tuple[str, str]]:
    """Each tag under the plot with its words, joined from their lines."""
    out: list[tuple[str, str]] = []
    for text, left, *_ in lines(picture):
        if re.fullmatch(r"[A-Z]\d+", text) and left < 40:
            out.append((text, ""))
        elif out and abs(left - 50) < 1:
            out[-1] = (out[-1][0], f"{out[-1][1]} {text}".strip())
    return out


def draw(chart=None, width=720, **more):
    chart = chart or spc.xmr(VALUES, target=45)
    return control_chart(chart, PERIODS, Look(width=width), name="Reviews done", **more)


@pytest.mark.parametrize("width", [360, 720])
def test_the_picture_is_accessible_and_holds_no_style(width) -> None:
    picture = draw(width=width, site="Fernbrook surgery")
    root = ElementTree.fromstring(picture.svg)
    assert root.attrib["role"] == "img"
    assert root[0].text == "Reviews done, Fernbrook surgery"
    assert root[1].text == picture.sentence
    assert "style" not in picture.svg
    assert "<script" not in picture.svg
    assert "nan" not in picture.svg.lower()


def test_nothing_leaves_the_picture() -> None:
    for width in (360, 720):
        svg = draw(width=width).svg
        xs = [float(x) for x in re.findall(r'\sx[12]?="(-?[\d.]+)"', svg)]
        assert min(xs) >= 0
        assert max(xs) <= width


def test_the_sentence_says_it_in_order() -> None:
    chart = spc.xmr(VALUES, target=20)
    said = control_sentence(chart, PERIODS, name="Reviews done", site="Fernbrook surgery")
    assert said.startswith("Reviews done at Fernbrook surgery, Jan 2024 to Feb 2025, 14 points: ")
    order = ["mean 52.3", "limits ", "above the upper limit", "improving, with higher values"]
    order.append("Expected to meet the target.")
    places = [said.index(part) for part in order]
    assert places == sorted(places)


def test_the_sentence_keeps_the_notes() -> None:
    chart = spc.xmr(VALUES[:9])
    said = control_sentence(chart, PERIODS[:9], name="Reviews")
    assert "The limits are provisional" in said
    assert "no values yet" in control_sentence(spc.xmr([None]), ["2024-01"], name="Reviews")


def test_shares_read_as_per_cent() -> None:
    chart = spc.p_chart([8] * 13 + [9], [10] * 14)
    picture = draw(chart, unit="%", scale=100)
    assert "mean 80.7%" in picture.sentence
    assert picture.table.rows[0][1] == 80


def test_small_numbers_keep_their_figures() -> None:
    tiny = [v * 1e-14 for v in VALUES]
    picture = draw(spc.xmr(tiny))
    assert [row[1] for row in picture.table.rows] == pytest.approx(tiny, rel=1e-9)


def test_what_happened_is_tagged_and_told() -> None:
    notes = [
        Annotation(6, "test", "Second cycle"),
        Annotation(2, "test", "First cycle"),
        Annotation(6, "adaptation", "Evening clinic", on="2024-07-09", by="the ward manager",
                   noted="2024-07-10", source="site log"),
    ]  # fmt: skip
    tags = numbered(notes)
    assert [tag for tag, _ in tags] == ["T1", "T2", "A1"]
    at = [10.0 * note.position for _, note in tags]
    assert [(c.text, c.row) for c in clusters(tags, at)] == [("T1", 0), ("T2", 0), ("A1", 1)]
    picture = draw(annotations=notes)
    told = "Adaptation, 9 Jul 2024: Evening clinic. Recorded by the ward manager, 10 Jul 2024,"
    assert told in picture.svg and "site log." in picture.svg
    assert picture.table.rows[6][-1].startswith("T2 Test of change, Jul 2024: Second cycle.; A1 ")
    assert "T2 Test of change" in readouts(picture)[6][2]


def test_a_mark_after_the_last_reading_makes_the_axis_longer() -> None:
    late = Annotation(16, "event", "Clinic moved", on="2025-05-08")
    assert axis_periods(PERIODS, numbered([late]))[-3:] == ["2025-03", "2025-04", "2025-05"]
    picture = draw(annotations=[late])
    assert "Event, 8 May 2025: Clinic moved." in picture.svg
    assert len(readouts(picture)) == 17
    assert readouts(picture)[16][2] == (
        "May 2025: no reading yet. E1 Event, 8 May 2025: Clinic moved."
    )
    # The numbers keep one row a reading; the last one tells what came after.
    assert len(picture.table.rows) == 14
    assert picture.table.rows[13][-1] == "E1 Event, 8 May 2025: Clinic moved."
    # A mark that lies years on is told and squeezes nothing.
    assert axis_periods(PERIODS, numbered([Annotation(400, "event", "x")])) == PERIODS
    assert "Event, May 2057: x." in draw(annotations=[Annotation(400, "event", "x")]).svg


def test_a_mark_before_the_first_reading_is_in_the_key() -> None:
    picture = draw(annotations=[Annotation(-2, "adaptation", "Leaflets")])
    assert "Adaptation, Nov 2023, before the first reading: Leaflets." in picture.svg
    assert picture.table.rows[0][-1].startswith("A1 Adaptation, Nov 2023")
    assert 'stroke-dasharray="2 3"' not in picture.svg
    plain = control_chart(spc.xmr([1.0, 2]), ["1", "2"], name="x",
                          annotations=[Annotation(-4, "event", "y")])  # fmt: skip
    assert "before the first reading: y." in plain.svg


def test_many_marks_share_boxes_and_keep_their_words() -> None:
    notes = [Annotation(i % 14, "test", f"Cycle {i}") for i in range(40)]
    for width in (360, 720):
        picture = draw(width=width, annotations=notes)
        assert not collisions(picture)
        at = [20.0 * note.position for _, note in numbered(notes)]
        assert max(c.row for c in clusters(numbered(notes), at)) < 3
        assert "earlier marks stand with the numbers." in picture.svg
        told = " ".join(row[-1] for row in picture.table.rows)
        assert all(f"Cycle {i}." in told for i in range(40))


def test_a_rebase_says_who_and_why_and_the_old_limits_stay() -> None:
    why = Annotation(7, "rebase", "Second clinic opened", by="the analyst", noted="2025-03-01")
    picture = draw(spc.xmr(VALUES, rebase=[7]), annotations=[why])
    told = next(text for tag, text in key_of(picture) if tag == "R1")
    assert told.startswith("New limits, Aug 2024: Second clinic opened. Recorded by the analyst, ")
    assert "Before that mean 51, limits" in told
    assert "Limits before" in picture.svg
    untold = draw(spc.xmr(VALUES, rebase=[7]))
    assert [tag for tag, _ in key_of(untold)] == ["R1"]
    assert "New limits" not in draw().svg


def test_limits_of_earlier_segments_carry_their_numbers() -> None:
    values = [50.0, 53, 49, 52, 51, 48, 54, 50, 52, 49, 53, 51, 50, 52] * 2
    values += [v + 30 for v in values]
    periods = [f"{2020 + i // 12}-{i % 12 + 1:02d}" for i in range(56)]
    chart = spc.xmr(values, rebase=[28])
    picture = control_chart(chart, periods, Look(), name="x")
    found = [t for t in texts(picture) if t.startswith(("Upper", "Mean", "Lower"))]
    assert found.count("Upper 58.7") == 1 and found.count("Upper 88.7") == 1
    assert "Lower 43.3" in found
    assert not collisions(picture)


def test_a_target_by_period_is_drawn_in_steps_and_told() -> None:
    aims = [45.0] * 5 + [48.0] * 5 + [50.0] * 4
    picture = draw(spc.xmr(VALUES, target=aims))
    assert "Target 45, then 48 from Jun 2024, then 50 from Nov 2024" in picture.svg
    line = next(p for p in paths(picture) if p.get("stroke") == icons.TARGET)
    assert line.get("d", "").count("V") == 2
    many = draw(spc.xmr(VALUES, target=[40.0 + i for i in range(14)]))
    assert "Target, by period; now 53" in many.svg


def test_gaps_are_shown_and_said_and_held_back_values_are_not_told() -> None:
    values = [*VALUES[:4], None, None, *VALUES[6:9], None, *VALUES[10:]]
    picture = draw(spc.xmr(values), suppressed=[9])
    assert "There is no value for May 2024 and Jun 2024." in picture.sentence
    assert "Held back because few people stand behind it: Oct 2024." in picture.sentence
    assert len([r for r in rects(picture) if r.get("height") == "230"]) == 2
    assert "Held back: few people" in picture.svg and "No value" in picture.svg
    told = readouts(picture)
    assert told[4][2] == "May 2024: no value."
    assert told[9][2] == "Oct 2024: held back, because few people stand behind it."
    assert [row[6] for row in picture.table.rows][9] == "held back: few people"
    long = [v if i in (0, 13) else None for i, v in enumerate(VALUES)]
    assert "There is no value for 12 periods." in draw(spc.xmr(long)).sentence


def test_a_baseline_is_bracketed_and_provisional_limits_are_said() -> None:
    fixed = draw(spc.xmr(VALUES, baseline=8))
    assert "Baseline: the mean and limits rest on it" in fixed.svg
    assert "Baseline" not in draw().svg
    few = control_chart(spc.xmr(VALUES[:9]), PERIODS[:9], Look(), name="x")
    assert "Provisional limits" in few.svg and 'stroke-dasharray="1.5 2.5"' in few.svg
    assert "The limits are provisional" in few.sentence


def test_a_point_left_out_is_hollow_and_crossed_out() -> None:
    out = Annotation(13, "excluded", "The clinic was flooded", by="the analyst")
    picture = draw(annotations=[out])
    assert "Left out of the limits, Feb 2025: The clinic was flooded." in picture.svg
    assert picture.table.rows[13][6] == "left out of the limits"
    assert "left out of the limits" in readouts(picture)[13][2].lower()
    crossed = [p for p in paths(picture) if p.get("fill") == palette.PAPER and "L" in p.get("d")]
    assert crossed


def test_readouts_say_every_point_and_stand_on_it() -> None:
    picture = draw(spc.xmr(VALUES, target=45))
    told = readouts(picture)
    assert len(told) == len(VALUES)
    assert told[13][2] == (
        "Feb 2025: 70. Improvement, above the upper limit. "
        "Mean 52.3, limits 40.8 to 63.7. Target 45."
    )
    assert all(0 <= x <= 720 for x, _, _ in told)
    assert told[13][1] == min(y for _, y, _ in told)
    held = json.loads(tree(picture).get("data-read"))
    left, top, right, bottom = held["box"]
    assert held["at"] == 13 and not held["around"]
    assert all(left < x < right and top <= y <= bottom for x, y, _ in told)
    # A file for use outside a page needs none.
    kept = control_chart(spc.xmr(VALUES), PERIODS, Look(heading=True), name="x")
    assert "data-read" not in kept.svg


def test_every_kind_has_its_own_shape_and_all_have_an_outline() -> None:
    outlines = {mark_path(mark, 10, 10, 4) for mark in MARKS}
    assert len(outlines) == len(MARKS)
    assert palette.contrast(palette.INK, palette.PAPER) > 4.5
    for fill, _ in MARKS.values():
        if fill == palette.PAPER:
            continue
        assert f'fill="{fill}"' not in draw(spc.xmr([1.0] * 14)).svg or fill == icons.COMMON_CAUSE
    assert f'fill="{icons.IMPROVEMENT}" stroke="{palette.INK}"' in draw().svg


def test_the_icons_carry_letters() -> None:
    letters = {icon: icons.variation_icon(icon).letter for icon in spc.VariationIcon}
    assert letters[spc.VariationIcon.CONCERN_HIGH] == "H"
    assert letters[spc.VariationIcon.IMPROVEMENT_LOW] == "L"
    assert letters[spc.VariationIcon.COMMON_CAUSE] == ""
    assert [icons.assurance_icon(i).letter for i in spc.AssuranceIcon] == ["P", "F", "?"]
    assert icons.variation_icon(None) is None
    assert icons.assurance_icon(None) is None
    for icon in spc.VariationIcon:
        drawn = icons.control_glyph(icons.variation_icon(icon), 20, 20, 12)
        assert "<title>" in drawn


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.none() | st.floats(-1e6, 1e6), min_size=1, max_size=30),
    st.sampled_from([360, 720]),
    st.text(max_size=20),
)
def test_any_series_can_be_drawn(values, width, name) -> None:
    periods = [f"{2020 + i // 12}-{i % 12 + 1:02d}" for i in range(len(values))]
    for chart in (spc.xmr(values), spc.run_chart(values)):
        picture = control_chart(chart, periods, Look(width=width), name=name)
        ElementTree.fromstring(picture.svg)
        assert picture.sentence
        assert len(picture.table.rows) == len(values)
        picture.vega_bytes()


def test_periods_must_fit() -> None:
    with pytest.raises(ValueError, match="14 points but 3 periods"):
        control_chart(spc.xmr(VALUES), ["2024-01"] * 3, name="Reviews")


def test_a_funnel_names_only_what_lies_outside() -> None:
    rng = np.random.default_rng(2)
    sizes = rng.integers(100, 900, 20)
    tops = rng.binomial(sizes, 0.3)
    tops[4] = int(sizes[4] * 0.6)
    names = [f"Practice {chr(65 + i)}" for i in range(20)]
    chart = spc.funnel(tops, sizes, names=names, limits="exact", improvement="down")
    for width in (360, 720):
        picture = funnel_chart(chart, Look(width=width), name="Waits", unit="%", scale=100)
        ElementTree.fromstring(picture.svg)
        named = [text for text in texts(picture) if text.startswith("Practice")]
        assert named == ["Practice E"]
        assert "1 above and 0 below the 99.8% limits" in picture.sentence
        assert picture.table.rows[4][0] == "Practice E"
    with pytest.raises(ValueError, match="Only a funnel"):
        funnel_chart(spc.xmr(VALUES), name="Waits")


def test_a_funnel_says_how_much_more_than_chance_places_differ() -> None:
    sizes = [400, 500, 450, 600, 300, 350, 520, 12]
    apart = spc.funnel([40, 300, 90, 500, 30, 320, 60, 4], sizes)
    alike = spc.funnel([118, 151, 137, 182, 88, 104, 158, 4], sizes)

    def said(chart) -> str:
        return funnel_chart(chart, name="Waits", unit="%", scale=100).sentence

    assert "more than chance alone explains: φ = " in said(apart)
    assert "the wide limits allow for that." in said(apart)
    assert "outside limits for chance alone" in said(apart)
    assert "no more than chance alone explains" in said(alike) and "are exact." in said(alike)
    tight = spc.funnel([40, 300, 90, 500, 30, 320, 60, 4], sizes, limits="exact")
    assert "places beyond them are to be expected." in said(tight)
    assert "1 place counts fewer than 20: little can be said about so few." in said(apart)
    picture = funnel_chart(alike, name="Waits", unit="%", scale=100)
    assert "People counted: fewer than 20" in picture.svg


def test_a_funnel_reads_out_each_place_the_smallest_first() -> None:
    chart = spc.funnel([30, 70, 400], [100, 240, 600], names=["Ash", "Birch", "Cedar"],
                       limits="exact")  # fmt: skip
    told = readouts(funnel_chart(chart, name="Waits", unit="%", scale=100))
    assert [words.split(":")[0] for _, _, words in told] == ["Ash", "Birch", "Cedar"]
    assert told[0][2].startswith("Ash: 30%, people counted 100. Below the lower 99.8% limit. Its")
    assert [x for x, _, _ in told] == sorted(x for x, _, _ in told)
