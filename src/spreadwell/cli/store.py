"""Opening the store for the commands that need it."""

import os
from pathlib import Path


def open_store(data: Path | None = None) -> None:
    """Set Django up on the store in the folder ``data``, else on the one the environment names.

    Call before importing anything of the domain, since Django reads its settings once.
    """
    if data is not None:
        os.environ["SPREADWELL_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spreadwell.config.settings")
    import django

    django.setup()
