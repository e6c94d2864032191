"""Makes the stores of the journeys; run as a module, with SPREADWELL_DATA naming the folder."""

import json
import sys
from pathlib import Path

import django


def make(step: str) -> None:
    """Make the tables and, for the example, load it and sign one person of each role in."""
    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.db import connection

    from spreadwell.domain.people.models import Person

    call_command("migrate", verbosity=0)
    if step == "example":
        from spreadwell.exchange import portfolio

        portfolio.load(progress=lambda step, done: None)
        keys = {}
        for one in portfolio.SIGN_INS:
            person = Person.objects.get(email=one.email)
            session = SessionStore()
            session[SESSION_KEY] = str(person.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[HASH_SESSION_KEY] = person.get_session_auth_hash()
            session.save()
            keys[one.role.lower()] = session.session_key
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        folder = Path(settings.DATA_DIR)
        (folder / "addresses.json").write_text(json.dumps(addresses()))
        (folder / "sessions.json").write_text(json.dumps(keys))


def addresses() -> dict[str, str]:
    """Return the address of every page that can be opened, by its line in the table of access."""
    from django.urls import reverse

    from tests.web.every_page import read_table
    from tests.web.things import THINGS

    rows = [row for row in read_table() if row.way == "GET"]
    return {str(row): reverse(row.page, args=THINGS[row.thing]()) for row in rows}


if __name__ == "__main__":
    make(sys.argv[1])
