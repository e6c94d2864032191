"""A filled store goes through every migration, one at a time, and keeps what it holds."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from spreadwell.domain.measures.rebuilding import columns_differ
from spreadwell.domain.models import Reading, Submission
from tests.factories import make_measure, make_person, make_site
from tests.readings import store_reading

# Columns of readings appear with the release that has them, filled from what was there.
DERIVED = "domain_readingcolumns"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.store]


def chain() -> list[str]:
    """Return the names of the domain's migrations in order."""
    graph = MigrationExecutor(connection).loader.graph
    return [
        name for app, name in graph.forwards_plan(graph.leaf_nodes("domain")[0]) if app == "domain"
    ]


def go_to(name: str) -> None:
    """Bring the store to one migration of the domain, back or forth."""
    MigrationExecutor(connection).migrate([("domain", name)])


def rows() -> dict[str, int]:
    """Return the number of rows by table, of those that hold any."""
    counted = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith("domain_") and table != DERIVED:
                cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
                counted[table] = cursor.fetchone()[0]
    return {table: many for table, many in counted.items() if many}


def test_the_domain_has_one_line_of_migrations():
    loader = MigrationExecutor(connection).loader
    assert len(loader.graph.leaf_nodes("domain")) == 1
    assert [name[:4] for name in chain()] == [f"{n:04}" for n in range(1, len(chain()) + 1)]


def test_a_filled_store_keeps_its_rows_through_every_migration():
    steps = chain()
    site = make_site()
    sent = Submission.objects.create(sent_by=make_person(), way="file")
    store_reading(
        submission=sent, measure=make_measure(), organisation=site.organisation,
        period="2024-03", period_kind="month", ordinal=24290, numerator=1.5, denominator=3,
    )  # fmt: skip
    filled = rows()
    try:
        go_to(steps[0])
        assert rows() == filled
        for step in steps[1:]:
            go_to(step)
            assert rows() == filled, f"{step} lost rows"
    finally:
        go_to(steps[-1])
    assert Reading.objects.get().numerator == 1.5
    assert columns_differ() == []
    assert site.organisation.sites.get() == site
