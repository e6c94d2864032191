"""Who has not been heard, in which place: gaps told in sentences, those that matter most first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .queries import NOT_SAID, Heard
from .voices import Voice

NOBODY: dict[str, str] = {
    "people": "No patient or carer",
    "primary_care": "Nobody from primary care",
    "secondary_care": "Nobody from secondary care",
    "community": "Nobody from community services",
    "mental_health": "Nobody from mental health services",
    "social_care": "Nobody from social care",
    "commissioner": "Nobody from the integrated care board",
    "local_authority": "Nobody from a council",
    "school": "No school or college",
    "charity": "No charity or community group",
    "industry": "No company",
    "academia": "Nobody from academia",
}
"""How the silence of each voice is told; “another voice” is nobody's to miss."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A voice that was not heard: in one place, or with a blank place in none at all.

    `asked` is the day on which somebody last asked for it.
    """

    voice: str
    place: str
    asked: date | None = None

    @property
    def sentence(self) -> str:
        """The gap as a sentence."""
        where = f" in {self.place}" if self.place else " anywhere yet"
        return f"{NOBODY[self.voice]} was heard{where}."


@dataclass(frozen=True, slots=True)
class Share:
    """How one voice was heard: its places, its findings, and how many of 100 these are."""

    voice: str
    label: str
    places: int
    findings: int
    of_100: float


def gaps_of(heard: Heard, asked: Mapping[tuple[str, str], date] | None = None) -> list[Gap]:
    """Return what is missing: voices heard nowhere, then the places where fewest were heard.

    A voice that was heard nowhere is one gap and not one for each place. What was asked for
    comes after what nobody has asked for.
    """
    asked = asked or {}
    places = [name for name in heard.places if name != NOT_SAID]
    column = {name: j for j, name in enumerate(heard.places)}
    counts = dict(zip(Voice.values, heard.counts, strict=True))
    silent = [voice for voice in NOBODY if not sum(counts[voice])]
    breadth = {
        place: sum(1 for voice in NOBODY if counts[voice][column[place]]) for place in places
    }
    spread = {voice: sum(1 for place in places if counts[voice][column[place]]) for voice in NOBODY}
    single = [
        Gap(voice, place, asked.get((voice, place)))
        for voice in NOBODY
        if voice not in silent
        for place in places
        if not counts[voice][column[place]]
    ]
    single.sort(key=lambda gap: (spread[gap.voice], breadth[gap.place], gap.place))
    every = [*(Gap(voice, "", asked.get((voice, ""))) for voice in silent), *single]
    return sorted(every, key=lambda gap: gap.asked is not None)


def shares_of(heard: Heard) -> list[Share]:
    """Return how each voice was heard, those in the fewest places first.

    An equal voice would be heard in every place; how much each says is no measure of its weight.
    """
    places = [j for j, name in enumerate(heard.places) if name != NOT_SAID]
    labels = dict(Voice.choices)
    total = heard.total or 1
    made = []
    for voice, row in zip(Voice.values, heard.counts, strict=True):
        if voice in NOBODY or any(row):
            reached = sum(1 for j in places if row[j])
            label = str(labels[voice])
            made.append(Share(voice, label, reached, sum(row), 100 * sum(row) / total))
    # “Another voice” comes last: nobody can be asked for it.
    return sorted(
        made, key=lambda one: (one.voice not in NOBODY, one.places, one.findings, one.label)
    )


def equal_share(shares: Iterable[Share]) -> float:
    """How many of 100 findings each voice would have, had all said as much."""
    return 100 / max(len([share for share in shares if share.voice in NOBODY]), 1)
