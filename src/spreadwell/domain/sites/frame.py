"""FRAME, by which an adaptation is described further: plain questions, all of them optional.

Source: Wiltsey Stirman, Baumann and Miller, The FRAME, Implementation Science 2019, 14:58 (CC BY
4.0). Fields and options are those of the frameworks file; the questions are our own words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..foundation.refusals import Invalid
from .frameworks import frameworks

QUESTIONS = {
    "when": "When in the life of the innovation did it change?",
    "planned": "Was the change planned?",
    "who_decided": "Who decided it?",
    "what": "What kind of thing changed?",
    "level_of_delivery": "For whom or where was it changed?",
    "contextual_type": "If the setting changed, what about it?",
    "nature": "How did it change?",
    "fidelity": "Did the core parts stay as they were?",
    "goal": "What was it meant to bring about?",
    "reasons": "What made it necessary?",
}

# Where an option's own words are not plain, what is shown for it.
PLAIN = {
    "planned, proactive (adaptation)": "Planned, before there was a problem",
    "planned, reactive (adaptation)": "Planned, because of a problem",
    "unplanned, reactive (modification)": "Not planned; it happened",
    "consistent: core elements/functions preserved": "Yes, the core parts stayed",
    "inconsistent: core elements/functions changed": "No, a core part changed",
    "unknown": "Not known",
    "contextual": "Setting: where, how or by whom it is given",
    "content": "Content: what is given",
    "training and evaluation": "How staff are trained, or how it is evaluated",
    "pre-implementation/planning/pilot": "While it was planned or piloted",
    "implementation": "While it was brought in",
    "scale-up": "While it was scaled",
    "maintenance/sustainment": "Once it was routine",
    "recipients": "Patients or carers themselves",
    "individual recipient": "One patient",
    "target intervention group": "Everybody it is meant for",
    "departing then returning (drift)": "Leaving it for a while, then coming back",
    "drift without returning": "Leaving it and not coming back",
}

GROUPS = {
    "sociopolitical": "Policy and money",
    "organisation_setting": "The organisation",
    "provider": "The staff",
    "recipient": "The patients",
}


@dataclass(frozen=True, slots=True)
class FrameField:
    """One field of FRAME: its key, plain question, options as (stored, shown), one or several."""

    key: str
    question: str
    options: tuple[tuple[str, str], ...]
    many: bool


@cache
def frame_fields() -> tuple[FrameField, ...]:
    """Return the fields in the order in which they are asked."""
    return tuple(
        FrameField(one["field"], QUESTIONS[one["field"]], _options(one), bool(one.get("multi")))
        for one in frameworks()["FRAME"]["fields"]
    )


def _options(field: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    if "groups" not in field:
        return tuple((option, _plain(option)) for option in field["options"])
    return tuple(
        (f"{group}: {option}", f"{GROUPS[group]}: {option.replace('/', ' or ')}")
        for group, options in field["groups"].items()
        for option in options
    )


def _plain(option: str) -> str:
    said: str = PLAIN.get(option) or option.replace("/", " or ")
    return said[0].upper() + said[1:]


def check_frame(frame: Mapping[str, Any]) -> None:
    """Raise Invalid naming the field where an answer is none of FRAME's."""
    known = {one.key: one for one in frame_fields()}
    for key, said in frame.items():
        if key not in known:
            raise Invalid(f"“{key}” is not a field of FRAME.", field=key)
        options = {stored for stored, _ in known[key].options}
        given = said if isinstance(said, list) else [said] if said else []
        wrong = next((one for one in given if one not in options), None)
        if wrong is not None:
            raise Invalid(f"“{wrong}” is not an answer to: {known[key].question}", field=key)


def frame_rows(frame: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (question, answer) for what was answered, in the order in which it is asked."""
    rows = []
    for one in frame_fields():
        said = frame.get(one.key)
        if said:
            shown = dict(one.options)
            given: list[str] = said if isinstance(said, list) else [said]
            rows.append((one.question, "; ".join(shown.get(word, word) for word in given)))
    return rows
