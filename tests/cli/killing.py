"""Kill imports of readings at random points: each leaves all of a submission or nothing of it.

Run as a process of its own on a store of its own: `python -m tests.cli.killing KILLS SEED`. It
forks the imports, which so start warm, and kills each with SIGKILL: half of them after a random
while, half at a random call of a function. Prints how many had stored everything by then.
"""

import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

SITES, MONTHS = 3, 40
BEFORE, AFTER = SITES * MONTHS, 2 * SITES * MONTHS


def write(path: Path, numerator: int, months: int) -> None:
    """Write a file of readings of some months."""
    rows = [
        f"at_target,XP-{site},{1990 + n // 12}-{n % 12 + 1:02},{numerator},100"
        for site in range(SITES)
        for n in range(months)
    ]
    header = "measure,site,period,numerator,denominator"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")


def fill() -> None:
    """Make a measure, its places, and somebody who may send."""
    from spreadwell.domain.people.roles import Role
    from tests.factories import make_measure, make_organisation, make_person

    make_measure(slug="at_target")
    for site in range(SITES):
        make_organisation(code=f"XP-{site}")
    make_person(Role.ADMINISTRATOR)


def bring(path: Path) -> int:
    """Import a file as the command line does."""
    from spreadwell.cli.main import main

    return main(["import", "readings", str(path)])


def again(first: Path) -> None:
    """Bring the store back to the first file alone."""
    from spreadwell.domain.models import Reading, ReadingColumns, Submission

    ReadingColumns.objects.all().delete()
    Reading.objects.update(superseded_by=None)
    Reading.objects.all().delete()
    Submission.objects.all().delete()
    assert bring(first) == 0


def forked(path: Path, *, after: int | None = None) -> int:
    """Import in a process of its own, which kills itself at a call; returns its number."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        if after is not None:
            left = after

            def count(*_: object) -> None:
                nonlocal left
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

            sys.setprofile(count)
        os._exit(bring(path))
    finally:
        os._exit(99)


def measured(path: Path) -> tuple[float, int]:
    """Seconds that an import takes, and how many calls it makes."""
    began = time.monotonic()
    assert os.waitpid(forked(path), 0)[1] == 0
    seconds = time.monotonic() - began
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    again(path.with_name("first.csv"))
    sys.setprofile(count)
    code = bring(path)
    sys.setprofile(None)
    assert code == 0
    return seconds, calls


def accepted() -> int:
    """How often the audit trail says that a file was accepted; the trail is never emptied."""
    from spreadwell.domain.models import Event

    return Event.objects.filter(verb="measures.submission_accepted").count()


def check(trail: int) -> bool:
    """Tell whether the second file is in the store; fails when half of it is.

    `trail` is what the audit trail said before.
    """
    from django.db import connection

    from spreadwell.domain.measures.rebuilding import columns_differ
    from spreadwell.domain.models import Reading, Submission

    assert columns_differ() == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone() == ("ok",)
    stored = Submission.objects.count() == 2
    # The second file corrects every reading of the first and has as many new ones.
    rows = BEFORE + AFTER if stored else BEFORE
    numerators = {50} if stored else {40}
    assert Reading.objects.count() == rows
    assert set(Reading.objects.current().values_list("numerator", flat=True)) == numerators
    assert Reading.objects.current().count() == (AFTER if stored else BEFORE)
    assert Reading.objects.exclude(superseded_by=None).count() == (BEFORE if stored else 0)
    assert not Submission.objects.exclude(state="accepted").exists()
    assert accepted() == trail + stored
    return stored


def main(kills: int, seed: int) -> None:
    """Kill so many imports and print what was found."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    chance = random.Random(seed)
    whole = 0
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "first.csv", Path(folder) / "second.csv"
        write(first, 40, MONTHS)
        write(second, 50, 2 * MONTHS)
        fill()
        again(first)
        seconds, calls = measured(second)
        for number in range(kills):
            again(first)
            trail = accepted()
            if number % 2:
                child = forked(second, after=chance.randrange(1, calls))
            else:
                child = forked(second)
                time.sleep(chance.uniform(0, seconds))
                os.kill(child, signal.SIGKILL)
            status = os.waitpid(child, 0)[1]
            assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, status
            whole += check(trail)
        again(first)
        trail = accepted()
        assert bring(second) == 0
        assert check(trail)
    sys.stdout.write(json.dumps({"kills": kills, "whole": whole}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
