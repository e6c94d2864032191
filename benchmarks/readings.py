"""Readings in and out: importing a million, and reading them as columns, on either store.

Each import runs in a process of its own, whose peak memory is told beside that of an import a
tenth of the size. The yardstick is the database's own fastest way to take the same rows into a
bare table with the same keys, in the same run: `executemany` on SQLite, COPY on PostgreSQL.

    python -m benchmarks.readings [--readings 1000000] [--store sqlite|postgresql]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

MEASURES, SITES = 12, 400


def write(path: Path, readings: int) -> None:
    """Write readings of invented sites, month after month."""
    chance = random.Random(1)
    left, month = readings, 0
    with path.open("w", encoding="utf-8") as out:
        out.write("measure,site,period,numerator,denominator\n")
        while left > 0:
            when = f"{1950 + month // 12}-{month % 12 + 1:02}"
            for measure in range(MEASURES):
                for site in range(min(SITES, left)):
                    below = chance.randrange(100, 2000)
                    out.write(f"m{measure},XA{site:05},{when},{chance.randrange(below)},{below}\n")
                left -= min(SITES, left)
            month += 1


def timed(work: Any) -> tuple[Any, dict[str, float]]:
    """What some work gives, and how long it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, {
        "seconds": round(time.perf_counter() - wall, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
    }


def one(path: Path) -> dict[str, Any]:
    """Import a file into an empty store, in this process."""
    from spreadwell.cli.store import open_store

    open_store(ready=True)
    from django.db import connection

    from spreadwell.domain.measures.columns import readings_as_columns, series_columns
    from spreadwell.domain.models import Organisation, Reading
    from spreadwell.domain.people.roles import Role
    from spreadwell.exchange.submissions import import_file
    from tests.factories import make_measure, make_organisation, make_person

    measures = [make_measure(slug=f"m{i}") for i in range(MEASURES)]
    for site in range(SITES):
        make_organisation(code=f"XA{site:05}")
    by = make_person(Role.ANALYST)
    before = peak()
    found, importing = timed(lambda: import_file(by=by, path=path))
    assert found.ok, found.problems[:3]
    result = {
        "store": connection.vendor,
        "readings": found.changes["new"],
        "import": importing,
        "peak_mb": peak(),
        "peak_before_mb": before,
    }
    again, same = timed(lambda: import_file(by=by, path=path))
    assert again.nothing_new
    scope = Reading.objects.all()
    everything, reading = timed(lambda: readings_as_columns(scope, measures))
    place = Organisation.objects.get(code="XA00007").pk
    began = time.perf_counter()
    for _ in range(100):
        series_columns(scope, measures[0], place)
    each = (time.perf_counter() - began) / 100
    return result | {
        "same_file_again": same,
        "all_as_columns": reading | {"readings": len(everything)},
        "one_series_ms": round(1000 * each, 2),
        "yardstick": yardstick(),
    }


def yardstick() -> dict[str, float]:
    """Store the same rows into a bare table with the same keys, by the database's own way."""
    from django.db import connection

    from spreadwell.domain.measures.storing import FIELDS

    names = ", ".join(FIELDS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM domain_reading ORDER BY id")
        rows = cursor.fetchall()
        types = {"submission_id", "measure_id", "organisation_id", "ordinal"}
        real = {"numerator", "denominator", "value", "sd", "n"}
        flags = {"suppressed", "is_current"}
        kinds = [
            "bigint" if n in types else "double precision" if n in real
            else "boolean" if n in flags else "varchar(60)" for n in FIELDS
        ]  # fmt: skip
        shape = ", ".join(f"{n} {k}" for n, k in zip(FIELDS, kinds, strict=True))
        identity = "id integer PRIMARY KEY" if connection.vendor == "sqlite" else "id bigserial"
        cursor.execute(f"CREATE TABLE bare ({identity}, {shape})")
        cursor.execute(
            "CREATE UNIQUE INDEX bare_place ON bare (measure_id, organisation_id, ordinal, "
            "period_kind, stratifier, stratum) WHERE is_current"
        )
        cursor.execute("CREATE INDEX bare_organisation ON bare (organisation_id)")
        cursor.execute("CREATE INDEX bare_submission ON bare (submission_id)")

        def store() -> None:
            if connection.vendor == "sqlite":
                marks = ", ".join("?" for _ in FIELDS)
                raw = connection.connection
                raw.execute("BEGIN")
                raw.executemany(f"INSERT INTO bare ({names}) VALUES ({marks})", rows)
                raw.execute("COMMIT")
                return
            with cursor.copy(f"COPY bare ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)

        return timed(store)[1]


def peak() -> int:
    """Most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def apart(path: Path, store: str) -> dict[str, Any]:
    """Measure in a process of its own on a store of its own."""
    from spreadwell.cli.testing.postgres import server

    def run(more: dict[str, str]) -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as folder:
            environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
            environment |= {"SPREADWELL_DATA": folder} | more
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.readings", "--one", str(path)],
                env=environment, capture_output=True, text=True, check=True,
            )  # fmt: skip
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    if store == "sqlite":
        return run({})
    with server() as address:
        return run({"DATABASE_URL": address})


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readings", type=int, default=1_000_000)
    parser.add_argument("--store", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(one(asked.one)))
        return
    results = []
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.csv", Path(folder) / "large.csv"
        write(small, asked.readings // 10)
        write(large, asked.readings)
        for store in asked.store or ["sqlite", "postgresql"]:
            tenth, whole = apart(small, store), apart(large, store)
            ratios = {
                f"times_the_yardstick_{name}": round(whole["import"][name] / least, 1)
                for name, least in whole["yardstick"].items()
                if least
            }
            results.append(whole | {"peak_mb_of_a_tenth": tenth["peak_mb"]} | ratios)
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
