"""The icons of control charts: letters H, L, P, F and ? in shapes, with the known colours."""

from __future__ import annotations

from functools import lru_cache

from spreadwell.charts import palette
from spreadwell.charts.icon_table import Icon, Kind
from spreadwell.charts.svg import Markup, element, path
from spreadwell.methods.spc import AssuranceIcon, VariationIcon

# The hues people know from Making Data Count; a dark outline and a shape carry the contrast.
IMPROVEMENT = "#00b0f0"
CONCERN = "#e46c0a"
COMMON_CAUSE = "#a6a6a6"
NEUTRAL = "#490092"
TARGET = "#de1b1b"
# Ink is a shade too light for letters on the orange.
LETTER = "#000000"

VARIATION_SAID = {
    VariationIcon.COMMON_CAUSE: "no clear change",
    VariationIcon.IMPROVEMENT_HIGH: "improving, with higher values",
    VariationIcon.IMPROVEMENT_LOW: "improving, with lower values",
    VariationIcon.CONCERN_HIGH: "of concern, with higher values",
    VariationIcon.CONCERN_LOW: "of concern, with lower values",
    VariationIcon.NEUTRAL_HIGH: "changed, with higher values",
    VariationIcon.NEUTRAL_LOW: "changed, with lower values",
}
ASSURANCE_SAID = {
    AssuranceIcon.PASS: "expected to meet the target",
    AssuranceIcon.FAIL: "expected to miss the target",
    AssuranceIcon.HIT_OR_MISS: "may meet or miss the target",
}
_ASSURANCE: dict[AssuranceIcon, tuple[str, Kind]] = {
    AssuranceIcon.PASS: ("P", "passing"),
    AssuranceIcon.FAIL: ("F", "failing"),
    AssuranceIcon.HIT_OR_MISS: ("?", "either"),
}
_VARIATION: dict[str, Kind] = {
    "common": "common",
    "improvement": "improving",
    "concern": "concerning",
    "neutral": "special",
}
_FILLS: dict[Kind, tuple[str, str]] = {
    "improving": (IMPROVEMENT, LETTER),
    "concerning": (CONCERN, LETTER),
    "special": (NEUTRAL, palette.PAPER),
    "common": (palette.PAPER, palette.INK),
    "passing": (IMPROVEMENT, LETTER),
    "failing": (CONCERN, LETTER),
    "either": (palette.PAPER, palette.INK),
    "none": (palette.PAPER, palette.INK),
}
# Corners for a radius of one, a little larger than the circle they stand beside.
_DIAMOND = ((0.0, -1.18), (1.18, 0.0), (0.0, 1.18), (-1.18, 0.0))
_HEXAGON = (
    (-1.08, 0.0), (-0.56, -0.98), (0.56, -0.98), (1.08, 0.0), (0.56, 0.98), (-0.56, 0.98),
)  # fmt: skip
_FLAGS = ("passing", "failing", "either", "none")


def variation_icon(icon: VariationIcon | None) -> Icon | None:
    """The icon of a latest point, for a chart or the icon table; None where it cannot be told."""
    if icon is None:
        return None
    letter = "H" if icon.endswith("high") else "L" if icon.endswith("low") else ""
    return Icon(letter, _VARIATION[icon.split("_")[0]], VARIATION_SAID[icon])


def assurance_icon(icon: AssuranceIcon | None) -> Icon | None:
    """The icon of a target, for a chart or the icon table; None where there is no target."""
    if icon is None:
        return None
    letter, kind = _ASSURANCE[icon]
    return Icon(letter, kind, ASSURANCE_SAID[icon])


@lru_cache(maxsize=512)
def control_glyph(icon: Icon, x: float, y: float, r: float) -> Markup:
    """An icon centred at x, y: variation in a circle, assurance in a flag-like shield.

    Concern stands in a diamond and a change that is neither in a hexagon, as their points do, so
    that a grey printer tells them apart. Common cause has no letter: it shows a level wave.
    """
    fill, ink = _FILLS[icon.kind]
    if icon.kind in _FLAGS:
        a = r * 0.92
        corners = [(x - a, y - a), (x + a, y - a), (x + a, y + a * 0.45), (x, y + a * 1.15)]
        shape = element(
            "path",
            d=path([*corners, (x - a, y + a * 0.45)], closed=True),
            fill=fill,
            stroke=palette.INK,
            stroke_width=1.6,
        )
    elif icon.kind in ("concerning", "special"):
        around = _DIAMOND if icon.kind == "concerning" else _HEXAGON
        shape = element(
            "path",
            d=path([(x + u * r, y + v * r) for u, v in around], closed=True),
            fill=fill,
            stroke=palette.INK,
            stroke_width=1.6,
        )
    else:
        shape = element("circle", cx=x, cy=y, r=r, fill=fill, stroke=palette.INK, stroke_width=1.6)
    if not icon.letter:
        w, h = r * 0.55, r * 0.35
        points = [(x - w, y + h), (x - w / 3, y - h), (x + w / 3, y + h), (x + w, y - h)]
        letter = element("path", d=path(points), fill="none", stroke=palette.INK, stroke_width=1.6)
    else:
        # Small icons keep a letter that can be read.
        size = max(r * 1.2, 11.0)
        letter = element(
            "text",
            icon.letter,
            x=x,
            y=y + size * 0.36,
            font_size=size,
            font_weight="bold",
            fill=ink,
            text_anchor="middle",
        )
    return element("g", element("title", icon.said or icon.kind), shape, letter)
