"""A filled store goes through every migration, one at a time, and keeps what it holds."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from spreadwell.domain.measures.rebuilding import columns_differ
from spreadwell.domain.models import Organisation, OrganisationName, Reading, Submission
from tests.factories import make_measure, make_person, make_site
from tests.readings import store_reading

# Columns of readings appear with the release that has them, filled from what was there.
DERIVED = "domain_readingcolumns"
# SQLite copies a table at every change of it: there the latest releases must do.
LAST = 3
# A new store makes its tables at once instead of walking through every release.
SHORT_WAY = "_squashed_"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.store]


def step_by_step() -> MigrationExecutor:
    """An executor that knows each release, not the short way that a new store takes."""
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    return executor


def chain() -> list[str]:
    """Return the names of the domain's migrations in order."""
    graph = step_by_step().loader.graph
    (last,) = [one for one in graph.leaf_nodes("domain") if SHORT_WAY not in one[1]]
    return [name for app, name in graph.forwards_plan(last) if app == "domain"]


def go_to(name: str) -> None:
    """Bring the store to one migration of the domain, back or forth."""
    step_by_step().migrate([("domain", name)])


def tables() -> dict[str, object]:
    """Return the columns, keys and checks of every table, whatever their order and names."""
    made: dict[str, object] = {}
    with connection.cursor() as cursor:
        found = connection.introspection
        for table in found.table_names(cursor):
            if not table.startswith("domain_"):
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} WHERE 1 = 0")
            columns = sorted(repr([one[0], one[1]]) for one in cursor.description)
            rules = sorted(
                repr(
                    [
                        sorted(one["columns"] or []), one["primary_key"], one["unique"],
                        one["foreign_key"], one["check"],
                    ]
                )
                for one in found.get_constraints(cursor, table).values()
            )  # fmt: skip
            made[table] = columns, rules
    return made


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
    assert [name[:4] for name in chain()] == [f"{n:04}" for n in range(1, len(chain()) + 1)]


def test_a_filled_store_keeps_its_rows_through_every_migration():
    steps = chain()
    if connection.vendor == "sqlite":
        steps = steps[-LAST:]
    site = make_site()
    sent = Submission.objects.create(sent_by=make_person(), way="file")
    store_reading(
        submission=sent, measure=make_measure(), organisation=site.organisation,
        period="2024-03", period_kind="month", ordinal=24290, numerator=1.5, denominator=3,
    )  # fmt: skip
    Organisation.objects.create(code="XP-A", name="Elm PCN", kind="pcn", opened=date(2019, 10, 1))
    filled = rows()
    short_way = tables()
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
    assert tables() == short_way
    assert site.organisation.sites.get() == site
    one = Organisation.objects.get(code="XP-A")
    assert (one.name, one.opened) == ("Elm PCN", date(2019, 10, 1))
    OrganisationName.objects.create(
        organisation=one, code="XP-0", name="Elm", ends=date(2020, 1, 1)
    )
    assert one.former_names.get().code == "XP-0"
