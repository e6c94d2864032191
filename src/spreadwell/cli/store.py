"""Opening the store for the commands that need it."""

import os
from pathlib import Path


def open_store(data: Path | None = None, *, ready: bool = False) -> None:
    """Set Django up on the store in the folder ``data``, else on the one the environment names.

    With ``ready`` a store that is new, or of an earlier release, is brought up to this one.
    Call before importing anything of the domain, since Django reads its settings once.
    """
    if data is not None:
        os.environ["SPREADWELL_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spreadwell.config.settings")
    import django

    django.setup()
    if ready:
        _bring_up()


def _bring_up() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0)
