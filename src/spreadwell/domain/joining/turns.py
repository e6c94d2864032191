"""How often one connection may send a public form, counted in the store for all web processes."""

import ipaddress
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ..foundation.refusals import NotNow
from .models import PublicTurn

# Whole hospitals share one address, so this is far above what one person sends; a program that
# sends without pause meets it within seconds.
MOST_AN_HOUR = 20
# A program with an old key tries once a run; what guesses tries without pause.
MOST_WRONG_KEYS = 60
WINDOW = timedelta(hours=1)
KEPT = timedelta(days=1)


def mark_of(address: str, what: str = "public-form") -> str:
    """Return today's scrambled mark of a connection; it cannot be turned back into the address.

    `what` is counted, so that one thing does not count for another. Of an IPv6 address the
    network counts, since one household has a whole network of them.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        net = address
    else:
        net = str(ipaddress.ip_network((found, 64), strict=False) if found.version == 6 else found)
    salt = f"{what}-{timezone.localdate()}"
    return salted_hmac(salt, net, algorithm="sha256").hexdigest()


def take_turn(address: str) -> None:
    """Count one sending from a connection; NotNow when it sent too often within the hour."""
    if not _counted(mark_of(address), MOST_AN_HOUR):
        raise NotNow(
            "This form was sent from your connection many times within the hour. What you "
            "wrote still stands here: please send it again in an hour."
        )


def wrong_key(address: str) -> bool:
    """Count a program that came without a right key; False when it did too often in the hour."""
    return _counted(mark_of(address, "wrong-key"), MOST_WRONG_KEYS)


def _counted(mark: str, most: int) -> bool:
    """Count one turn unless there were as many as may be within the hour; tell whether it was.

    Marks older than a day are deleted here, so that none is kept longer than it serves.
    """
    now = timezone.now()
    with transaction.atomic():
        PublicTurn.objects.filter(at__lt=now - KEPT).delete()
        lately = PublicTurn.objects.filter(mark=mark, at__gt=now - WINDOW)
        if lately.count() >= most:
            return False
        PublicTurn.objects.create(mark=mark, at=now)
    return True
