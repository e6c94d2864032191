"""What was learnt at sites like this one."""

from django.db.models import QuerySet

from spreadwell.domain.learning.models import Lesson
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import ImplementationSite


def lessons_alike(viewer: Viewer, site: ImplementationSite) -> QuerySet[Lesson]:
    """Return lessons from other sites of the same innovation, this site's own first."""
    rows: QuerySet[Lesson] = Lesson.objects.visible_to(viewer)
    return rows.filter(innovation=site.version.innovation).select_related("site")[:6]
