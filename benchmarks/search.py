"""Search among 50,000 findings, beside a plain LIKE over the same rows in the same run.

Then the pages of discovery over the same store, beside a page that shows nothing of it.

The findings are invented from a list of words. The store is made in a temporary folder;
DATABASE_URL names another, which must be empty.

    python -m benchmarks.search [--findings 50000]
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

TURNS = 7
# One word of nearly every finding, of some, of few; several; a phrase; a slip of the pen.
QUESTIONS = ("people", "pharmacist", "quay", "ring back test", '"blood test"', "pharmasist")
COMMON = [
    "people",
    "ring",
    "back",
    "blood",
    "test",
    "clinic",
    "bus",
    "letter",
    "wait",
    "call",
    "practice",
    "ward",
    "home",
    "tablet",
]
RARE = [
    "pharmacist",
    "interpreter",
    "stairs",
    "quay",
    "spirometer",
    "warden",
    "barber",
    "ferry",
    "minibus",
    "translator",
]


def texts(many: int) -> list[str]:
    """Make sentences of which most hold “people” and few hold each rare word."""
    random = np.random.default_rng(1)
    fill = [f"word{n}" for n in range(4_000)]
    return [
        " ".join(
            [
                "people" if random.random() < 0.9 else "they",
                *random.choice(COMMON, 6),
                *random.choice(RARE, 1 if random.random() < 0.1 else 0),
                *random.choice(fill, 12),
            ]
        )
        for _ in range(many)
    ]


def timed(act: Callable[[], Any]) -> float:
    """Return the median of some turns, in milliseconds."""
    took = []
    for _ in range(TURNS):
        start = time.perf_counter()
        act()
        took.append(1000 * (time.perf_counter() - start))
    return statistics.median(took)


def main() -> None:
    """Fill a store, ask the questions of an office and of a contributor, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=50_000)
    asked = parser.parse_args()
    os.environ["SPREADWELL_DATA"] = tempfile.mkdtemp()
    os.environ["DJANGO_SETTINGS_MODULE"] = "spreadwell.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from spreadwell.domain.models import Finding, Mission, Person, RoleHeld
    from spreadwell.domain.people.viewer import viewer_of
    from spreadwell.domain.search.index import set_up
    from spreadwell.domain.search.queries import search

    call_command("migrate", verbosity=0)
    mission = Mission.objects.create(slug="m", title="M", state="active")
    people = [
        Person.objects.create_user(email=f"{role}@example.org", password="a long one", name=role)
        for role in ("analyst", "contributor")
    ]
    for person in people:
        RoleHeld.objects.create(person=person, role=person.name, starts=date(2020, 1, 1))
    rows = [
        Finding(
            mission=mission, text=text, source_kind="data", heard_on=date(2024, 1, 1),
            contributor=people[1] if at % 100 == 0 else None,
        )
        for at, text in enumerate(texts(asked.findings))
    ]  # fmt: skip
    start = time.perf_counter()
    Finding.objects.bulk_create(rows, batch_size=2_000)
    print(f"{asked.findings:,} findings stored and indexed: {time.perf_counter() - start:.1f} s")
    start = time.perf_counter()
    set_up()
    print(f"index made anew: {time.perf_counter() - start:.1f} s")
    for person in people:
        viewer = viewer_of(person)
        for question in QUESTIONS:
            words = question.replace('"', "").split()

            def like() -> None:
                found = Finding.objects.visible_to(viewer)  # noqa: B023
                for word in words:  # noqa: B023
                    found = found.filter(text__icontains=word)
                found.count()
                list(found[:20])

            ours = timed(lambda: search(viewer, question))  # noqa: B023
            plain = timed(like)
            many = search(viewer, question).total
            print(
                f"{person.name:<12}{question:<18}{many:>7,} found  {ours:6.1f} ms"
                f"   LIKE {plain:6.1f} ms   ratio {ours / plain:.2f}"
            )
    pages(people[0], mission)


def pages(person: Any, mission: Any) -> None:
    """Sort a tenth of the findings into a theme, and time the pages that show them."""
    from django.conf import settings
    from django.test import Client

    from spreadwell.domain.models import Finding, Opportunity

    theme = mission.themes.create(name="Ring back")
    last = Finding.objects.order_by("pk")[Finding.objects.count() // 10].pk
    told = {"theme": theme, "voice": "people", "role": "patient", "place": "Brent"}
    Finding.objects.filter(pk__lt=last).update(**told)
    one = Opportunity.objects.create(
        mission=mission, slug="o", title="Ring", need="N", change="C", raised_on=date(2024, 1, 1)
    )
    one.themes.add(theme)
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    nothing = "/account/reminders/"
    empty = timed(lambda: client.get(nothing))
    print(f"a page of nothing{empty:35.1f} ms")
    for address in (
        "/search/?q=ring+back+test", "/discovery/?mission=m", "/discovery/?mission=m&q=pharmacist",
        f"/discovery/themes/{theme.pk}/", f"/discovery/themes/{theme.pk}/split/?q=quay",
        "/discovery/opportunities/o/", "/discovery/suggested/m/", "/public/you-said/",
    ):  # fmt: skip
        assert client.get(address).status_code == 200, address
        took = timed(lambda: client.get(address))  # noqa: B023
        print(f"{address:<42}{took:10.1f} ms   ratio {took / empty:.1f}")


if __name__ == "__main__":
    main()
