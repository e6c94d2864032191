"""Writing to those who spoke without an account and agreed to be contacted.

At most one mail a week to an address. It says that something came of their words and where they
read it; what it is stays in Spreadwell.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from spreadwell.domain.learning.models import Notice

from .heard_links import token_of

log = logging.getLogger(__name__)

APART = timedelta(days=7)
MOST = 15
"""Addresses of more things said than these would not be read."""


def tell_contacts(
    on: date, *, dry: bool = False, say: Callable[[str], None] = lambda text: None
) -> int:
    """Write to every address for which an unsent notice waits; returns how many were written to.

    A mail that cannot be sent is tried again next time; `dry` writes to nobody.
    """
    mailed = Notice.objects.filter(mailed_on__gt=on - APART, mailed_on__lte=on)
    lately = set(mailed.values_list("finding__contact", flat=True))
    waiting: defaultdict[str, list[Notice]] = defaultdict(list)
    told = Notice.objects.filter(
        mailed_on=None,
        finding__contributor=None,
        finding__consents_contact=True,
        finding__contact__contains="@",
    )
    for notice in told.select_related("finding").order_by("pk"):
        waiting[notice.finding.contact].append(notice)
    many = 0
    for address, notices in waiting.items():
        if address not in lately and (dry or _sent(address, notices, on)):
            say(f"Whoever said finding {notices[0].finding_id}")
            many += 1
    return many


def _sent(address: str, notices: list[Notice], on: date) -> bool:
    """Keep that they were told and send one mail; tell whether it was sent."""
    rows = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
    # Whoever marks the first of them writes: of two workers one does.
    if not Notice.objects.filter(pk=notices[0].pk, mailed_on=None).update(mailed_on=on):
        return False
    rows.update(mailed_on=on)
    try:
        _mail(address, notices).send()
    except Exception:  # one address that cannot be written to must not end the round
        log.exception("What became of somebody's words could not be told")
        rows.update(mailed_on=None)
        return False
    return True


def _mail(address: str, notices: list[Notice]) -> EmailMessage:
    said = {notice.finding_id: notice.finding for notice in notices}
    lines = [
        f"- What you said on {one.heard_on.day} {one.heard_on:%B %Y}:\n"
        f"  {settings.ADDRESS}{reverse('public:heard', args=[token_of(pk)])}"
        for pk, one in list(said.items())[:MOST]
    ]
    more = len(said) - MOST
    rest = f"\n\nAnd {more} more." if more > 0 else ""
    return EmailMessage(
        subject=f"{settings.SYSTEM_NAME}: something came of what you said",
        body="You told us what matters to you and agreed that we contact you. Something came of "
        "it; read here what, and what did not, with why:\n\n"
        + "\n\n".join(lines)
        + rest
        + "\n\nOnly whoever has such an address can read it. Nobody has to answer.\n",
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
    )
