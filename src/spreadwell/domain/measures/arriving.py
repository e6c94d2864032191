"""That readings changed, told within the same transaction to whoever follows them."""

from collections.abc import Collection

from django.dispatch import Signal

readings_changed = Signal()
"""Sent with `measures` (primary keys) and `because`, a sentence without its full stop."""


def announce(measures: Collection[int], because: str) -> None:
    """Tell that readings of some measures changed; a fault in a follower undoes the change too."""
    readings_changed.send(sender=None, measures=frozenset(measures), because=because)
