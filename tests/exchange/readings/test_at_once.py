"""Two files of the same series accepted at the same moment: both are stored, columns are right."""

import threading
import time

import pytest
from django.db import OperationalError, connection

from spreadwell.domain.measures.columns import series_columns
from spreadwell.domain.measures.rebuilding import columns_differ
from spreadwell.domain.models import Reading
from spreadwell.domain.people.roles import Role
from spreadwell.exchange.submissions import accept_submission, check_submission
from tests.factories import make_measure, make_organisation, make_person

HEADER = "measure,site,period,numerator,denominator\n"


@pytest.mark.django_db(transaction=True)
@pytest.mark.store
def test_neither_of_two_accepted_at_once_is_lost():
    measures = [make_measure(slug=slug) for slug in ("a", "b")]
    place = make_organisation(code="XP-A")
    waiting = []
    for year, slugs in ((2022, "ab"), (2023, "ba"), (2024, "ab")):
        analyst = make_person(Role.ANALYST)
        rows = [f"{s},XP-A,{year}-{m:02},{m},100" for s in slugs for m in range(1, 13)]
        content = (HEADER + "\n".join(rows)).encode()
        checked = check_submission(by=analyst, content=content, name=f"{year}.csv")
        waiting.append((analyst, checked.submission))
    together = threading.Barrier(len(waiting))
    faults = []

    def accept(by, submission):
        try:
            together.wait(30)
            until = time.monotonic() + 60
            while True:
                try:
                    return accept_submission(by=by, submission=submission)
                except OperationalError:
                    # The tests' SQLite is in memory, where who is second is refused at once; a
                    # file waits.
                    if connection.vendor != "sqlite" or time.monotonic() > until:
                        raise
                    time.sleep(0.01)
        except Exception as fault:
            faults.append(fault)
            return None
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=one) for one in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert columns_differ() == []
    for measure in measures:
        assert len(series_columns(Reading.objects.all(), measure, place.pk)) == 36
