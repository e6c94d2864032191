"""That a deed was done, told within its own transaction to whoever follows it."""

from django.dispatch import Signal

recorded = Signal()
"""Sent with `event` and its `thing`; a fault in a follower undoes the deed too."""
