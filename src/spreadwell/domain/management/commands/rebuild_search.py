"""`spreadwell manage rebuild_search`: the index of search made anew from what is held."""

from typing import Any

from django.core.management.base import BaseCommand

from spreadwell.domain.search.index import set_up


class Command(BaseCommand):
    """Make the index anew; it follows every change by itself, so this is for repairs."""

    help = "Make the index that search looks in anew from everything that is held."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say how many things there are."""
        self.stdout.write(f"{set_up():,} things can be found.")
