"""Free text checked for words that could point to a patient, each with a question to the writer."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from spreadwell.formats import patient_patterns as p

Kind = Literal["nhs number", "date of birth", "name", "postcode", "phone", "e-mail"]

QUESTIONS: dict[Kind, str] = {
    "nhs number": "This looks like an NHS number. Take it out, or say that it is not one.",
    "date of birth": "This looks like a date of birth. Take it out, or say that it is not one.",
    "name": "This looks like a person's name. Take it out, or say that it is not a patient's.",
    "postcode": "This looks like a home's postcode. Take it out, or say that it is not one.",
    "phone": "This looks like a person's phone number. Take it out, or say that it is not one.",
    "e-mail": "This looks like an e-mail address. Take it out, or say that it is not a patient's.",
}

_KINDS: tuple[Kind, ...] = ("nhs number", "date of birth", "name", "postcode", "phone", "e-mail")


@dataclass(frozen=True, slots=True)
class PatientWord:
    """One place in a text: its kind, where it starts and ends, what stands there, the question."""

    kind: Kind
    start: int
    end: int
    text: str
    question: str


def check_words(text: str, *, said_fine: Collection[str] = ()) -> tuple[PatientWord, ...]:
    """What in a text looks like a patient's, in reading order; `said_fine` are answered places.

    It finds likely slips, not every identifier: a person still reads what is published.
    """
    fine = {_bare(t) for t in said_fine}
    found: list[PatientWord] = []
    explained: list[tuple[int, int]] = []
    for kind in _KINDS:
        for start, end in _FINDERS[kind](text):
            # What an earlier kind explains is not asked about twice, nor what was said to be fine.
            if any(start < last and first < end for first, last in explained):
                continue
            explained.append((start, end))
            if _bare(text[start:end]) not in fine:
                found.append(PatientWord(kind, start, end, text[start:end], QUESTIONS[kind]))
    return tuple(sorted(found, key=lambda f: f.start))


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits pass the modulus 11 check.

    Source: NHS Data Dictionary, NHS NUMBER: weights 10 to 2, check digit 11 less the remainder,
    11 standing for 0 and 10 for a number never issued.
    """
    if len(digits) != 10 or not digits.isdecimal():
        return False
    total = sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[9])


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def _nhs_numbers(text: str) -> Iterator[tuple[int, int]]:
    for m in p.TEN_DIGITS.finditer(text):
        digits = "".join(c for c in m[0] if c.isdecimal())
        usual = p.USUAL_GROUPS.fullmatch(m[0]) is not None
        near = p.NHS_NEAR.search(text[max(m.start() - 30, 0) : m.start()]) is not None
        # Ten digits in odd groups are most often a row of counts, unless the text says otherwise.
        if is_nhs_number(digits) and (usual or near):
            yield m.span()


def _births(text: str) -> Iterator[tuple[int, int]]:
    for m in p.BIRTH_THEN_DATE.finditer(text):
        yield m.span()
    for m in p.BORN_IN_YEAR.finditer(text):
        if p.PERSON_NEAR.search(text[max(m.start() - 40, 0) : m.start()]):
            yield m.span()
    for m in p.FULL_DATE.finditer(text):
        before = text[max(m.start() - 25, 0) : m.start()]
        # Nobody is told of in a meeting by a date so long ago; it is most often a birthday.
        if int(m["year"]) < p.LONG_AGO and p.PATIENT_NEAR.search(before):
            yield m.span()


def _names(text: str) -> Iterator[tuple[int, int]]:
    for m in p.TITLED.finditer(text):
        if _plain(m["last"]) not in p.NOT_NAMES:
            yield m.span()
    for m in p.PATIENT_NAMED.finditer(text):
        first, last = m["first"], m["last"]
        sure = m["named"] is not None or m["colon"] is not None
        if first in p.NOT_NAMES or (last or "") in p.NOT_NAMES or _is_short_form(first):
            continue
        # A capital on "Patient" may be a heading or a group's name; then two names are needed.
        if sure or m["patient"][0].islower() or last:
            yield m.start("first"), m.end()
    for m in p.INITIALS_AND_AGE.finditer(text):
        initials = "".join(c for c in m["initials"] if c.isalpha())
        dotted = "." in m["initials"]
        if initials in p.SHORT_FORMS or (m["bare"] is not None and not dotted):
            continue
        yield m.span()
    for m in p.NAME_AND_AGE.finditer(text):
        if m["name"].split()[0] not in p.NOT_NAMES:
            yield m.span()


def _plain(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")


def _is_short_form(word: str) -> bool:
    return word.isupper() and (len(word) <= 3 or word in p.SHORT_FORMS)


def _postcodes(text: str) -> Iterator[tuple[int, int]]:
    for m in p.POSTCODE.finditer(text):
        before = text[max(m.start() - 70, 0) : m.start()]
        home = p.HOME_NEAR.search(before) is not None
        # An address of a building that cares for many people is no patient's.
        if home or (m[0].isupper() and not p.BUILDING_NEAR.search(before)):
            yield m.span()


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for m in p.PHONE.finditer(text):
        yield m.span()


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    for m in p.EMAIL.finditer(text):
        yield m.span()


_FINDERS = {
    "nhs number": _nhs_numbers,
    "date of birth": _births,
    "name": _names,
    "postcode": _postcodes,
    "phone": _phones,
    "e-mail": _addresses,
}
