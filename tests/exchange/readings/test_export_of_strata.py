"""What leaves in a file of readings by groups of people is what the disclosure rules allow."""

import csv

import pytest

from spreadwell.domain.models import Reading
from spreadwell.exchange.readings.exporting import Wanted, export_readings
from tests.factories import make_measure, make_organisation
from tests.strata import fifths, plant_strata

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def test_small_counts_of_groups_do_not_leave_and_others_are_rounded(tmp_path):
    measure, place = make_measure(slug="at_target"), make_organisation(code="XP-A")
    cells = fifths(0.51, 0.6, 0.6, 0.6, 0.7, months=2) | {"1": [(3, 401), (204, 401)]}
    plant_strata(measure, place, cells)
    path = tmp_path / "out.csv"
    wanted = Wanted(with_strata=True, told=True)
    assert export_readings(Reading.objects.all(), wanted, path, "csv") == 12
    with path.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    groups = [row for row in rows if row["imd_quintile"]]
    first = [row for row in groups if row["period"] == "2025-01"]
    assert [row["numerator"] for row in first].count("*") == 2
    told = [row for row in groups if row["numerator"] != "*"]
    assert len(told) == 8
    assert all(int(row["numerator"]) % 5 == int(row["denominator"]) % 5 == 0 for row in told)
    assert "401" not in {row["denominator"] for row in groups}
    whole = [row for row in rows if not row["imd_quintile"]]
    assert [row["denominator"] for row in whole] == ["2001", "2001"]
