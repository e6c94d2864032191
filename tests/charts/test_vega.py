"""Every specification is drawn by Vega-Lite itself, and draws what the picture holds."""

import json
from xml.etree import ElementTree as ET

import pytest
import vl_convert

from spreadwell.charts.frame import INVENTED_WORDS, Look
from tests.charts.picture_samples import DRAWN

SVG = "{http://www.w3.org/2000/svg}"
SPECIFIED = [name for name, draw in DRAWN.items() if draw(Look(), "a").spec is not None]


@pytest.mark.parametrize("name", SPECIFIED)
def test_vega_lite_draws_the_specification(name: str) -> None:
    picture = DRAWN[name](Look(invented=True), "Alder Bank")
    spec = json.loads(picture.vega_bytes() or b"")
    drawn = ET.fromstring(vl_convert.vegalite_to_svg(spec, vl_version="5.21"))
    words = ["".join(text.itertext()) for text in drawn.iter(f"{SVG}text")]
    assert "Alder Bank" in words and INVENTED_WORDS in words
    assert list(drawn.iter(f"{SVG}path"))


def test_the_specification_of_a_control_chart_holds_its_lines_and_shapes() -> None:
    spec = DRAWN["control chart"](Look(), "Reviews").vega
    assert spec is not None
    drawn = ET.fromstring(vl_convert.vegalite_to_svg(spec, vl_version="5.21"))
    roles = [g.get("aria-roledescription") for g in drawn.iter(f"{SVG}path")]
    # 22 months with a value, one held back; limits and centre in two parts each, target, values.
    assert roles.count("point") == 23
    strokes = {p.get("stroke-dasharray") for p in drawn.iter(f"{SVG}path")}
    assert "5,3" in strokes and "9,3,2,3" in strokes
    rows = spec["data"]["values"]
    assert {row.get("limits") for row in rows[:24]} == {0, 1}
    assert rows[26]["happened"] and "value" not in rows[26]
