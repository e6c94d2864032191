"""A NUL in an address is not found: PostgreSQL refuses to compare with one."""

import pytest

from spreadwell.domain.people.roles import Role
from tests.factories import make_measure, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]

ADDRESSES = (
    "/measures/sent/?network=%00",
    "/measures/board/?network=a%00",
    "/measures/board/?a=1&a%00=2",
    "/measures/at_target/at/%00/",
    "/measures/%00/",
    "/sites/?words=%00&words=x",
    "/about-nothing%00",
)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, None], ids=["signed in", "anybody"])
def test_an_address_with_a_nul_is_not_found(address, role, client, sign_in, administrator):
    make_measure(slug="at_target")
    if role is not None:
        sign_in(make_person(role))
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Traceback" not in answer.content.decode()


def test_the_percent_sign_itself_may_stand_before_noughts(administrator, sign_in):
    assert sign_in(administrator).get("/sites/?words=%2500").status_code == 200
