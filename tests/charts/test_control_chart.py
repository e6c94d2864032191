"""The control chart as a picture: what it holds, what it says, what it refuses."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadwell.charts import icons, palette
from spreadwell.charts.control import control_chart
from spreadwell.charts.control_events import Annotation, numbered, tag_rows
from spreadwell.charts.control_funnel import funnel_chart
from spreadwell.charts.control_lines import MARKS, mark_path
from spreadwell.charts.control_wording import control_sentence
from spreadwell.charts.frame import Look
from spreadwell.methods import spc

VALUES = [50.0, 53, 49, 52, 51, 48, 54, 50, 52, 49, 53, 51, 50, 70]
PERIODS = [f"2024-{m:02d}" for m in range(1, 13)] + ["2025-01", "2025-02"]


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
        Annotation(6, "adaptation", "Evening clinic"),
    ]
    assert [tag for tag, _ in numbered(notes, 14)] == ["T1", "T2", "A1"]
    xs = [10.0 * i for i in range(14)]
    assert tag_rows(numbered(notes, 14), xs) == [0, 0, 1]
    picture = draw(annotations=notes)
    assert "Adaptation, Jul 2024: Evening clinic" in picture.svg
    assert picture.table.rows[6][-1] == "T2 Second cycle; A1 Evening clinic"
    with pytest.raises(ValueError, match="“Too late” is marked outside"):
        draw(annotations=[Annotation(14, "event", "Too late")])


def test_a_rebase_is_marked_and_the_old_limits_stay() -> None:
    picture = draw(spc.xmr(VALUES, rebase=[7]))
    assert "Rebased" in picture.svg
    assert "Limits before the rebase" in picture.svg
    assert "Rebased" not in draw().svg


def test_every_kind_has_its_own_shape_and_all_have_an_outline() -> None:
    outlines = {mark_path(mark, 10, 10, 4) for mark in MARKS}
    assert len(outlines) == len(MARKS)
    for fill, _ in MARKS.values():
        assert palette.contrast(palette.INK, palette.PAPER) > 4.5
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
        assert "Practice E" in picture.svg
        assert "Practice A" not in picture.svg
        assert "1 above and 0 below the 99.8% limits" in picture.sentence
        assert picture.table.rows[4][0] == "Practice E"
    with pytest.raises(ValueError, match="Only a funnel"):
        funnel_chart(spc.xmr(VALUES), name="Waits")
