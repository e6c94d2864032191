"""What somebody gives when they say what they heard, checked before it is stored."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from ..foundation.refusals import Invalid
from .models import SourceKind, Voice

TEXT_LIMIT = 4_000
SHORT_LIMIT = 80


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing heard; `label` is how somebody without an account is spoken of."""

    text: str
    voice: str
    heard_on: date
    place: str = ""
    source_kind: str = SourceKind.ENGAGEMENT.value
    source: str = ""
    sector: str = ""
    strength: int = 1
    label: str = ""


def check_heard(heard: Heard, *, row: int | None = None) -> None:
    """Raise Invalid, naming row and field, unless this can stand as a finding."""
    where = f"Row {row}: " if row is not None else ""

    def refuse(sentence: str, field: str) -> None:
        said = f"{where}{sentence}" if where else f"{sentence[0].upper()}{sentence[1:]}"
        raise Invalid(said, field=field)

    if not heard.text.strip():
        refuse("say what was heard.", "text")
    if len(heard.text) > TEXT_LIMIT:
        refuse(f"text is longer than {TEXT_LIMIT:,} characters.", "text")
    if heard.voice not in Voice.values:
        refuse(f"voice “{heard.voice}” is not one of {_listed(Voice.values)}.", "voice")
    if heard.source_kind not in SourceKind.values:
        refuse(
            f"source kind “{heard.source_kind}” is not one of {_listed(SourceKind.values)}.",
            "source_kind",
        )
    if heard.strength not in (1, 2, 3):
        refuse("strength is 1, 2 or 3.", "strength")
    if heard.heard_on > timezone.localdate():
        refuse("the day it was heard lies ahead.", "heard_on")
    for name in ("place", "sector", "label"):
        if len(getattr(heard, name)) > SHORT_LIMIT:
            refuse(f"{name} is longer than {SHORT_LIMIT} characters.", name)


def _listed(names: list[str]) -> str:
    """List the words that are allowed."""
    return f"{', '.join(names[:-1])} or {names[-1]}"
