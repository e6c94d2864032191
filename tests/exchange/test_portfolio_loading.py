"""All of the example or nothing, and the same digits from the same seeds."""

import os
import subprocess
import sys

import numpy as np
import pytest

from spreadwell.domain.foundation.refusals import NotNow
from spreadwell.domain.models import Organisation, Person, Reading
from spreadwell.exchange import portfolio
from spreadwell.exchange.portfolio.content import told, world
from spreadwell.exchange.portfolio.invented.worlds import draw
from tests.factories import make_person


class Stopped(Exception):
    """Raised half-way."""


def stop_at_readings(name: str, _share: float) -> None:
    if name == "Readings":
        raise Stopped


@pytest.mark.store
@pytest.mark.django_db
def test_a_failure_half_way_leaves_nothing():
    with pytest.raises(Stopped):
        portfolio.load(stop_at_readings)
    assert not Person.objects.exists()
    assert not Organisation.objects.exists()
    assert not Reading.objects.exists()


KILLED = """
import os, sys, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from spreadwell.exchange import portfolio
portfolio.load(lambda name, share: os._exit(9) if name == "Readings" else None)
"""
LOOK = """
import django
django.setup()
from spreadwell.domain.models import Organisation, Person
print(Person.objects.count(), Organisation.objects.count())
"""


def test_a_killed_process_leaves_nothing(tmp_path):
    place = {
        "SPREADWELL_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "spreadwell.config.settings",
    }
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | place
    killed = subprocess.run([sys.executable, "-c", KILLED], env=environment, timeout=120)
    assert killed.returncode == 9
    seen = subprocess.run(
        [sys.executable, "-c", LOOK], env=environment, timeout=60, capture_output=True, text=True
    )
    assert seen.stdout.split() == ["0", "0"]


@pytest.mark.store
@pytest.mark.django_db
def test_a_store_with_people_is_refused_in_a_sentence():
    make_person()
    with pytest.raises(NotNow, match="holds people already"):
        portfolio.load(lambda name, share: None)
    assert Person.objects.count() == 1


WORLDS = [name for name, truth in told("truth")["worlds"].items() if "mean" not in truth]


@pytest.mark.parametrize("name", WORLDS)
def test_the_same_seed_gives_the_same_digits(name):
    one, two = draw(world(name)), draw(world(name))
    assert np.array_equal(one.numerators, two.numerators)
    assert np.array_equal(one.denominators, two.denominators)
    assert np.array_equal(one.starts, two.starts)
    assert (one.numerators <= one.denominators).all() and (one.numerators >= 0).all()


def test_a_planted_effect_shows_in_the_mean():
    drawn = draw(world("home-first-line"))
    share = drawn.numerators / drawn.denominators
    live = np.arange(share.shape[1]) >= drawn.starts[:, None] + 3
    sites = drawn.starts < share.shape[1]
    late = share[sites][:, -6:].mean() - share[sites][:, :6].mean()
    others = share[~sites][:, -6:].mean() - share[~sites][:, :6].mean()
    assert live[sites][:, -6:].all()
    assert 2.5 < 100 * (late - others) < 5.5
