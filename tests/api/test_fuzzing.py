"""Requests made up from the API's own document: none makes it fail or leave its document."""

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from spreadwell.api.document import document
from spreadwell.config.wsgi import application
from spreadwell.domain.people.roles import Role
from tests.factories import make_measure, make_organisation
from tests.strata import fifths, plant_strata

pytestmark = pytest.mark.django_db
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@schemathesis.serializer("application/fhir+ndjson")
def _lines(ctx, value) -> bytes:
    """Resources a line are sent as the text that was made up."""
    return str(value).encode("utf-8", "replace")


schema = schemathesis.openapi.from_dict(document())
schema.app = application
schema.config.update(base_url="http://testserver")


@pytest.fixture
def headers(program) -> dict[str, str]:
    """An analyst's token, in a store with readings of everyone and of fifths."""
    plant_strata(make_measure(), make_organisation(), fifths(0.5, 0.5, 0.5, 0.5, 0.6, months=2))
    return program(Role.ANALYST).headers


@schema.parametrize()
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_makes_it_fail_or_leave_its_document(case, headers):
    case.call_and_validate(headers=headers, checks=CHECKS)
