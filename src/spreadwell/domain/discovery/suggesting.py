"""Themes suggested from the findings' own words; people name them and take them or not."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from spreadwell.methods.text.groups import group_texts
from spreadwell.methods.text.identical import nearly_identical

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid, NotNow
from ..missions.models import Mission
from ..people.models import Person
from ..people.viewer import viewer_of
from .actions import open_theme, sort_findings
from .beside import ThemeSuggestion
from .models import Finding, Theme
from .permissions import check_sort
from .policies import check_open_to_findings

Progress = Callable[[str, int], None]
# The same findings give the same suggestion.
SEED = 7


@action
def ask_for_themes(*, by: Person, mission: Mission, everything: bool = False) -> ThemeSuggestion:
    """Ask for themes among the findings not sorted yet, or among all; a job answers."""
    check_sort(viewer_of(by), mission)
    check_open_to_findings(mission)
    if not _asked(mission, everything).exists():
        raise NotNow(
            "Every finding stands in a theme already; ask about all of them instead."
            if not everything
            else "Nothing is heard yet: add findings first."
        )
    made = ThemeSuggestion.objects.create(mission=mission, everything=everything, asked_by=by)
    record(
        by=by,
        verb="theme.suggestion_asked",
        thing=made,
        summary=f"{by} asked for themes among the findings of {mission}",
    )
    return made


def _asked(mission: Mission, everything: bool) -> Any:
    rows = Finding.objects.filter(mission=mission)
    return rows if everything else rows.filter(theme=None)


def look_for_themes(suggestion: ThemeSuggestion, progress: Progress) -> dict[str, Any]:
    """Return groups and near-duplicates of findings, by their keys; stores nothing."""
    rows = list(
        _asked(suggestion.mission, suggestion.everything).order_by("pk").values_list("pk", "text")
    )
    keys, texts = [pk for pk, _ in rows], [text for _, text in rows]

    def half(doing: str, start: int) -> Callable[[float], None]:
        return lambda share: progress(doing, start + int(49 * share))

    same = nearly_identical(texts, seed=SEED, progress=half("Looking for the same words", 0))
    found = group_texts(texts, seed=SEED, progress=half("Putting together what belongs", 50))
    return {
        "read": len(keys),
        "seed": found.seed,
        "apart": round(found.apart, 3),
        "groups": [
            {
                "name": group.name,
                "words": list(group.words),
                "findings": [keys[at] for at in group.places],
            }
            for group in found.groups
        ],
        "left": len(found.left),
        "same": [[keys[at] for at in group] for group in same],
    }


def note_progress(suggestion: ThemeSuggestion, doing: str, done: int) -> None:
    """Keep how far a look is, for its page; no deed of anybody, so that no event is written."""
    ThemeSuggestion.objects.filter(pk=suggestion.pk, finished_at=None).update(
        doing=doing, done=min(done, 99)
    )


@action
def keep_suggestion(
    *, by: Person, suggestion: ThemeSuggestion, result: dict[str, Any]
) -> ThemeSuggestion:
    """Keep what a look found."""
    suggestion.result, suggestion.done, suggestion.doing = result, 100, ""
    suggestion.finished_at = timezone.now()
    suggestion.save(update_fields=["result", "done", "doing", "finished_at"])
    record(
        by=None,
        verb="theme.suggested",
        thing=suggestion,
        summary=f"{len(result['groups']):,} themes suggested from {result['read']:,} findings",
    )
    return suggestion


@action
def take_suggested(
    *,
    by: Person,
    suggestion: ThemeSuggestion,
    number: int,
    name: str = "",
    need: str = "",
    into: Theme | None = None,
) -> Theme:
    """Make a suggested group a theme under a name that people gave, or sort it into one.

    Findings that somebody sorted since then stay where they are, unless all were asked about.
    """
    check_sort(viewer_of(by), suggestion.mission)
    groups = suggestion.result.get("groups", [])
    if not 0 <= number < len(groups):
        raise Invalid("There is no such group.", field="number")
    rows = _asked(suggestion.mission, suggestion.everything)
    findings = list(rows.filter(pk__in=groups[number]["findings"]))
    if not findings:
        raise NotNow("All findings of this group stand in a theme by now.")
    theme = into or open_theme(by=by, mission=suggestion.mission, name=name, need=need)
    sort_findings(by=by, theme=theme, findings=findings)
    record(
        by=by,
        verb="theme.suggestion_taken",
        thing=theme,
        summary=f"{by} took a suggested group of {len(findings):,} findings as {theme}",
        detail={"suggestion": suggestion.pk, "group": number},
    )
    return theme
