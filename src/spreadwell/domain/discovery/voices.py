"""The two lists by which it is known who has been heard: a person's role, and whose voice it is."""

from django.db import models


class SpeakerRole(models.TextChoices):
    """In which role somebody spoke."""

    LEADER = "leader", "System leader"
    STAFF = "staff", "Frontline staff"
    PATIENT = "patient", "Patient"
    CARER = "carer", "Carer"
    PARTNER = "partner", "Partner"


class Voice(models.TextChoices):
    """From which part of the system, or of life, somebody spoke; each counts alike."""

    PEOPLE = "people", "Patients and carers"
    PRIMARY = "primary_care", "Primary care"
    SECONDARY = "secondary_care", "Secondary care"
    COMMUNITY = "community", "Community services"
    MENTAL_HEALTH = "mental_health", "Mental health services"
    SOCIAL_CARE = "social_care", "Social care"
    COMMISSIONER = "commissioner", "Integrated care board"
    AUTHORITY = "local_authority", "Local authority"
    SCHOOL = "school", "Schools and colleges"
    CHARITY = "charity", "Charities and community groups"
    INDUSTRY = "industry", "Pharmaceutical and life sciences industry"
    ACADEMIA = "academia", "Academia"
    OTHER = "other", "Another voice"


# What people write for a voice, beside the keys and labels themselves; the longest match wins.
VOICE_WORDS: dict[str, str] = {
    "patient": "people", "patients": "people", "carer": "people", "carers": "people",
    "resident": "people", "public": "people", "parent": "people", "family": "people",
    "service user": "people", "patient or carer": "people", "young person": "people",
    "gp": "primary_care", "general practice": "primary_care", "practice": "primary_care",
    "pharmacy": "primary_care", "pharmacist": "primary_care", "primary": "primary_care",
    "primary care leadership": "primary_care", "dentist": "primary_care", "pcn": "primary_care",
    "hospital": "secondary_care", "acute": "secondary_care", "trust": "secondary_care",
    "trust board": "secondary_care", "secondary": "secondary_care", "ward": "secondary_care",
    "community services": "community", "district nursing": "community",
    "mental health": "mental_health", "camhs": "mental_health",
    "care home": "social_care", "home care": "social_care",
    "icb": "commissioner", "commissioner": "commissioner",
    "council": "local_authority", "authority": "local_authority", "housing": "local_authority",
    "public health": "local_authority",
    "school": "school", "schools": "school", "college": "school", "education": "school",
    "charity": "charity", "charities": "charity", "vcse": "charity", "voluntary": "charity",
    "faith community": "charity", "community group": "charity", "third sector": "charity",
    "company": "industry", "pharma": "industry", "pharmaceutical": "industry",
    "life sciences": "industry", "medtech": "industry", "industry": "industry",
    "university": "academia", "research": "academia", "academic": "academia",
} | {label.casefold(): key for key, label in Voice.choices} | {
    key.replace("_", " "): key for key in Voice.values
}  # fmt: skip

ROLE_WORDS: dict[str, str] = {
    "patients": "patient", "resident": "patient", "public": "patient", "service user": "patient",
    "carers": "carer", "parent": "carer", "family": "carer", "patient or carer": "patient",
    "frontline": "staff", "clinician": "staff", "nurse": "staff", "doctor": "staff",
    "gp": "staff", "manager": "staff", "director": "leader", "board": "leader",
    "charity": "partner", "school": "partner", "company": "partner", "industry": "partner",
} | {label.casefold(): key for key, label in SpeakerRole.choices} | {
    key: key for key in SpeakerRole.values
}  # fmt: skip

# Where a role alone settles whose voice it is.
VOICE_OF_ROLE = {"patient": "people", "carer": "people"}


def voice_called(written: str) -> str:
    """Return the voice that somebody's words mean; blank where they mean none."""
    return VOICE_WORDS.get(_plain(written), "")


def role_called(written: str) -> str:
    """Return the role that somebody's words mean; blank where they mean none."""
    return ROLE_WORDS.get(_plain(written), "")


def _plain(written: str) -> str:
    return " ".join(written.replace("_", " ").split()).casefold()
