"""Days as people read them, where they are: a moment late in the evening is of that day."""

from datetime import datetime

from django.utils import timezone


def day_of(moment: datetime) -> str:
    """Return the local day of a moment in words: “7 March 2026”."""
    here = timezone.localtime(moment)
    return f"{here.day} {here:%B %Y}"
