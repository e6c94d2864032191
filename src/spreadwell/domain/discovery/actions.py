"""What is done about findings and themes."""

from collections.abc import Sequence

from ..audit.actions import record
from ..audit.models import Event
from ..foundation.actions import action
from ..foundation.origins import Origin
from ..foundation.refusals import Invalid, NotNow
from ..missions.models import Mission, Strand
from ..people.models import Person
from ..people.viewer import viewer_of
from .coming_in import ADDED, voices_of
from .heard import Heard, check_heard
from .models import Finding, SourceKind, Theme
from .permissions import check_add_finding, check_add_many, check_sort
from .policies import (
    check_merge,
    check_open_to_findings,
    check_open_to_public,
    check_takes_findings,
)
from .safeguarding import flag_worries
from .storing import stored

ANONYMOUS = "A member of the public"


@action
def add_finding(
    *,
    by: Person,
    mission: Mission,
    heard: Heard,
    strand: Strand | None = None,
    mine: bool = True,
) -> Finding:
    """Add one finding; `mine` says that these are the words of whoever adds it."""
    check_add_finding(viewer_of(by))
    check_open_to_findings(mission)
    check_heard(heard)
    finding = stored(mission, heard, strand=strand, contributor=by if mine else None)
    finding.save()
    record(by=by, verb="finding.added", thing=finding, summary=f"{by} added a finding to {mission}")
    flag_worries([finding])
    return finding


@action
def add_findings(
    *,
    by: Person,
    mission: Mission,
    rows: Sequence[Heard],
    themes: Sequence[Theme | None] = (),
    sheet: str = "",
    origin: str = Origin.RECORDED.value,
) -> list[Finding]:
    """Add many findings of others, all or none; `themes` sorts each row into one, or into none.

    `sheet` names one sending: the second of the same name is refused, also beside the first.
    """
    check_add_many(viewer_of(by), mission)
    check_open_to_findings(mission)
    if not rows:
        raise Invalid("There is nothing to add.", field="lines")
    if sheet:
        Person.objects.select_for_update().get(pk=by.pk)
        if Event.objects.filter(by=by, verb=ADDED, detail__sheet=sheet).exists():
            raise NotNow("This sheet was saved already.")
    sorted_into = list(themes) or [None] * len(rows)
    for number, (heard, theme) in enumerate(zip(rows, sorted_into, strict=True), start=1):
        check_heard(heard, row=number)
        if theme is not None and theme.mission_id != mission.pk:
            raise Invalid(f"Row {number}: the theme “{theme}” is of another mission.", "theme")
    for theme in {one for one in sorted_into if one is not None}:
        check_sort(viewer_of(by), mission)
        check_takes_findings(theme)
    made: list[Finding] = Finding.objects.bulk_create(
        stored(mission, heard, theme=theme, origin=origin)
        for heard, theme in zip(rows, sorted_into, strict=True)
    )
    record(
        by=by,
        verb=ADDED,
        thing=mission,
        summary=f"{by} added {len(made):,} findings to {mission}",
        detail={"findings": [finding.pk for finding in made], "voices": voices_of(made)}
        | ({"sheet": sheet} if sheet else {}),
    )
    flag_worries(made)
    return made


@action
def hear_public(
    *, by: Person | None, mission: Mission, heard: Heard, consent: bool, worried: bool = False
) -> Finding:
    """Take what somebody of the public says, with their consent; no account, no address kept.

    `worried` marks a worry about somebody's safety, which goes to its owner at once.
    """
    check_open_to_public(mission)
    if not consent:
        raise Invalid("Tick that we may keep and use what you say.", field="consent")
    check_heard(heard)
    finding = stored(mission, heard, contributor=by)
    finding.source_kind = SourceKind.ENGAGEMENT
    finding.contributor_label = heard.label.strip() or ANONYMOUS
    finding.save()
    record(
        by=by,
        verb="finding.heard",
        thing=finding,
        summary=f"Said by the public to {mission}, with consent",
        detail={"consent": True, "worried": worried},
    )
    flag_worries([finding], raised=worried)
    return finding


@action
def open_theme(*, by: Person, mission: Mission, name: str, need: str = "") -> Theme:
    """Open a theme under which findings that say the same need are gathered."""
    check_sort(viewer_of(by), mission)
    check_open_to_findings(mission)
    if not name.strip():
        raise Invalid("Name the theme.", field="name")
    if mission.themes.filter(name__iexact=name.strip(), state="open").exists():
        raise Invalid("This mission has a theme of this name already.", field="name")
    theme: Theme = mission.themes.create(name=name.strip(), need=need.strip())
    record(by=by, verb="theme.opened", thing=theme, summary=f"{by} opened theme {theme}")
    return theme


@action
def sort_findings(*, by: Person, theme: Theme, findings: Sequence[Finding]) -> Theme:
    """Sort findings of the theme's mission into it."""
    check_sort(viewer_of(by), theme.mission)
    check_takes_findings(theme)
    if not findings:
        raise Invalid("Choose at least one finding.", field="findings")
    if any(finding.mission_id != theme.mission_id for finding in findings):
        raise Invalid("A finding belongs to another mission.", field="findings")
    keys = [finding.pk for finding in findings]
    Finding.objects.filter(pk__in=keys).update(theme=theme)
    record(
        by=by,
        verb="theme.sorted_into",
        thing=theme,
        summary=f"{by} sorted {len(keys):,} findings into {theme}",
        detail={"findings": keys},
    )
    return theme


@action
def merge_themes(*, by: Person, theme: Theme, into: Theme) -> Theme:
    """Merge one theme into another: its findings, and so everybody who spoke, move with it."""
    check_sort(viewer_of(by), theme.mission)
    check_merge(theme, into)
    moved = list(theme.findings.values_list("pk", flat=True))
    theme.findings.update(theme=into)
    gained = [
        one for one in theme.opportunities.all() if not one.themes.filter(pk=into.pk).exists()
    ]
    into.opportunities.add(*gained)
    followed = list(theme.merged_themes.values_list("pk", flat=True))
    # Themes merged into this one earlier follow it, so that no chain of merges is left.
    theme.merged_themes.update(merged_into=into)
    theme.state, theme.merged_into = "merged", into
    theme.save(update_fields=["state", "merged_into"])
    record(
        by=by,
        verb="theme.merged",
        thing=theme,
        summary=f"{by} merged theme {theme} into {into}",
        detail={
            "findings": moved,
            "into": into.pk,
            "opportunities": [one.pk for one in gained],
            "themes": followed,
        },
    )
    return into
