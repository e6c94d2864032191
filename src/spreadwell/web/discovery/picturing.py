"""Pictures of who has been heard, each cell leading to the findings behind it or to asking."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from spreadwell.charts.frame import Look, Picture
from spreadwell.charts.voices import voices
from spreadwell.domain.discovery.gaps import NOBODY
from spreadwell.domain.discovery.queries import NOT_SAID, Heard
from spreadwell.domain.discovery.voices import Voice
from spreadwell.domain.missions.models import Mission

from ..missions.presenters import NARROW, WIDE, Drawn

# A voice that nobody heard is seen at once; columns beyond this would not fit a desk.
MOST_PLACES = 12
FINDINGS = "#findings"


def behind(mission: str, voice: str, place: str = "") -> str:
    """Return the address of the findings of one voice, in one place where it is named."""
    given = {"mission": mission, "voice": voice, "place": place}
    asked = urlencode({key: value for key, value in given.items() if value})
    return f"{reverse('discovery:list')}?{asked}{FINDINGS}"


def heard_drawn(heard: Heard, mission: str, *, invented: bool, asks: bool = False) -> Drawn | None:
    """Draw who has been heard in which place; None before the first finding.

    A cell leads to the findings behind it; for whoever `asks`, a gap to the page that closes it.
    """
    if not heard.total:
        return None
    kept = without_other(busiest(heard))
    cells = [
        [_cell(mission, key, place, n, asks) for place, n in zip(kept.places, row, strict=True)]
        for key, row in zip(_keys(kept), kept.counts, strict=True)
    ]
    return drawn(
        kept,
        "Who has been heard",
        [behind(mission, key) for key in _keys(kept)],
        cells,
        invented=invented,
    )


def missions_drawn(heard: Sequence[tuple[Mission, Heard]], *, invented: bool) -> Drawn | None:
    """Draw which voices were heard by which mission; each cell leads to the mission's own page."""
    rows = [tuple(sum(one.counts[i]) for _, one in heard) for i in range(len(Voice.values))]
    made = without_other(
        Heard(
            tuple(str(label) for label in Voice.labels),
            tuple(mission.title for mission, _ in heard),
            tuple(rows),
        )
    )
    if not made.total:
        return None
    cells = [
        [f"{reverse('discovery:who')}?mission={one.slug}" for one, _ in heard] for _ in made.voices
    ]
    return drawn(
        made,
        "Who has been heard",
        [behind("", key) for key in _keys(made)],
        cells,
        invented=invented,
        column=("mission", "missions"),
    )


def drawn(
    heard: Heard,
    title: str,
    urls: Sequence[str] = (),
    cells: Sequence[Sequence[str]] = (),
    *,
    invented: bool,
    column: tuple[str, str] = ("place", "places"),
) -> Drawn:
    """Draw voices and places, or whatever `column` says, for a desk and for a phone."""

    def draw(width: int, prefix: str) -> Picture:
        look = Look(width=width, prefix=prefix, invented=invented)
        return voices(
            heard.voices,
            heard.places,
            heard.counts,
            look,
            column=column,
            urls=urls,
            cell_urls=cells,
            title=title,
        )

    return Drawn(draw(WIDE, "heard"), draw(NARROW, "heard-narrow"))


def _cell(mission: str, voice: str, place: str, n: int, asks: bool) -> str:
    """Where one cell leads; nowhere where no place is said, or nobody is asked."""
    if place == NOT_SAID:
        return ""
    if n:
        return behind(mission, voice, place)
    if not asks or voice not in NOBODY:
        return ""
    asked = urlencode({"voice": voice, "place": place})
    return f"{reverse('discovery:ask', args=[mission])}?{asked}"


def _keys(heard: Heard) -> list[str]:
    """Return the keys of the voices that stand in it."""
    keys = {str(label): key for key, label in Voice.choices}
    return [keys[name] for name in heard.voices]


def without_other(heard: Heard) -> Heard:
    """Leave “another voice” out: nobody can be asked for it, so it is no gap."""
    other = str(Voice.OTHER.label)
    kept = [i for i, name in enumerate(heard.voices) if name != other]
    return Heard(
        tuple(heard.voices[i] for i in kept),
        heard.places,
        tuple(heard.counts[i] for i in kept),
    )


def busiest(heard: Heard) -> Heard:
    """Keep the places with gaps and the most findings, when there are too many to draw."""
    if len(heard.places) <= MOST_PLACES:
        return heard
    columns = list(zip(*heard.counts, strict=True))
    order = sorted(range(len(columns)), key=lambda j: (-columns[j].count(0), -sum(columns[j])))
    chosen = sorted(order[:MOST_PLACES])
    return Heard(
        heard.voices,
        tuple(heard.places[j] for j in chosen),
        tuple(tuple(row[j] for j in chosen) for row in heard.counts),
    )
