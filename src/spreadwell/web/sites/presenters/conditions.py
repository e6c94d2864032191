"""Readiness and conditions in words."""

from collections.abc import Sequence

from spreadwell.domain.sites.models import ConditionRating, ReadinessRating

from ..frameworks import NASSS_NAMES

RATING_WORDS = {
    2: "Helps strongly (+2)",
    1: "Helps a little (+1)",
    0: "Neither, or mixed (0)",
    -1: "Hinders a little (−1)",
    -2: "Hinders strongly (−2)",
    None: "Not found out yet",
}


def readiness_rows(ratings: Sequence[ReadinessRating]) -> list[tuple[str, str]]:
    """Return each NASSS domain with its latest rating; a domain not rated says so."""
    latest = {one.domain: one for one in sorted(ratings, key=lambda r: (r.rated_on, r.pk))}
    rows = []
    for number, name in NASSS_NAMES.items():
        one = latest.get(number)
        said = f"{one.get_rating_display()}{': ' + one.note if one.note else ''}" if one else ""
        rows.append((name, said or "Not rated yet"))
    return rows


def condition_rows(ratings: Sequence[ConditionRating]) -> list[tuple[str, str, str]]:
    """Return (condition, rating in words, evidence), strongest first, blanks last."""
    ordered = sorted(ratings, key=lambda r: (r.rating is None, -(r.rating or 0), r.construct))
    return [(one.construct, RATING_WORDS[one.rating], one.evidence) for one in ordered]
