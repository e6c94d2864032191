"""Seconds to load 6,500 practices, 1,250 PCNs and 220 trusts, and then 500 changes.

Codes and names are invented. The store is made in a temporary folder; DATABASE_URL names another,
which must be empty.

    python -m benchmarks.organisations [--practices 6500] [--pcns 1250] [--trusts 220]
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import tempfile
import time
from datetime import date
from typing import Any

from spreadwell.formats.ods.template import COLUMNS

DAY = date(2024, 4, 1)


def table(rows: list[dict[str, str]]) -> bytes:
    """Rows as a file of the template."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def country(practices: int, pcns: int, trusts: int) -> list[dict[str, str]]:
    """Every organisation, each practice in a PCN."""
    return [
        *({"code": f"XT{i:05}", "name": f"Trust {i}", "kind": "trust"} for i in range(trusts)),
        *(
            {"code": f"XP{i:05}", "name": f"Network {i}", "kind": "pcn", "opened": "2019-10-01"}
            for i in range(pcns)
        ),
        *(
            {
                "code": f"XA{i:05}", "name": f"Practice {i}", "kind": "practice",
                "parent": f"XP{i % pcns:05}", "parent_from": "2019-10-01",
            }
            for i in range(practices)
        ),
    ]  # fmt: skip


def changes(pcns: int) -> list[dict[str, str]]:
    """200 moves, 200 new names, 50 closures, 40 new codes and 10 mergers of PCNs."""

    def practice(i: int, **more: str) -> dict[str, str]:
        return {"code": f"XA{i:05}", "name": f"Practice {i}", "kind": "practice", **more}

    on = DAY.isoformat()
    return [
        *(practice(i, parent=f"XP{(i + 7) % pcns:05}", parent_from=on) for i in range(200)),
        *(practice(i, name=f"Surgery {i}") for i in range(200, 400)),
        *(practice(i, closed="2024-03-31") for i in range(400, 450)),
        *(
            practice(i, code=f"XB{i:05}", former_code=f"XA{i:05}", recoded_on=on)
            for i in range(450, 490)
        ),
        *(
            {
                "code": f"XP{i:05}", "name": f"Network {i}", "kind": "pcn",
                "succeeded_by": f"XP{i + 1:05}", "succeeded_on": on,
            }
            for i in range(pcns - 21, pcns - 1, 2)
        ),
    ]  # fmt: skip


def main() -> None:
    """Measure, check the counts, and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--practices", type=int, default=6_500)
    parser.add_argument("--pcns", type=int, default=1_250)
    parser.add_argument("--trusts", type=int, default=220)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SPREADWELL_DATA"] = folder
        from spreadwell.cli.store import open_store

        open_store(ready=True)
        from django.db import connection

        from spreadwell.exchange.organisations import load_files

        def timed(rows: list[dict[str, str]]) -> tuple[Any, dict[str, float]]:
            wall, cpu = time.perf_counter(), time.process_time()
            loaded = load_files([("country.csv", table(rows))], by=None, day=DAY)
            seconds = {
                "seconds": round(time.perf_counter() - wall, 2),
                "cpu_seconds": round(time.process_time() - cpu, 2),
            }
            return loaded.counts, seconds

        everything = country(asked.practices, asked.pcns, asked.trusts)
        first, loading = timed(everything)
        assert first["new"] == len(everything)
        second, again = timed(everything)
        assert second["same"] == len(everything)
        third, updating = timed(changes(asked.pcns))
        assert third["recoded"] == 40
        result = {
            "store": connection.vendor,
            "organisations": len(everything),
            "load": loading | {"counts": first},
            "same_again": again | {"counts": second},
            "500_changes": updating | {"counts": third},
        }
        print(json.dumps(result, indent=1))
        connection.close()


if __name__ == "__main__":
    main()
