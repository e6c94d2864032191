"""Taking themes apart again: splitting one, and undoing a merge. Nobody who spoke is ever lost."""

from collections.abc import Sequence

from ..audit.actions import record
from ..audit.models import Event
from ..audit.queries import history_of
from ..foundation.actions import action
from ..foundation.refusals import Invalid, NotNow
from ..people.models import Person
from ..people.viewer import viewer_of
from .actions import open_theme
from .models import Finding, Opportunity, Theme
from .permissions import check_sort
from .policies import check_takes_findings
from .states import THEME


@action
def split_theme(
    *, by: Person, theme: Theme, findings: Sequence[Finding], name: str, need: str = ""
) -> Theme:
    """Open a theme of its own for some findings of a theme; the others stay.

    The new theme stands behind the same opportunities, since those rested on its words too.
    """
    check_sort(viewer_of(by), theme.mission)
    check_takes_findings(theme)
    keys = [finding.pk for finding in findings]
    here = theme.findings.filter(pk__in=keys).count()
    if not keys or here != len(keys):
        raise Invalid("Choose findings of this theme, one at least.", field="findings")
    if here == theme.findings.count():
        raise Invalid("These are all of its findings; leave one at least.", field="findings")
    made = open_theme(by=by, mission=theme.mission, name=name, need=need)
    theme.findings.filter(pk__in=keys).update(theme=made)
    made.opportunities.set(theme.opportunities.all())
    record(
        by=by,
        verb="theme.split",
        thing=theme,
        summary=f"{by} split {len(keys):,} findings of {theme} off as {made}",
        detail={"findings": keys, "into": made.pk},
    )
    return made


def last_merge(theme: Theme) -> Event | None:
    """Return the event of the merge by which a theme became part of another."""
    found: Event | None = history_of(theme).filter(verb="theme.merged").first()
    return found


def check_undo_merge(theme: Theme) -> None:
    """Raise unless the merge of a theme can be undone."""
    THEME.check_move(theme.state, "open")
    if theme.state != "merged" or last_merge(theme) is None:
        raise NotNow("This theme was not merged here, so that there is nothing to undo.")
    name = theme.mission.themes.filter(name__iexact=theme.name, state="open")
    if name.exists():
        raise NotNow("An open theme has this name now; rename that one first.")


@action
def undo_merge(*, by: Person, theme: Theme) -> Theme:
    """Open a merged theme again, with its findings that still stand where they were moved to.

    What was sorted elsewhere since then stays there; what the other theme had before stays too.
    """
    check_sort(viewer_of(by), theme.mission)
    check_undo_merge(theme)
    merge = last_merge(theme)
    into = theme.merged_into
    assert merge is not None and into is not None
    back = Finding.objects.filter(pk__in=merge.detail["findings"], theme=into)
    keys = list(back.values_list("pk", flat=True))
    Finding.objects.filter(pk__in=keys).update(theme=theme)
    gained = Opportunity.objects.filter(pk__in=merge.detail.get("opportunities", []))
    into.opportunities.remove(*gained)
    Theme.objects.filter(pk__in=merge.detail.get("themes", []), state="merged").update(
        merged_into=theme
    )
    theme.state, theme.merged_into = "open", None
    theme.save(update_fields=["state", "merged_into"])
    record(
        by=by,
        verb="theme.merge_undone",
        thing=theme,
        summary=f"{by} undid the merge of {theme} into {into}",
        detail={"findings": keys, "from": into.pk},
    )
    return theme
