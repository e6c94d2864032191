"""Invented readings that sites supply themselves, and counts of events."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from spreadwell.formats.periods import Period, PeriodKind

from .content import told
from .loading import Loading
from .shapes import Row, codes_of, reading
from .sites import last_month

# The site that has not sent its last two months yet.
LATE_SITE = 11


def process_readings(loading: Loading) -> Iterator[Row]:
    """Give what the sites of the lipid reviews send each month since they started."""
    truth = told("truth")["process"]["rung_after_blood_test"]
    random = np.random.default_rng(truth["seed"])
    last = last_month()
    for place in range(1, 15):
        site = loading.sites["lipid-reviews", place]
        assert site.started is not None
        first = site.started.year * 12 + site.started.month - 1
        code = site.organisation.code
        until = last - 2 if place == LATE_SITE else last
        for ordinal in range(first - 6, until + 1):
            period = Period(PeriodKind.MONTH, ordinal)
            grown = min(max((ordinal - first + 1) / truth["ramp"], 0), 1)
            share = truth["before"] + grown * (truth["after"] - truth["before"])
            if place == 3 and ordinal >= first + 5:
                share += truth["evening_calls"]
            tests = int(random.integers(55, 120))
            rung = int(random.binomial(tests, min(share, 96) / 100))
            cells = (float(rung), float(tests), None)
            yield reading(loading, "rung_after_blood_test", code, period, cells)
            if ordinal >= first:
                done = (None, None, float(random.poisson(38)))
                yield reading(loading, "lipid_reviews_done", code, period, done)
                lost = (None, None, float(random.poisson(9)))
                yield reading(loading, "gp_appointments_lost", code, period, lost)


def counts_of_events(
    loading: Loading, one: dict[str, Any], truth: dict[str, Any], first: int
) -> Iterator[Row]:
    """Give counts a month at sites that all started on one date."""
    random = np.random.default_rng(truth["seed"])
    for place, code in enumerate(codes_of(one["sites"], truth["places"])):
        mean = truth["mean"] * random.uniform(0.7, 1.4)
        for month in range(truth["months"]):
            more = truth["effect"] if month >= truth["starts"][place] else 0
            cells = (None, None, float(random.poisson(mean + more)))
            period = Period(PeriodKind.MONTH, first + month)
            yield reading(loading, one["sites"]["measure"], code, period, cells)
