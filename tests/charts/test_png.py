"""Pictures as PNG: the same on every machine, words and all."""

import struct
import zlib

import pytest

from spreadwell.charts.frame import Look
from spreadwell.charts.png import MOST_DOTS, png_of, type_files, zoom_for
from tests.charts.picture_samples import DRAWN

BLANK = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="30" '
    'font-family="Arial, Helvetica, sans-serif">'
    '<rect width="80" height="30" fill="#ffffff"/>{}</svg>'
)


def dots(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and the raw rows of a PNG, unpacked but not unfiltered."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    at, packed = 8, b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += 12 + length
    return width, height, zlib.decompress(packed)


def test_words_are_drawn_with_the_type_of_the_package() -> None:
    empty, words = png_of(BLANK.format("")), png_of(BLANK.format('<text x="5" y="20">Words</text>'))
    assert dots(empty)[:2] == dots(words)[:2] == (160, 60)
    assert dots(empty)[2] != dots(words)[2]
    assert type_files() and all(path.is_file() for path in type_files())


def test_bold_words_are_bolder() -> None:
    plain = '<text x="5" y="20" font-weight="{}">Words</text>'
    drawn = [dots(png_of(BLANK.format(plain.format(w))))[2] for w in ("normal", "bold")]
    assert drawn[0] != drawn[1]


@pytest.mark.parametrize("letter", ["−", "′", "φ", "²", "≥", "–", "…", "“", "ź", "½"])
def test_letters_of_the_charts_are_in_the_type(letter: str) -> None:
    def drawn(text: str) -> bytes:
        return dots(png_of(BLANK.format(f'<text x="5" y="20">{text}</text>')))[2]

    # U+0530 is no letter in any alphabet: what it gives is the box for what is lacking.
    assert drawn(letter) not in (drawn("\u0530"), drawn(""))


@pytest.mark.parametrize("name", DRAWN)
def test_every_picture_can_be_kept_as_png(name: str) -> None:
    look = Look(720, "wide", invented=True)
    made, told = DRAWN[name](look, "Alder Bank"), DRAWN[name](Look(720, "wide"), "Alder Bank")
    width, height, rows = dots(made.png_bytes())
    assert width == 1440
    # The words on invented data stand inside the image.
    assert (height, rows) != dots(told.png_bytes())[1:]


def test_a_huge_picture_gets_fewer_dots() -> None:
    tall = '<svg xmlns="http://www.w3.org/2000/svg" width="720" height="{}"></svg>'
    assert zoom_for(tall.format(900)) == 2
    width, height, _ = dots(png_of(tall.format(12_000)))
    # Rounding up to whole dots may add a row.
    assert 8_640_000 < width * height <= MOST_DOTS * 1.001
