"""Readiness: the seven domains of NASSS, rated all at once and again as a site moves on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid
from ..people.models import Person
from ..people.viewer import viewer_of
from .frameworks import readiness_domains
from .models import ImplementationSite, ReadinessRating
from .permissions import check_rate
from .policies import check_not_stopped

RATINGS: dict[str, str] = dict(ReadinessRating._meta.get_field("rating").flatchoices)
"""Key → word, the simplest first."""


@dataclass(frozen=True, slots=True)
class ReadinessRound:
    """How a site stood on a day: the rating of each domain as known by then, with its note."""

    on: date
    ratings: Mapping[int, ReadinessRating]


@action
def rate_readiness(
    *,
    by: Person,
    site: ImplementationSite,
    ratings: Mapping[int, tuple[str, str]],
    on: date | None = None,
) -> list[ReadinessRating]:
    """Rate the domains of readiness: domain → (simple, complicated or complex; note).

    A later round adds and never edits; a domain left out stays as it was rated before.
    """
    check_rate(viewer_of(by), site)
    check_not_stopped(site)
    if not ratings:
        raise Invalid("Rate at least one of the seven domains.")
    numbers = {one.number for one in readiness_domains()}
    for number, (rating, _) in ratings.items():
        if number not in numbers:
            raise Invalid("Choose one of the seven domains.", field="domain")
        if rating not in RATINGS:
            raise Invalid("Choose simple, complicated or complex.", field="rating")
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise Invalid("Readiness cannot be rated for a day to come.", field="on")
    made = ReadinessRating.objects.bulk_create(
        ReadinessRating(
            site=site, domain=number, rating=rating, note=note.strip(), rated_on=day, rated_by=by
        )
        for number, (rating, note) in sorted(ratings.items())
    )
    complex_ones = sum(1 for rating, _ in ratings.values() if rating == "complex")
    record(
        by=by,
        verb="sites.readiness_rated",
        thing=site,
        summary=f"{by} rated how ready {site} is: {complex_ones} of {len(made)} domains complex",
    )
    return made


def readiness_rounds(rows: Iterable[ReadinessRating]) -> list[ReadinessRound]:
    """Return the rounds of a site in order, a round a day; what was not touched is carried on."""
    made: list[ReadinessRound] = []
    known: dict[int, ReadinessRating] = {}
    for row in sorted(rows, key=lambda one: (one.rated_on, one.pk)):
        known = known | {row.domain: row}
        if made and made[-1].on == row.rated_on:
            made.pop()
        made.append(ReadinessRound(row.rated_on, known))
    return made
