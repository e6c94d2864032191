"""What a drawn picture says and where: its lines of text, their boxes, and which overlap."""

from xml.etree import ElementTree as ET

from spreadwell.charts.frame import Picture
from spreadwell.charts.text import width

SVG = "{http://www.w3.org/2000/svg}"
Lines = list[tuple[str, float, float, float, float]]


def tree(picture: Picture) -> ET.Element:
    return ET.fromstring(picture.svg)


def texts(picture: Picture) -> list[str]:
    return [e.text or "" for e in tree(picture).iter(f"{SVG}text")]


def lines(picture: Picture) -> Lines:
    """Each upright line of text with its left, top, right and bottom."""
    out = []
    for e in tree(picture).iter(f"{SVG}text"):
        if e.get("transform"):
            continue
        size, x, y = (float(e.get(k, "0")) for k in ("font-size", "x", "y"))
        w = width(e.text or "", size, bold=e.get("font-weight") == "bold")
        left = {"middle": x - w / 2, "end": x - w}.get(e.get("text-anchor", ""), x)
        out.append((e.text or "", left, y - size * 0.72, left + w, y + size * 0.1))
    return out


def collisions(picture: Picture) -> list[tuple[str, str]]:
    """Pairs of lines that cover one another, and lines that leave the picture."""
    found = lines(picture)
    room = float(tree(picture).get("width", "0"))
    return [
        (a[0], b[0])
        for i, a in enumerate(found)
        for b in found[i + 1 :]
        if a[1] < b[3] - 0.5 and b[1] < a[3] - 0.5 and a[2] < b[4] - 0.5 and b[2] < a[4] - 0.5
    ] + [(a[0], "the edge") for a in found if a[1] < -0.5 or a[3] > room + 0.5]
