"""The team's own word on how far it has come."""

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from spreadwell.methods.improvement.progress import LEVELS

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid
from ..people.models import Person
from ..people.viewer import Viewer, viewer_of
from .models import ImplementationSite, ProgressScore
from .permissions import check_say_progress
from .policies import check_not_stopped

SCORES = tuple((f"{float(level):.1f}", words) for level, words in LEVELS.items())
"""(score, what it stands for), the least first."""


@action
def say_progress(
    *, by: Person, site: ImplementationSite, score: Decimal, why: str, on: date | None = None
) -> ProgressScore:
    """Keep the team's own score with its reason; a later one adds to the earlier ones."""
    check_say_progress(viewer_of(by), site)
    check_not_stopped(site)
    if f"{score:.1f}" not in dict(SCORES) or score != round(score, 1):
        raise Invalid("Choose a score from 0.5 to 5.0, in halves.", field="score")
    made = ProgressScore.objects.create(
        site=site,
        score=score,
        why=filled(why, "why", "Say why, in a line."),
        said_on=on or timezone.localdate(),
        said_by=by,
    )
    record(
        by=by,
        verb="sites.progress_said",
        thing=site,
        summary=f"{site} puts its progress at {score:.1f}: {made.why}",
    )
    return made


def progress_of(viewer: Viewer, site: ImplementationSite) -> list[ProgressScore]:
    """Return what the team said of its progress, the latest first."""
    rows: QuerySet[ProgressScore] = ProgressScore.objects.visible_to(viewer)
    return list(rows.filter(site=site).select_related("said_by"))
