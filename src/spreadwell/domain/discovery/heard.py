"""What somebody gives when they say what they heard, checked before it is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from ..foundation.refusals import Invalid
from .models import SourceKind
from .voices import VOICE_OF_ROLE, SpeakerRole, Voice

TEXT_LIMIT = 4_000
SHORT_LIMIT = 80
CONTACT_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing heard; `label` is how somebody without an account is spoken of.

    `contact` is an address, and stands only with `consents_contact`.
    """

    text: str
    role: str
    heard_on: date
    voice: str = ""
    place: str = ""
    source_kind: str = SourceKind.ENGAGEMENT.value
    source: str = ""
    speaks_as: str = ""
    strength: int = 1
    label: str = ""
    quote: str = ""
    consents_named: bool = False
    consents_contact: bool = False
    contact: str = ""

    @property
    def whose(self) -> str:
        """The voice: as it was said, else what the role alone settles."""
        return self.voice or VOICE_OF_ROLE.get(self.role, "")


def problems_of(heard: Heard) -> Iterator[tuple[str, str]]:
    """Yield each (field, sentence) for which this cannot stand as a finding."""
    if not heard.text.strip():
        yield "text", "say what was heard."
    for name in ("text", "quote"):
        if len(getattr(heard, name)) > TEXT_LIMIT:
            yield name, f"{name} is longer than {TEXT_LIMIT:,} characters."
    if heard.source_kind not in SourceKind.values:
        kinds = _listed(SourceKind.values)
        yield "source_kind", f"source kind “{heard.source_kind}” is not one of {kinds}."
    spoken = heard.source_kind == SourceKind.ENGAGEMENT
    if heard.role not in SpeakerRole.values and (heard.role or spoken):
        yield "role", _not_one_of("role", heard.role, SpeakerRole.values)
    elif heard.whose not in Voice.values and (heard.whose or spoken):
        yield "voice", _not_one_of("voice", heard.whose, Voice.values)
    if heard.strength not in (1, 2, 3):
        yield "strength", "strength is 1, 2 or 3."
    if heard.heard_on > timezone.localdate():
        yield "heard_on", "the day it was heard lies ahead."
    for name in ("place", "speaks_as", "label"):
        if len(getattr(heard, name)) > SHORT_LIMIT:
            said = name.replace("_", " ")
            yield name, f"{said} is longer than {SHORT_LIMIT} characters."
    if len(heard.contact) > CONTACT_LIMIT:
        yield "contact", f"the address is longer than {CONTACT_LIMIT} characters."
    if heard.contact and not heard.consents_contact:
        yield "contact", "an address is kept only where they agreed to be contacted."


def check_heard(heard: Heard, *, row: int | None = None) -> None:
    """Raise Invalid, naming row and field, unless this can stand as a finding."""
    for field, sentence in problems_of(heard):
        if row is not None:
            raise Invalid(f"Row {row}: {sentence}", field=field)
        raise Invalid(f"{sentence[0].upper()}{sentence[1:]}", field=field)


def _not_one_of(field: str, given: str, names: list[str]) -> str:
    """Say what is wrong with a role or voice; only patients and carers may leave the voice out."""
    if given:
        return f"{field} “{given}” is not one of {_listed(names)}."
    if field == "voice":
        return "say from which part of the system they spoke."
    return f"say in which role they spoke: {_listed(names)}."


def _listed(names: list[str]) -> str:
    """List the words that are allowed."""
    return f"{', '.join(names[:-1])} or {names[-1]}"
