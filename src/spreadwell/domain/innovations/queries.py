"""Reading innovations: their versions, and how long they stood in each stage."""

from datetime import date

from .models import Innovation, InnovationVersion


def latest_version(innovation: Innovation) -> InnovationVersion | None:
    """Return the version in force, or None before the first."""
    return innovation.versions.order_by("-number").first()


def days_in_stage(innovation: Innovation, today: date) -> list[tuple[str, int]]:
    """Return (stage label, days in it) in order; the present one is counted up to today."""
    return [
        (spell.get_stage_display(), max(((spell.left or today) - spell.entered).days, 0))
        for spell in innovation.spells.order_by("entered", "pk")
    ]
