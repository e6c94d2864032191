"""A tiny builder of SVG that escapes everything and refuses what a strict policy would block."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# Characters that XML 1.0 cannot hold even when escaped; a file with one of them does not open.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Most words of a picture need nothing done to them.
_PLAIN = re.compile(r"[A-Za-z0-9 #.,:;()/?!+*=_−–%-]*")
_SAFE_LINK = re.compile(r"(?:https?://|mailto:|[/?#.]|[^:/?#]*(?:[/?#]|$))", re.IGNORECASE)
_BLANK = re.compile(r"[\x00-\x20]")  # what browsers drop, and could hide a scheme behind
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_FORBIDDEN = frozenset({"style", "script", "foreignobject"})


class Markup(str):
    """SVG text that is already escaped; any other string is escaped when it is placed."""

    __slots__ = ()


Child = str | Iterable[str] | None
Value = str | float | int | None


def escape(text: str) -> Markup:
    """Text made safe for an element or a double-quoted attribute; illegal characters go."""
    if isinstance(text, Markup):
        return text
    # Colours, dashes and labels come back again and again; long outlines do not.
    return _escape_once(text) if len(text) < 64 else _escape(text)


def _escape(text: str) -> Markup:
    if _PLAIN.fullmatch(text):
        return Markup(text)
    clean = _ILLEGAL.sub("\ufffd", text)
    return Markup(
        clean.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("'", "&#39;")
    )


_escape_once = lru_cache(maxsize=4096)(_escape)


def number(value: float) -> str:
    """A coordinate with at most two decimals, without trailing noughts; raises on NaN."""
    if value - value != 0:
        raise ValueError("A picture cannot be drawn with a coordinate that is not a number.")
    text = "%.2f" % value  # noqa: UP031 – half the time of an f-string, and a picture has hundreds
    if text[-1] == "0":
        text = text[:-3] if text[-2] == "0" else text[:-1]
    return "0" if text == "-0" else text


def safe_link(url: str) -> str:
    """The address itself when it is relative, http(s) or mailto; raises ValueError otherwise."""
    stripped = url.strip()
    if _BLANK.search(stripped) or not _SAFE_LINK.match(stripped):
        raise ValueError("A link in a picture must be a web address or a path on this site.")
    return stripped


@lru_cache(maxsize=256)
def _attribute_name(keyword: str) -> str:
    name = keyword.rstrip("_").replace("_", "-")
    if name == "viewbox":
        return "viewBox"
    if not _NAME.fullmatch(name) or name == "style" or name.lower().startswith("on"):
        raise ValueError(f"The attribute {name} is not allowed in a picture.")
    return name


@lru_cache(maxsize=64)
def _tag(tag: str) -> str:
    if tag.lower() in _FORBIDDEN or not _NAME.fullmatch(tag):
        raise ValueError(f"The element {tag} is not allowed in a picture.")
    return tag


def element(tag: str, *children: Child, **attributes: Value) -> Markup:
    """One SVG element: attributes by keyword (`stroke_width=2`, `class_="x"`, None is left out).

    Children are escaped unless they are Markup; a child may be an iterable of children.
    Raises ValueError on a script, a style or an event handler.
    """
    parts = ["<", _tag(tag)]
    for keyword, value in attributes.items():
        if value is None:
            continue
        name = _attribute_name(keyword)
        if isinstance(value, str):
            text: str = escape(safe_link(value)) if name == "href" else escape(value)
        else:
            text = number(value)
        parts.append(f' {name}="{text}"')
    inner: list[str] = []
    _gather(children, inner)
    if inner:
        parts += [">", *inner, "</", tag, ">"]
    else:
        parts.append("/>")
    return Markup("".join(parts))


def _gather(children: Iterable[Child], into: list[str]) -> None:
    for child in children:
        if child is None:
            continue
        if isinstance(child, str):
            into.append(escape(child))
        else:
            _gather(child, into)


def path(points: Iterable[tuple[float, float]], *, closed: bool = False) -> str:
    """The `d` of a line through points, closed into a shape when asked."""
    d = " L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"M{d}Z" if closed else f"M{d}"
