"""What all tests share: a data folder of their own, and builders of people."""

import os
import tempfile

# Before anything reads the settings.
os.environ["SPREADWELL_DATA"] = tempfile.mkdtemp(prefix="spreadwell-tests-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spreadwell.config.settings")

import pytest
from django.test import Client
from hypothesis import HealthCheck, settings

from spreadwell.domain.people.models import Person
from spreadwell.domain.people.roles import Role
from tests.factories import make_person

# A busy machine is slow; that says nothing about the code under test. In CI the same examples are
# tried each time, so that a change fails for its own sake; elsewhere new ones are.
settings.register_profile(
    "patient",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    print_blob=True,
)
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def _plain_settings(settings):
    """Hash passwords fast, keep mail in memory, and let the test client in."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]


@pytest.fixture
def administrator(db) -> Person:
    """Somebody who may do everything."""
    return make_person(Role.ADMINISTRATOR)


@pytest.fixture
def sign_in(client: Client):
    """Return a function that signs a person in and gives the client."""

    def into(person: Person) -> Client:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return into
