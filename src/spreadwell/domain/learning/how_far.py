"""How far what people said has come, counted without a word of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from ..discovery.models import Finding, Theme
from ..missions.models import Mission


@dataclass(frozen=True, slots=True)
class HowFar:
    """Things said, and how many of them came how far; each step counts those of the next too."""

    said: int
    steps: tuple[tuple[str, int], ...]
    invented: bool = False

    def sentence(self) -> str:
        """Say it in one sentence with one denominator."""
        parts = [f"{many:,} {name[0].lower()}{name[1:]}" for name, many in self.steps]
        return f"Of {self.said:,} things that people said, {', '.join(parts)}."


# What a theme has behind it once its words came so far.
_STEPS = (
    ("Stand with others who said the same", Q()),
    ("Led to an idea of what could change", Q(opportunities__isnull=False)),
    ("Came before a panel", Q(opportunities__entries__cut=False)),
    ("Are on a shortlist", Q(opportunities__state__in=["shortlisted", "taken_up"])),
    ("Led to something that is tried", Q(opportunities__innovation__isnull=False)),
    ("Led to a published result", Q(opportunities__innovation__claims__public=True)),
)


def how_far(missions: Iterable[Mission]) -> HowFar:
    """Return how far the words of some missions have come; those of whom nobody spoke are left out.

    Counted by theme, so that fifty thousand findings cost as much as five hundred.
    """
    keys = [mission.pk for mission in missions]
    spoken = Finding.objects.filter(mission__in=keys).exclude(voice="").order_by()
    sizes = dict(spoken.exclude(theme=None).values_list("theme").annotate(many=Count("pk")))
    themes = Theme.objects.filter(mission__in=keys).order_by()
    steps = []
    for name, rule in _STEPS:
        held = set(themes.filter(rule).values_list("pk", flat=True))
        steps.append((name, sum(many for key, many in sizes.items() if key in held)))
    return HowFar(spoken.count(), tuple(steps), spoken.filter(origin="invented").exists())
