"""A store of the first release is brought up to this one and keeps its organisations."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from spreadwell.domain.models import Organisation, OrganisationName

FIRST = [("domain", "0001_the_loop")]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.store]


def test_organisations_stay_and_can_have_a_history():
    executor = MigrationExecutor(connection)
    now = executor.loader.graph.leaf_nodes()
    executor.migrate(FIRST)
    try:
        then = executor.loader.project_state(FIRST).apps.get_model("domain", "Organisation")
        then.objects.create(code="XP-A", name="Elm PCN", kind="pcn", opened=date(2019, 10, 1))
    finally:
        forward = MigrationExecutor(connection)
        forward.migrate(now)
    one = Organisation.objects.get()
    assert (one.code, one.name, one.opened) == ("XP-A", "Elm PCN", date(2019, 10, 1))
    OrganisationName.objects.create(
        organisation=one, code="XP-0", name="Elm", ends=date(2020, 1, 1)
    )
    assert one.former_names.get().code == "XP-0"
