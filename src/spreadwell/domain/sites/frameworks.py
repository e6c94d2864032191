"""The conditions and readiness domains that a site is asked about, each with a plain question.

Constructs come from the frameworks file (CFIR 2.0, Damschroder et al. 2022, and NASSS, Greenhalgh
et al. 2017); the questions are our own words. Both are shipped as definitions.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

ADVISED = range(8, 17)
"""About a dozen: fewer miss what mattered, more are rated in haste."""

ABOUT = 12


@dataclass(frozen=True, slots=True)
class Construct:
    """A CFIR 2.0 construct or subconstruct: the plain question first, then its name and meaning.

    `key` is what is stored: the name, for a subconstruct with its construct before it; `short`
    names it in pictures.
    """

    key: str
    name: str
    parent: str
    domain: str
    meaning: str
    question: str
    short: str


@dataclass(frozen=True, slots=True)
class ReadinessDomain:
    """One of the seven NASSS domains: its number, plain question, name and what to think of."""

    number: int
    name: str
    question: str
    think_of: str


def _definitions(name: str) -> str:
    return (files("spreadwell") / "definitions" / name).read_text("utf-8")


@cache
def frameworks() -> dict[str, Any]:
    """Return the frameworks, in our own words, as they are shipped."""
    read: dict[str, Any] = json.loads(_definitions("frameworks.json"))
    return read


@cache
def questions() -> dict[str, Any]:
    """Return the plain questions by construct, and those of readiness by domain."""
    read: dict[str, Any] = yaml.safe_load(_definitions("condition_questions.yaml"))
    return read


# Roles and characteristics of individuals come as plain names; this says what they mean.
_PART_MEANINGS = {
    "roles": "what people in this role bring, and how far they are behind it",
    "characteristics_per_role": "of those who take part, whichever their role",
}


@cache
def constructs() -> Mapping[str, Construct]:
    """Return all constructs and subconstructs by key, in the order of the framework."""
    found: dict[str, Construct] = {}
    plain = questions()["conditions"]

    def add(name: str, meaning: str, domain: str, parent: str = "") -> None:
        key = f"{parent}: {name}" if parent else name
        told = plain[key]
        found[key] = Construct(
            key, name, parent, domain, meaning, told["question"], told["short"]
        )  # fmt: skip

    for domain in frameworks()["CFIR_2_0"]["domains"]:
        for one in domain.get("constructs", []):
            add(one["name"], one["meaning"], domain["name"])
            for sub in one.get("sub", []):
                add(sub["name"], sub["meaning"], domain["name"], one["name"])
        for part, meaning in _PART_MEANINGS.items():
            for name in domain.get(part, []):
                add(name, meaning, domain["name"])
    return found


def by_domain() -> dict[str, list[Construct]]:
    """Return the constructs by the domain they belong to, in the order of the framework."""
    groups: dict[str, list[Construct]] = {}
    for one in constructs().values():
        groups.setdefault(one.domain, []).append(one)
    return groups


def short_of(key: str) -> str:
    """Return the short name of a construct; one we do not know keeps its own."""
    one = constructs().get(key)
    return one.short if one else key


@cache
def readiness_domains() -> tuple[ReadinessDomain, ...]:
    """Return the seven domains of readiness in order."""
    plain = questions()["readiness"]
    return tuple(
        ReadinessDomain(one["n"], one["name"], plain[one["n"]], ", ".join(one["questions"]))
        for one in frameworks()["NASSS"]["domains"]
    )


def advice(chosen: int) -> str:
    """Say what to do about a choice that is far from a dozen, nothing when it is near."""
    if chosen in ADVISED:
        return ""
    if chosen < ADVISED.start:
        return (
            f"{chosen} {'is' if chosen == 1 else 'are'} few: about {ABOUT} is usual, so that what "
            "mattered is not missed. Think of who does the work, the time they have and who "
            "backs it."
        )
    return (
        f"{chosen} are many: about {ABOUT} is usual. Each is rated three times at every site, so "
        "keep those that could explain why it goes well at one site and not at another."
    )
