"""Rows of a file that say nearly what was said before: told, never left out by themselves."""

from collections.abc import Sequence

from spreadwell.methods.text.identical import nearly_identical

from ..missions.models import Mission
from .incoming import Incoming, Repeat
from .models import Finding

SHORTEST = 4
"""Words below which many people say the same by chance: “waiting times”."""

SHOWN = 60


def nearly_said(mission: Mission, rows: Sequence[Incoming]) -> list[Repeat]:
    """Name each row whose words nearly are those of a finding there, or of a row before it.

    Two people may say the same: whether it is one voice or two is for a person to say.
    """
    asked = [row for row in rows if row.record is None and len(row.heard.text.split()) >= SHORTEST]
    if not asked:
        return []
    held = list(
        Finding.objects.filter(mission=mission, record=None)
        .order_by("pk")
        .values_list("text", flat=True)
    )
    texts = [*held, *(row.heard.text for row in asked)]
    found = []
    for first, *others in nearly_identical(texts):
        for at in others:
            if at < len(held):
                continue
            said = texts[first]
            short = said if len(said) <= SHOWN else f"{said[:SHOWN].rstrip()}…"
            where = "was said before" if first < len(held) else "stands above"
            found.append(Repeat(asked[at - len(held)].line, f"nearly the same {where}: “{short}”"))
    return sorted(found, key=lambda one: one.line)
