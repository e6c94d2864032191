"""What somebody entered for a site's month and has not sent: theirs alone, and no deed yet.

Keeping a draft leaves no event: it is a person's note, written anew at every change.
"""

from collections.abc import Mapping

from ..foundation.refusals import Invalid
from ..people.models import Person
from ..people.viewer import Viewer, viewer_of
from .models import ImplementationSite, MonthDraft
from .permissions import check_work

LONGEST = 20_000
"""Characters of one draft: two answers of a page each, and the numbers."""


def keep_draft(*, by: Person, site: ImplementationSite, values: Mapping[str, str]) -> MonthDraft:
    """Keep what somebody typed for a month, in place of what they kept before."""
    check_work(viewer_of(by), site)
    if sum(len(name) + len(value) for name, value in values.items()) > LONGEST:
        raise Invalid("That is too long to be kept as a draft; shorten the answers.")
    draft, _ = MonthDraft.objects.update_or_create(
        site=site, person=by, defaults={"values": dict(values)}
    )
    return draft


def discard_draft(*, by: Person, site: ImplementationSite) -> None:
    """Throw somebody's own draft away."""
    MonthDraft.objects.filter(site=site, person=by).delete()


def draft_of(viewer: Viewer, site: ImplementationSite) -> MonthDraft | None:
    """Return the viewer's draft for a site, None where there is none."""
    found: MonthDraft | None = MonthDraft.objects.visible_to(viewer).filter(site=site).first()
    return found
