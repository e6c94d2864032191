"""A connection sends public forms so often and no oftener; nothing of it is kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from spreadwell.domain.foundation.refusals import NotNow
from spreadwell.domain.joining.turns import KEPT, MOST_AN_HOUR, WINDOW, mark_of, take_turn
from spreadwell.domain.models import PublicTurn

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def test_one_connection_is_held_off_and_others_are_not():
    for _ in range(MOST_AN_HOUR):
        take_turn("192.0.2.7")
    with pytest.raises(NotNow, match="in an hour"):
        take_turn("192.0.2.7")
    take_turn("192.0.2.8")
    PublicTurn.objects.update(at=timezone.now() - WINDOW - timedelta(minutes=1))
    take_turn("192.0.2.7")


def test_marks_are_scrambled_and_deleted_after_a_day():
    take_turn("192.0.2.7")
    turn = PublicTurn.objects.get()
    assert "192.0.2.7" not in turn.mark
    assert len(turn.mark) == 64
    PublicTurn.objects.update(at=timezone.now() - KEPT - timedelta(minutes=1))
    take_turn("192.0.2.8")
    assert PublicTurn.objects.count() == 1


def test_a_household_of_the_newer_addresses_counts_as_one():
    assert mark_of("2001:db8:1:2::7") == mark_of("2001:db8:1:2:ffff::9")
    assert mark_of("2001:db8:1:2::7") != mark_of("2001:db8:1:3::7")
    assert mark_of("") != mark_of("192.0.2.7")
