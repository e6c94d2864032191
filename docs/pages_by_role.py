"""The reference page of what each role can do on every page, drawn from the tested table."""

from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

ACCESS = Path(__file__).resolve().parents[1] / "tests" / "web" / "access.table"
WORDS = {
    "O": "yes",
    ">": "led elsewhere",
    "F": "refused",
    "N": "not found",
    "S": "sign in",
    "L": "not now",
}
WAYS = {"GET": "see", "POST": "do"}
Line = tuple[str, str, str, list[str]]


def _sections() -> Iterator[tuple[str, list[Line]]]:
    """Yield each part of the table: the comment above it, and its lines."""
    said: list[str] = []
    lines: list[Line] = []
    for text in ACCESS.read_text(encoding="utf-8").splitlines():
        if text.startswith("#"):
            if lines:
                yield " ".join(said), lines
                said, lines = [], []
            said.append(text.lstrip("# ").rstrip())
        elif text.strip():
            page, way, thing, *letters = text.split()
            lines.append((page, way, thing, letters))
    yield " ".join(said), lines


def _told(resolver: URLResolver | None = None, space: str = "") -> dict[str, str]:
    """Return what each address of ours does, in the words of its view."""
    found: dict[str, str] = {}
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found |= _told(pattern, inner)
        elif isinstance(pattern, URLPattern):
            view = pattern.callback
            if view.__module__.startswith("spreadwell."):
                found[f"{space}{pattern.name}"] = (view.__doc__ or "").strip().split("\n")[0]
    return found


def _of(thing: str) -> str:
    """Say of which thing a page is asked, where it is of one."""
    return "" if thing == "-" else f", {thing.replace('_', ' ')}"


def page() -> str:
    """Return the page: a part for each room, a row for each address and way of asking."""
    from spreadwell.domain.people.roles import Role

    told = _told()
    parts = []
    for said, lines in _sections():
        rows = [
            [f"{told[name].rstrip('.')} ({WAYS[way]}{_of(of)})", f"`{name}`",
             *(WORDS[letter] for letter in letters)]
            for name, way, of, letters in lines if name in told
        ]  # fmt: skip
        if rows:
            title, mark, rest = (said if parts else "Home and people.").partition(".")
            if ":" in title:
                title, rest = title.split(":", 1)[0], f"{title.split(':', 1)[1]}{mark}{rest}"
            told_of = rest.strip()[:1].upper() + rest.strip()[1:]
            header = ["what", "address", *(role.label for role in Role)]
            table = [header, ["---"] * len(header), *rows]
            body = "\n".join(f"| {' | '.join(cells)} |" for cells in table)
            parts.append(f"## {title.strip()}\n\n{told_of}\n\n{body}\n".replace("\n\n\n\n", "\n\n"))
    return (
        "# What each role can do on every page\n\nDrawn from the table by which a test asks for "
        "every address as every role on the example. “See” opens a page, “do” sends its form. "
        "*Refused* comes with a sentence that says whose it is to do; *not found* keeps even the "
        "existence of a thing from those whose it is not; *not now* says when it can be done. A "
        "thing named “own” belongs to the place at which the role is held, “far” or “other” to "
        "another place. Which rows a page then shows is told in [who sees what](visibility.md).\n\n"
        + "\n".join(parts)
    )
