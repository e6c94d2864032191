"""What must hold for every picture, whoever draws it."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadwell.charts import palette
from spreadwell.charts.frame import INVENTED_WORDS, Look, Picture
from tests.charts.picture_samples import DRAWN, LINKED, LOOKS, PLAIN

SVG = "{http://www.w3.org/2000/svg}"
EVERY = [(name, look) for name in DRAWN for look in LOOKS]
IDS = [f"{name} {look.prefix}" for name, look in EVERY]
ALLOWED_FILLS = re.compile(r"#[0-9a-f]{6}|none|url\(#[A-Za-z0-9_-]+\)")


def tree(picture: Picture) -> ET.Element:
    return ET.fromstring(picture.svg)


def drawn_text(root: ET.Element) -> list[str]:
    return ["".join(e.itertext()) for e in root.iter(f"{SVG}text")]


@pytest.mark.parametrize(("name", "look"), EVERY, ids=IDS)
def test_has_title_description_and_table(name: str, look: Look) -> None:
    picture = DRAWN[name](look, "Alder Bank")
    root = tree(picture)
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and title.text == picture.title == "Alder Bank"
    assert desc is not None and desc.text == picture.sentence
    assert picture.sentence.endswith((".", "?"))
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == desc.get("id")
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert picture.table.rows


@pytest.mark.parametrize(("name", "look"), EVERY, ids=IDS)
def test_nothing_a_strict_policy_would_block(name: str, look: Look) -> None:
    for element in tree(DRAWN[name](look, "a")).iter():
        assert element.tag.removeprefix(SVG) not in {"script", "style", "foreignObject", "image"}
        for key in element.attrib:
            assert key != "style" and not key.startswith("on")


@pytest.mark.parametrize(("name", "look"), EVERY, ids=IDS)
def test_ids_are_unique_and_prefixed_and_all_references_resolve(name: str, look: Look) -> None:
    root = tree(DRAWN[name](look, "a"))
    ids = [e.get("id", "") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert all(i.startswith(look.prefix) for i in ids)
    used = {
        m for e in root.iter() for v in e.attrib.values() for m in re.findall(r"url\(#(.*?)\)", v)
    }
    assert used <= set(ids)


@pytest.mark.parametrize(("name", "look"), EVERY, ids=IDS)
def test_says_that_it_is_invented_and_names_its_source(name: str, look: Look) -> None:
    texts = drawn_text(tree(DRAWN[name](look, "a")))
    assert INVENTED_WORDS in texts
    assert "Source: Board paper, May 2025" in texts


@pytest.mark.parametrize("name", DRAWN)
def test_real_data_do_not_say_invented(name: str) -> None:
    for look in PLAIN:
        assert INVENTED_WORDS not in DRAWN[name](look, "a").svg


@pytest.mark.parametrize(("name", "look"), EVERY, ids=IDS)
def test_text_is_large_enough_and_inside_the_picture(name: str, look: Look) -> None:
    root = tree(DRAWN[name](look, "Alder Bank"))
    height = float(root.get("height", "0"))
    for element in root.iter(f"{SVG}text"):
        assert float(element.get("font-size", "0")) >= 11
        assert 0 <= float(element.get("x", "-1")) <= look.width
        assert 0 <= float(element.get("y", "-1")) <= height


@pytest.mark.parametrize(("name", "look"), EVERY, ids=IDS)
def test_only_known_colours(name: str, look: Look) -> None:
    for element in tree(DRAWN[name](look, "a")).iter():
        for key in ("fill", "stroke"):
            if value := element.get(key):
                assert ALLOWED_FILLS.fullmatch(value)


def test_colours_have_enough_contrast() -> None:
    for ink in palette.TEXT_ON_PAPER:
        assert palette.contrast(ink, palette.PAPER) >= 4.5
    for mark in palette.MARKS_ON_PAPER:
        assert palette.contrast(mark, palette.PAPER) >= 3
    pairs = (
        (palette.QUIET_INK, palette.WASH),
        (palette.CONCERN, palette.CONCERN_WASH),
        (palette.SPECIAL, palette.SPECIAL_WASH),
        (palette.ACCENT_DARK, palette.ACCENT_TINT),
        (palette.ACCENT, palette.ACCENT_WASH),
    )
    for ink, paper in pairs:
        assert palette.contrast(ink, paper) >= 4.5
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_without_links_is_one_image(name: str) -> None:
    root = tree(DRAWN[name](LOOKS[0], "a"))
    assert root.get("role") == "img"
    assert root.find(f".//{SVG}a") is None


@pytest.mark.parametrize("name", LINKED)
def test_a_picture_with_links_is_a_group_of_named_links(name: str) -> None:
    for look in LOOKS:
        root = tree(LINKED[name](look, "a", "/there/"))
        links = root.findall(f".//{SVG}a")
        assert root.get("role") == "group"
        assert links
        assert all(a.get("href") == "/there/" and a.get("aria-label") for a in links)


@pytest.mark.parametrize("name", LINKED)
def test_a_link_that_runs_something_is_refused(name: str) -> None:
    for bad in ("javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "java\tscript:x"):
        with pytest.raises(ValueError, match="link"):
            LINKED[name](LOOKS[0], "a", bad)


@pytest.mark.parametrize("name", DRAWN)
@settings(max_examples=25, deadline=None)
@given(text=st.text(min_size=1, max_size=60))
def test_any_text_is_escaped(name: str, text: str) -> None:
    plain = {e.tag for e in tree(DRAWN[name](LOOKS[0], "a")).iter()}
    extra = {f"{SVG}rect", f"{SVG}line", f"{SVG}text", f"{SVG}g", f"{SVG}path", f"{SVG}title"}
    root = tree(DRAWN[name](LOOKS[0], text))
    assert {e.tag for e in root.iter()} <= plain | extra


@pytest.mark.parametrize("name", DRAWN)
def test_hostile_text_stays_text(name: str) -> None:
    hostile = '</text><script>alert(1)</script>"\' onload="x\x00\x0b'
    for look in LOOKS:
        picture = DRAWN[name](look, hostile)
        assert "<script" not in picture.svg
        assert tree(picture).find(f"{SVG}title") is not None


@pytest.mark.parametrize("name", DRAWN)
def test_the_same_input_gives_the_same_picture(name: str) -> None:
    assert DRAWN[name](LOOKS[1], "a") == DRAWN[name](LOOKS[1], "a")


@pytest.mark.parametrize("name", DRAWN)
def test_downloads_open(name: str) -> None:
    picture = DRAWN[name](LOOKS[1], "a")
    assert ET.fromstring(picture.svg_bytes()).tag == f"{SVG}svg"
    assert picture.csv_bytes().decode("utf-8-sig").count("\r\n") >= len(picture.table.rows) + 1
    spec = picture.vega_bytes()
    if spec is not None:
        loaded = json.loads(spec)
        assert loaded["title"]["subtitle"] == [INVENTED_WORDS]
        assert loaded["description"] == picture.sentence
