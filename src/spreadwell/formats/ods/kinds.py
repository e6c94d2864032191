"""The kinds of organisation by the words that files use for them."""

import difflib
from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "icb": "Integrated care board",
    "sub_icb": "Sub-ICB location",
    "trust": "Trust",
    "pcn": "Primary care network",
    "practice": "GP practice",
    "prescriber": "Other prescribing service",
    "council": "Council",
    "school": "School",
    "university": "University",
    "hin": "Health innovation network",
    "reference_group": "Clinical reference group",
    "executive_group": "Executive group",
    "charity": "Charity",
    "company": "Company",
    "patient_group": "Patient group",
    "ward": "Ward",
    "area": "Area",
}
"""Key and label of every kind, as the store keeps them."""

_BY_WORDS = {words.casefold(): key for key, label in KINDS.items() for words in (key, label)} | {
    "gp practice": "practice",
    "nhs trust": "trust",
    "general practice": "practice",
}

ROLES: Mapping[str, str] = {
    "RO177": "prescriber",
    "RO76": "practice",
    "RO272": "pcn",
    "RO197": "trust",
    "RO98": "sub_icb",
    "RO319": "sub_icb",
    "RO261": "icb",
    "RO318": "icb",
    "RO141": "council",
}
"""Kinds by the roles of the ODS; a GP practice is a prescribing cost centre with a second role."""


def kind_of(text: str) -> str:
    """The kind that a cell names by key or label; ValueError in words."""
    words = " ".join(text.replace("_", " ").split()).casefold()
    found = _BY_WORDS.get(words) or _BY_WORDS.get(words.replace(" ", "_"))
    if found:
        return found
    near = difflib.get_close_matches(words, _BY_WORDS, n=1)
    hint = f"is “{_BY_WORDS[near[0]]}” meant?" if near else f"kinds are {', '.join(KINDS)}"
    raise ValueError(f"“{text}” is not a kind of organisation; {hint}")
