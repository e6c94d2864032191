"""What the steps of loading share: the day, and what was made so far, by its name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

import numpy as np
from django.db import models

from spreadwell.domain.models import (
    DecidingBody,
    Decision,
    Effect,
    Finding,
    ImplementationSite,
    Innovation,
    InnovationVersion,
    Measure,
    Mission,
    Network,
    Opportunity,
    Organisation,
    Person,
    Theme,
)

from .invented.worlds import Drawn

ROWS_AT_ONCE = 2000

M = TypeVar("M", bound=models.Model)


@dataclass(slots=True)
class Loading:
    """One loading under way; every mapping goes from the name in the files to the row."""

    today: date
    progress: Callable[[str, float], None]
    people: dict[str, Person] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    missions: dict[str, Mission] = field(default_factory=dict)
    networks: dict[str, Network] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    opportunities: dict[str, Opportunity] = field(default_factory=dict)
    thread_finding: Finding | None = None
    innovations: dict[str, Innovation] = field(default_factory=dict)
    versions: dict[tuple[str, int], InnovationVersion] = field(default_factory=dict)
    sites: dict[tuple[str, int], ImplementationSite] = field(default_factory=dict)
    bodies: dict[str, DecidingBody] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    effects: dict[str, Effect] = field(default_factory=dict)
    worlds: dict[str, Drawn] = field(default_factory=dict)
    helpers: list[Person] = field(default_factory=list)

    def when(self, told: dict[str, Any], name: str) -> date:
        """Return a day told outright, or as days from the day of loading (`name` + "_in")."""
        if f"{name}_in" in told:
            return self.today + timedelta(days=told[f"{name}_in"])
        day: date = told[name]
        return day

    def person(self, key: str) -> Person:
        """Return a person of the files."""
        return self.people[key]


def keep_all(model: type[M], made: list[M]) -> list[M]:
    """Store many rows at once and return them with their keys."""
    return model._default_manager.bulk_create(made, batch_size=ROWS_AT_ONCE)


def dice(seed: int) -> np.random.Generator:
    """Return the generator of one part; the same seed gives the same digits."""
    return np.random.default_rng(seed)
