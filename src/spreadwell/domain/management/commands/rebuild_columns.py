"""`spreadwell manage rebuild_columns`: the columns of readings made anew from the readings."""

from typing import Any

from django.core.management.base import BaseCommand

from spreadwell.domain.measures.rebuilding import rebuild_columns


class Command(BaseCommand):
    """Make the columns of every series anew; charts and effects read them."""

    help = "Make the columns that charts read anew from the readings they stand for."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say how many series there are."""
        self.stdout.write(f"Made the columns of {rebuild_columns():,} series.")
