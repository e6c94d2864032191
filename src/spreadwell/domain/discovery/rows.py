"""One row of a table of findings, read by its columns; every cell that is wrong is told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from .heard import Heard, problems_of
from .voices import VOICE_OF_ROLE, SpeakerRole, Voice, role_called, voice_called

COLUMNS: Mapping[str, str] = {
    "text": "What was said or learnt", "quote": "Their very words", "role": "Role",
    "voice": "Voice: from which part of the system", "place": "Place: borough or area",
    "date": "Day it was heard", "strength": "Strength: 1, 2 or 3", "source": "Where it was learnt",
    "source_kind": "How it was learnt", "speaks_as": "Who spoke, in their own words",
    "who": "How they may be spoken of", "named": "May be named (yes or no)",
    "contact": "May be contacted (yes or no)", "address": "Address to contact them",
    "mission": "Mission",
}  # fmt: skip

# What tables call our columns, beside their names.
ALSO_CALLED: Mapping[str, str] = {
    "finding": "text", "comment": "text", "comments": "text", "answer": "text", "response": "text",
    "what_was_said": "text", "feedback": "text", "note": "text", "notes": "text", "theme": "text",
    "verbatim": "quote", "words": "quote", "their_words": "quote",
    "speaker": "role", "type_of_person": "role", "respondent_type": "role", "i_am": "role",
    "sector": "speaks_as", "job": "speaks_as", "job_title": "speaks_as", "occupation": "speaks_as",
    "organisation_type": "voice", "perspective": "voice", "stakeholder": "voice",
    "borough": "place", "area": "place", "location": "place", "town": "place",
    "day": "date", "heard_on": "date", "submitted": "date", "timestamp": "date", "when": "date",
    "weight": "strength", "confidence": "strength",
    "event": "source", "workshop": "source", "survey": "source", "interview": "source",
    "kind": "source_kind", "method": "source_kind",
    "name": "who", "label": "who", "known_as": "who", "contributor": "who",
    "may_be_named": "named", "consent_to_be_named": "named", "consent_named": "named",
    "may_be_contacted": "contact", "consent_to_contact": "contact", "consent_contact": "contact",
    "email": "address", "e_mail": "address", "contact_details": "address",
    "programme": "mission", "priority": "mission",
}  # fmt: skip

YES = frozenset({"yes", "y", "true", "1", "x", "agreed", "✓"})
NO = frozenset({"", "no", "n", "false", "0"})
DAYS = (
    "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d %H:%M:%S",
    "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M",
)  # fmt: skip
# Column of a table → field of `Heard`, where they are called otherwise.
FIELDS = {"heard_on": "date", "label": "who", "contact": "address"}

Problem = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Read:
    """What a row holds, and what is wrong with it as (column, sentence)."""

    heard: Heard
    problems: tuple[Problem, ...]


def read_row(cells: Mapping[str, str], usual: Heard) -> Read:
    """Read one row by our columns; what it leaves blank is taken from `usual`."""
    given = {name: cells.get(name, "").strip() for name in COLUMNS}
    wrong: list[Problem] = []
    role, voice = _who(given, usual, wrong)
    consents = {name: _agreed(name, given[name], wrong) for name in ("named", "contact")}
    heard = replace(
        usual,
        text=given["text"], quote=given["quote"], role=role, voice=voice,
        place=given["place"] or usual.place, source=given["source"] or usual.source,
        source_kind=given["source_kind"].casefold() or usual.source_kind,
        speaks_as=given["speaks_as"] or usual.speaks_as, label=given["who"] or usual.label,
        strength=_strength(given["strength"], usual, wrong),
        heard_on=_day(given["date"], usual, wrong),
        consents_named=consents["named"], consents_contact=consents["contact"],
        contact=given["address"],
    )  # fmt: skip
    told = {column for column, _ in wrong}
    for field, sentence in problems_of(heard):
        column = FIELDS.get(field, field)
        if column not in told and not (column == "voice" and "role" in told):
            wrong.append((column, sentence))
    return Read(heard, tuple(wrong))


def _who(given: Mapping[str, str], usual: Heard, wrong: list[Problem]) -> tuple[str, str]:
    """Read role and voice; a voice that is a role word says both, as older tables have it."""
    role, voice = role_called(given["role"]), voice_called(given["voice"])
    if given["role"] and not role:
        wrong.append(("role", _unknown("role", given["role"], SpeakerRole.labels)))
    if given["voice"] and not voice and (given["role"] or not role_called(given["voice"])):
        wrong.append(("voice", _unknown("voice", given["voice"], Voice.labels)))
    if not given["role"]:
        role = role_called(given["voice"]) or usual.role
    if not voice:
        # What somebody is says more than the usual voice of the file.
        voice = VOICE_OF_ROLE.get(role, "") or voice_called(given["speaks_as"]) or usual.voice
    return role, voice


def _unknown(what: str, written: str, known: list[str]) -> str:
    return f"{what} “{written}” is none of: {', '.join(known)}."


def _agreed(column: str, text: str, wrong: list[Problem]) -> bool:
    said = text.casefold()
    if said not in YES | NO:
        wrong.append((column, f"“{text}” is neither yes nor no."))
    return said in YES


def _strength(text: str, usual: Heard, wrong: list[Problem]) -> int:
    if not text:
        return usual.strength
    if text not in {"1", "2", "3"}:
        wrong.append(("strength", f"“{text}” is not 1, 2 or 3."))
        return usual.strength
    return int(text)


def _day(text: str, usual: Heard, wrong: list[Problem]) -> date:
    if not text:
        return usual.heard_on
    for form in DAYS:
        try:
            # A day has no zone; what stands after it in a time stamp is left out.
            return datetime.strptime(text.replace("T", " ")[:19], form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    wrong.append(("date", f"“{text}” is not a day such as 2026-03-31."))
    return usual.heard_on
