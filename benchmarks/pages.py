"""Pages at the size of North West London: 349 practices, 100 measures, 60 months, embedded store.

    python -m benchmarks.pages [--data DIR] [--times 40]

Builds the store once (kept where `--data` names a folder, else in a temporary one), then asks for
pages through the whole stack, and prints JSON: the icon table of 400 places × 12 measures from
store to HTML, chart pages (median and 95th percentile), and the page of a measure. Two yardsticks
of the same run say what the machine allows: reading the same bytes from the store and hashing the
same HTML, and a page of the same stack that has nothing to say.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

PRACTICES, MEASURES, MONTHS = 349, 100, 60
BOARD_PLACES, BOARD_MEASURES = 400, 12
FIRST = 2021 * 12  # January 2021, as periods of a month count


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=None, help="keep the store in this folder")
    parser.add_argument("--times", type=int, default=40, help="how many chart pages are asked for")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = options.data or Path(folder)
        store.mkdir(parents=True, exist_ok=True)
        os.environ["SPREADWELL_DATA"] = str(store)
        os.environ["DJANGO_SETTINGS_MODULE"] = "spreadwell.config.settings"
        import django

        django.setup()
        built = build()
        print(json.dumps({**built, **ask(options.times)}, indent=2))


def build() -> dict[str, Any]:
    """Fill an empty store; a store that was filled before is taken as it is."""
    from django.core.management import call_command
    from django.db import connection

    from spreadwell.domain.models import Measure, Organisation, Reading

    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    if not Reading.objects.exists():
        _people()
        places = Organisation.objects.bulk_create(
            Organisation(code=f"B{i:04}", name=f"Practice {i:03}", kind="gp_practice")
            for i in range(BOARD_PLACES)
        )
        measures = Measure.objects.bulk_create(
            Measure(
                slug=f"measure_{i:03}", name=f"Measure {i:03}", unit="people", per=100,
                statistic="proportion", direction="up" if i % 2 else "down", kind="outcome",
                cadence="month", supplied_by="extract", target=60.0,
                definition={"definition": "Invented for the benchmark."},
            )
            for i in range(MEASURES)
        )  # fmt: skip
        _readings(measures, places)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return {
        "readings": Reading.objects.count(),
        "built_s": round(time.perf_counter() - start, 1),
        "store_mb": round(sum(f.stat().st_size for f in _files()) / 1e6),
    }


def _files() -> Iterator[Path]:
    return (one for one in Path(os.environ["SPREADWELL_DATA"]).rglob("*") if one.is_file())


def _people() -> None:
    from spreadwell.domain.models import Person, RoleHeld
    from spreadwell.domain.people.roles import Role

    analyst = Person.objects.create_user(email="analyst@example.org", name="Analyst")
    RoleHeld.objects.create(person=analyst, role=Role.ANALYST, starts="2021-01-01")


def _readings(measures: list[Any], places: list[Any]) -> None:
    """Rows and columns of every series, written as fast as the store takes them."""
    from django.db import connection, transaction
    from django.utils import timezone

    from spreadwell.domain.measures.packing import Packed
    from spreadwell.domain.measures.rebuilding import write_series
    from spreadwell.domain.models import Reading, Submission
    from spreadwell.formats.periods import Period, PeriodKind

    rng = np.random.default_rng(7)
    sent = Submission.objects.create(way="extract", state="accepted", settled_at=timezone.now())
    periods = [str(Period(PeriodKind.MONTH, FIRST + t)) for t in range(MONTHS)]
    ordinals = np.arange(FIRST, FIRST + MONTHS)
    kind = PeriodKind.MONTH.value
    names = ("submission_id", "measure_id", "organisation_id", "period", "period_kind", "ordinal",
             "numerator", "denominator", "suppressed", "stratifier", "stratum",
             "is_current")  # fmt: skip
    table = connection.ops.quote_name(Reading._meta.db_table)
    insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"

    def drawn() -> Iterator[tuple[int, int, np.ndarray, np.ndarray]]:
        for i, measure in enumerate(measures):
            wide = BOARD_PLACES if i < BOARD_MEASURES else PRACTICES
            bottom = rng.integers(80, 900, (wide, MONTHS)).astype(float)
            share = np.clip(rng.normal(0.6, 0.06, (wide, 1)), 0.1, 0.95)
            top = rng.binomial(bottom.astype(int), np.broadcast_to(share, bottom.shape))
            for place, n, d in zip(places, top.astype(float), bottom, strict=False):
                yield measure.pk, place.pk, n, d

    blank = np.full(MONTHS, np.nan)
    with transaction.atomic(), connection.cursor() as cursor:
        for measure, place, n, d in drawn():
            cursor.executemany(
                insert,
                [
                    (sent.pk, measure, place, period, kind, ordinal, a, b, False, "", "", True)
                    for period, ordinal, a, b in zip(
                        periods, ordinals.tolist(), n.tolist(), d.tolist(), strict=True
                    )
                ],
            )
            packed = Packed(ordinals, np.stack([n, d, blank, blank, blank]))
            write_series([((measure, place, kind, "", ""), packed)])


def ask(times: int) -> dict[str, Any]:
    """Ask for pages, each warmed once."""
    from django.conf import settings
    from django.test import Client

    from spreadwell.domain.models import Person

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    person = Person.objects.get(email="analyst@example.org")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")

    def page(address: str) -> Callable[[], int]:
        def get() -> int:
            response = client.get(address)
            assert response.status_code == 200, (address, response.status_code)
            return len(response.content)

        return get

    rng = np.random.default_rng(3)
    charts = [
        page(f"/measures/measure_{rng.integers(MEASURES):03}/at/B{rng.integers(PRACTICES):04}/")
        for _ in range(times)
    ]
    charts[0]()
    chart = sorted(timed(one) for one in charts)
    nothing = page("/offline/")
    nothing()
    empty = sorted(timed(nothing) for _ in range(times))
    table, floor = board()
    measure = sorted(timed(page("/measures/measure_003/")) for _ in range(7))
    middle, high = times // 2, int(times * 0.95)
    return {
        "board": spoken(table),
        "board_floor": spoken(floor),
        "board_cpu_times_floor": round(table[1] / floor[1], 1),
        "chart_page_median": spoken(chart[middle]),
        "chart_page_p95": spoken(chart[high]),
        "empty_page_median": spoken(empty[middle]),
        "chart_page_cpu_times_empty_page": round(chart[middle][1] / empty[middle][1], 1),
        "measure_page_median": spoken(measure[3]),
    }


def board() -> tuple[Timed, Timed]:
    """The icon table from store to HTML, and what reading its bytes and hashing its HTML takes."""
    import hashlib

    from django.db import connection

    from spreadwell.domain.models import Measure, Person, ReadingColumns
    from spreadwell.domain.people.viewer import viewer_of
    from spreadwell.web.measures.board import board_of

    measures = list(Measure.objects.order_by("slug")[:BOARD_MEASURES])
    viewer = viewer_of(Person.objects.get(email="analyst@example.org"))
    held: dict[str, str] = {}

    def made() -> None:
        found = board_of(viewer, measures, None)
        assert len(found.places) == BOARD_PLACES
        held["html"] = str(found.html())

    rows = ReadingColumns.objects.filter(measure__in=measures)
    query = str(
        rows.values_list(
            "measure_id", "organisation_id", "ordinals", "numerator", "denominator"
        ).query
    )

    def floor() -> None:
        with connection.cursor() as cursor:
            cursor.execute(query)
            cursor.fetchall()
        hashlib.sha256(held["html"].encode()).hexdigest()

    made()
    return min(timed(made) for _ in range(7)), min(timed(floor) for _ in range(7))


Timed = tuple[float, float]
"""Milliseconds by the wall and of the processor."""


def timed(work: Callable[[], Any]) -> Timed:
    """How long one go takes."""
    start, processor = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - start) * 1000, (time.process_time() - processor) * 1000


def spoken(one: Timed) -> dict[str, float]:
    """The two with their names."""
    return {"wall_ms": round(one[0], 1), "cpu_ms": round(one[1], 1)}


if __name__ == "__main__":
    main()
