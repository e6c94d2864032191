"""Finding what was learnt."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ..discovery.models import Finding
from ..people.viewer import Viewer
from .models import Lesson, Notice


def lessons_with(viewer: Viewer, words: str = "", about: str = "") -> QuerySet[Lesson]:
    """Return the lessons that hold every word, in their text or their innovation's name."""
    rows: QuerySet[Lesson] = Lesson.objects.visible_to(viewer)
    for word in words.split()[:8]:
        rows = rows.filter(
            Q(text__icontains=word)
            | Q(innovation__name__icontains=word)
            | Q(site__name__icontains=word)
        )
    if about:
        rows = rows.filter(about=about)
    return rows.select_related("innovation", "site")


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said and the answers to it."""

    finding: Finding
    notices: tuple[Notice, ...]


def what_it_changed(finding_id: int) -> Told | None:
    """Return what was said under this key with its answers, for whoever proved to hold it."""
    finding = Finding.objects.filter(pk=finding_id).select_related("mission", "theme").first()
    if finding is None:
        return None
    return Told(finding, tuple(finding.notices.select_related("innovation")))
