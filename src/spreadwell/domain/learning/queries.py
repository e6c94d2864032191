"""Finding what was learnt."""

from django.db.models import Q, QuerySet

from ..people.viewer import Viewer
from .models import Lesson


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
