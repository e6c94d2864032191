"""Pictures as PNG, with the type that comes with the package: no font of the machine is needed."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

# Sharp in print and in slides: two dots of the file for each of the drawing.
ZOOM = 2.0
# A table of hundreds of places gets fewer, so that no download takes all the memory there is.
MOST_DOTS = 16_000_000
_SIZE = re.compile(r'\swidth="([\d.]+)"\sheight="([\d.]+)"')
# As wide, letter by letter, as the Arial that every picture is measured for.
FAMILY = "Arimo"
# The type holds Latin, Greek, Cyrillic and Hebrew; what lies above needs a font of the machine.
_HELD = 0x0600


def png_of(svg: str) -> bytes:
    """Draw an SVG as PNG, twice as large in dots as in its own units unless it is huge.

    Words come out alike on every machine. Only letters that the type lacks are looked for among
    the fonts of the machine, and stand as boxes where it has none.
    """
    import resvg_py  # 3 MB that only this download needs

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=zoom_for(svg),
            font_files=[str(path) for path in type_files()],
            skip_system_fonts=not any(_HELD <= ord(c) < 0x2000 or ord(c) > 0x2E00 for c in svg),
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    )


def zoom_for(svg: str) -> float:
    """How many dots stand for each unit of a drawing along a side."""
    found = _SIZE.search(svg)
    units = float(found[1]) * float(found[2]) if found else 1.0
    return min(ZOOM, math.sqrt(MOST_DOTS / units))


@lru_cache(maxsize=1)
def type_files() -> tuple[Path, ...]:
    """Where the upright type lies, in all its weights. Licence: SIL Open Font License 1.1."""
    folder = Path(str(files("fontpkg_arimo"))) / "files"
    return tuple(sorted(p for p in folder.glob("*.ttf") if "Italic" not in p.name))
