"""Reading discovery: who has been heard, how widely a theme is said, what to act on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, Q, QuerySet, When

from ..audit.models import Event
from .evidence import EvidenceKind, EvidenceRecord
from .models import Finding, Theme
from .voices import Voice

NOT_SAID = "Place not said"


@dataclass(frozen=True, slots=True)
class Heard:
    """Findings counted by voice (rows) and place (columns)."""

    voices: tuple[str, ...]
    places: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def total(self) -> int:
        """How many findings were counted."""
        return sum(sum(row) for row in self.counts)

    def gaps(self) -> list[tuple[str, str]]:
        """Return the voices and places from which nothing was heard, in order."""
        return [
            (voice, place)
            for voice, row in zip(self.voices, self.counts, strict=True)
            for place, n in zip(self.places, row, strict=True)
            if n == 0
        ]


def who_was_heard(findings: QuerySet[Finding], places: Iterable[str] = ()) -> Heard:
    """Count findings by voice and place; `places` stand in it even where nobody was heard."""
    spoken = findings.exclude(voice="").order_by()
    rows = spoken.values_list("voice", "place").annotate(n=Count("pk"))
    counted: Counter[tuple[str, str]] = Counter()
    for voice, place, n in rows:
        counted[voice, place or NOT_SAID] += n
    names = sorted({place for _, place in counted} | set(places))
    if NOT_SAID in names:  # last, for it is no place
        names.remove(NOT_SAID)
        names.append(NOT_SAID)
    return Heard(
        voices=tuple(str(label) for _, label in Voice.choices),
        places=tuple(names),
        counts=tuple(tuple(counted[voice, p] for p in names) for voice in Voice.values),
    )


def places_heard(findings: QuerySet[Finding]) -> list[str]:
    """Return the places from which somebody spoke, in order."""
    said = findings.exclude(voice="").exclude(place="").order_by()
    return sorted(set(said.values_list("place", flat=True)))


def themes_by_spread(themes: QuerySet[Theme]) -> QuerySet[Theme]:
    """Open themes with `size`, `voices` and `places`, those said by most voices first."""
    return (
        themes.filter(state="open")
        .annotate(
            size=Count("findings", distinct=True),
            voices=Count("findings__voice", distinct=True),
            places=Count("findings__place", filter=~Q(findings__place=""), distinct=True),
        )
        .order_by("-voices", "-size", "name")
    )


def filtered_findings(
    findings: QuerySet[Finding],
    *,
    voice: str = "",
    place: str = "",
    source_kind: str = "",
    theme: str = "",
) -> QuerySet[Finding]:
    """Keep the findings that meet every filter; theme “none” is unsorted."""
    given = {"voice": voice, "place": place, "source_kind": source_kind}
    findings = findings.filter(**{name: value for name, value in given.items() if value})
    if theme == "none":
        return findings.filter(theme=None)
    return findings.filter(theme_id=int(theme)) if theme.isdecimal() else findings


def by_telling(records: QuerySet[EvidenceRecord]) -> QuerySet[EvidenceRecord]:
    """Order studies by how much their kind can tell, the latest first within a kind."""
    order = [When(kind=kind, then=at) for at, kind in enumerate(EvidenceKind.values)]
    return records.order_by(Case(*order, default=len(order)), "-year", "title")


def passed_screen(opportunity_ids: Sequence[int]) -> set[int]:
    """Return which of these opportunities passed the screen since they were last raised."""
    latest: dict[int, bool] = {}
    events = Event.objects.filter(
        thing="Opportunity",
        thing_id__in=opportunity_ids,
        verb__in=["opportunity.screened", "opportunity.raised_again"],
    ).order_by("at", "pk")
    for event in events:
        latest[event.thing_id] = bool(event.detail.get("passed"))
    return {key for key, passed in latest.items() if passed}
