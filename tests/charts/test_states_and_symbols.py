"""States of months, tables of symbols, small multiples and sparklines: alike for every eye."""

import itertools
import re
from xml.etree import ElementTree as ET

import pytest

from spreadwell.charts import icons, palette
from spreadwell.charts.control_lines import MARKS, mark_path
from spreadwell.charts.frame import Look
from spreadwell.charts.icon_table import IconCell, icon_rows
from spreadwell.charts.small_multiples import Panel, small_multiples
from spreadwell.charts.sparkline import sparkline
from spreadwell.charts.state_table import state_rows, state_table
from spreadwell.charts.states import SAID, STATES, state_symbol, states_of
from spreadwell.methods import spc
from tests.charts.chart_samples import MONTHS, VALUES, worked
from tests.charts.reading import SVG, texts, tree

SITES = ["Ash <b>", "Birch", "Cedar"]


def grey(drawing: str) -> str:
    """A drawing as a black-and-white printer gives it: dark and light, no colours."""

    def shade(found: re.Match[str]) -> str:
        return "dark" if palette.luminance(found[0]) < 0.18 else "light"

    return re.sub(r"#[0-9a-f]{6}", shade, drawing)


def test_every_two_states_differ_without_colour_in_shape_or_letter() -> None:
    drawn = {state: grey(state_symbol(state).drawing) for state in STATES}
    for one, other in itertools.combinations(STATES, 2):
        bare = [re.sub(r'\s(fill|stroke)="\w+"', "", drawn[s]) for s in (one, other)]
        assert bare[0] != bare[1], (one, other)


def test_every_two_icons_differ_without_colour_in_shape_or_letter() -> None:
    made = [icons.variation_icon(i) for i in spc.VariationIcon]
    made += [icons.assurance_icon(i) for i in spc.AssuranceIcon]
    drawn = {}
    for icon in made:
        assert icon is not None
        shown = re.sub(r"<title>.*?</title>", "", grey(icons.control_glyph(icon, 0, 0, 12)))
        drawn[icon.said] = re.sub(r'\s(fill|stroke)="\w+"', "", shown)
    assert len(drawn) == 10
    for one, other in itertools.combinations(drawn, 2):
        assert drawn[one] != drawn[other], (one, other)


def test_every_two_marks_have_outlines_of_their_own() -> None:
    for one, other in itertools.combinations(MARKS, 2):
        assert mark_path(one, 0, 0, 5) != mark_path(other, 0, 0, 5)


def test_marks_and_letters_have_enough_contrast() -> None:
    # Each mark has an outline in ink; each letter stands on its own fill.
    assert palette.contrast(palette.INK, palette.PAPER) >= 4.5
    for fill in (icons.IMPROVEMENT, icons.CONCERN, palette.PAPER):
        assert palette.contrast(icons.LETTER, fill) >= 4.5
        assert palette.contrast(palette.INK, fill) >= 3
    assert palette.contrast(palette.PAPER, icons.NEUTRAL) >= 4.5
    for line in (icons.TARGET, palette.QUIET_INK, palette.MARK_RULE):
        assert palette.contrast(line, palette.PAPER) >= 3
        assert palette.contrast(line, palette.WASH) >= 3


def test_states_follow_the_chart() -> None:
    chart = worked(target=None)
    found = states_of(chart)
    assert found[8] == "missing" and len(found) == 24
    assert {"improvement_high", "concern_low"} <= set(found)
    assert set(states_of(worked(improvement="down"))) >= {"concern_high", "improvement_low"}
    assert set(states_of(worked(improvement="neither"))) >= {"neutral_high", "neutral_low"}
    assert states_of(worked(exclude=[3]))[3] == "excluded"
    assert set(states_of(spc.xmr(VALUES[:5]))) == {"early"}
    assert "early" not in states_of(spc.run_chart(VALUES))


def test_the_state_table_counts_the_latest_month_with_a_value() -> None:
    rows = [["common", "improvement_high"], ["concern_low", "missing"], ["missing", "missing"]]
    for width in (360, 720):
        picture = state_table(SITES, ["2025-01", "2025-02"], rows, Look(width))
        assert picture.sentence == (
            "3 sites, Jan 2025 to Feb 2025. By their latest months with a value: "
            "1 improvement, higher; 1 concern, lower; 1 no value."
        )
        assert picture.table.columns == ("Site", "2025-01", "2025-02")
        assert picture.table.rows[1] == ("Birch", "concern, lower", "no value")
        assert picture.svg.count("<use ") == 6
    with pytest.raises(ValueError, match="one state for each"):
        state_table(SITES, ["2025-01"], rows)
    assert state_table([], [], []).sentence == "No readings yet."


def test_a_symbol_is_drawn_once_and_used_often() -> None:
    rows = [["improvement_high"] * 30] * 20
    picture = state_table([f"Site {i}" for i in range(20)], MONTHS + MONTHS[:6], rows, Look(720))
    assert picture.svg.count("<use ") == 600
    assert len(list(tree(picture).iter(f"{SVG}title"))) == 2


def html(text: str) -> ET.Element:
    """The table of a page as a tree."""
    return ET.fromstring(f"<div>{text}</div>")


def test_the_table_of_a_page_says_every_symbol_in_words() -> None:
    rows = [["common", "improvement_high"], ["concern_low", "missing"], ["held_back", "early"]]
    page = html(
        state_rows(
            SITES, ["2025-01", "2025-02"], rows, prefix="s", caption="States", urls=["/a/", "", ""]
        )
    )
    table = page.find("table")
    assert table is not None and table.findtext("caption") == "States"
    assert [th.text for th in table.iter("th") if th.get("scope") == "col"] == [
        "Place", "Jan 2025", "Feb 2025",
    ]  # fmt: skip
    heads = [th for th in table.iter("th") if th.get("scope") == "row"]
    assert "".join(heads[0].itertext()) == "Ash <b>"
    assert heads[0].find("a") is not None and heads[1].find("a") is None
    said = ["".join(td.itertext()) for td in table.iter("td")]
    assert said == [SAID[state] for row in rows for state in row]
    used = [use.get("href", "")[1:] for use in table.iter("use")]
    assert set(used) == {symbol.get("id") for symbol in page.iter("symbol")}
    assert all(i.startswith("s-") for i in used)
    assert "style" not in ET.tostring(page).decode()


def test_the_icon_table_of_a_page_links_cells_and_keeps_latest_values() -> None:
    good = icons.variation_icon(spc.VariationIcon.IMPROVEMENT_HIGH)
    passed = icons.assurance_icon(spc.AssuranceIcon.PASS)
    cells = [[IconCell(good, passed, "62%"), None], [IconCell(None), IconCell(good)]]
    page = html(
        icon_rows(
            ["Ash", "Birch"], ["Reviews", "Falls"], cells, prefix="i", caption="c",
            glyph=icons.control_glyph, links=[["/x/", ""], ["", ""]],
        )
    )  # fmt: skip
    said = [" ".join("".join(td.itertext()).split()) for td in page.iter("td")]
    assert said == [
        "improving, with higher values; expected to meet the target, 62%",
        "–",
        "too few to tell",
        "improving, with higher values",
    ]
    assert [a.get("href") for a in page.iter("a")] == ["/x/"]
    with pytest.raises(ValueError, match="link"):
        icon_rows(["A"], ["m"], [[cells[0][0]]], prefix="i", caption="c", links=[["javascript:x"]])


def test_small_multiples_share_a_scale_and_stand_in_the_order_of_names() -> None:
    panels = [Panel("birch", worked(20)), Panel("Ash", worked(-20)), Panel("Cedar", worked())]
    picture = small_multiples(panels, MONTHS, Look(720), name="Reviews", unit="%")
    assert [row[0] for row in picture.table.rows] == ["Ash", "birch", "Cedar"]
    names = [t for t in texts(picture) if t in {"Ash", "birch", "Cedar"}]
    assert names == ["Ash", "birch", "Cedar"]
    tops = [t for t in texts(picture) if t.endswith("%") and t.startswith("100")]
    assert len(tops) == 3
    assert "all on one scale and in the order of their names" in picture.sentence
    assert picture.table.rows[2][2] == VALUES[-1]
    with pytest.raises(ValueError, match="Ash has 24 points for 2 periods"):
        small_multiples(panels[1:], MONTHS[:2], name="x")
    assert small_multiples([], [], name="Reviews").sentence == "Reviews: no readings yet."


def test_a_sparkline_says_its_latest_state() -> None:
    picture = sparkline(worked(), MONTHS, name="Reviews", unit="%")
    root = tree(picture)
    assert root.get("role") == "img" and root.get("aria-label") == picture.sentence
    assert picture.sentence == (
        "Reviews: 65% in Dec 2025, since Jan 2024; improvement, higher and "
        "may meet or miss the target."
    )
    shape = state_symbol("improvement_high").drawing
    assert re.sub(r'\sxmlns="[^"]*"', "", shape) in picture.svg
    assert "".join(root.itertext()).strip() == "H"
    none = sparkline(spc.xmr([None, None]), ["2025-01", "2025-02"], name="Reviews")
    assert none.sentence == "Reviews: no values yet."
    with pytest.raises(ValueError, match="24 points but 1 periods"):
        sparkline(worked(), MONTHS[:1], name="x")
