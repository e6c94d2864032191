"""A small portfolio with a planted effect, for tests of charts, effects, claims and gates."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from spreadwell.domain.models import (
    Innovation,
    InnovationMeasure,
    Measure,
    Organisation,
    Person,
    Reading,
    Submission,
)
from spreadwell.domain.people.roles import Role
from spreadwell.formats.periods import Period, PeriodKind
from tests.factories import make_innovation, make_measure, make_organisation, make_person, make_site
from tests.readings import store_readings

FIRST = Period.parse("2022-01")


@dataclass
class Planted:
    """What was planted: an innovation, its measure, its places, an analyst."""

    innovation: Innovation
    measure: Measure
    adopters: list[Organisation]
    others: list[Organisation]
    analyst: Person

    @property
    def codes(self) -> list[str]:
        """The codes of the places that do not use it."""
        return [one.code for one in self.others]


def plant(
    adopters: int = 12, others: int = 24, months: int = 36, effect: float = 0.05, **fields: Any
) -> Planted:
    """Plant a proportion with a step of `effect` at adopters, who start over twelve months."""
    rng = np.random.default_rng(7)
    measure = make_measure(**fields)
    innovation = make_innovation()
    InnovationMeasure.objects.create(
        innovation=innovation, measure=measure, primary=True, link="direct"
    )
    places = [make_organisation(population=10_000) for _ in range(adopters + others)]
    analyst = make_person(Role.ANALYST)
    submission = Submission.objects.create(
        sent_by=analyst, way="extract", state="accepted", settled_at="2025-01-01T00:00Z"
    )
    rows = []
    for i, place in enumerate(places):
        start = 16 + i % 12 if i < adopters else None
        if start is not None:
            day = FIRST.next(start).start
            make_site(innovation, organisation=place, started=date(day.year, day.month, 1))
        level = 0.5 + 0.08 * rng.standard_normal()
        for month in range(months):
            chance = level + (effect if start is not None and month >= start else 0)
            rows.append(
                Reading(
                    submission=submission,
                    measure=measure,
                    organisation=place,
                    period=str(FIRST.next(month)),
                    period_kind=PeriodKind.MONTH.value,
                    ordinal=FIRST.ordinal + month,
                    numerator=int(rng.binomial(1500, min(max(chance, 0.05), 0.95))),
                    denominator=1500,
                )
            )
    store_readings(rows)
    return Planted(innovation, measure, places[:adopters], places[adopters:], analyst)
