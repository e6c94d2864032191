"""Telling a site's safety lead, by e-mail and without saying what the concern is."""

import logging

from django.core.mail import send_mail
from django.db import transaction

from .models import SafetyConcern

log = logging.getLogger(__name__)


def alert_safety_lead(concern: SafetyConcern) -> None:
    """Send the alert once the concern is stored; mail that fails never loses the concern.

    The concern itself stays behind the sign-in: an e-mail may be read by others.
    """
    lead = concern.site.safety_lead
    if lead is None:
        return
    subject = " ".join(f"Safety concern at {concern.site}".split())

    def send() -> None:
        try:
            send_mail(
                subject,
                f"A safety concern was raised at {concern.site}. Sign in to read it; you can "
                "pause the site from its page.",
                None,
                [lead.email],
            )
        except OSError:
            log.exception("The alert about safety concern %s could not be sent", concern.pk)

    transaction.on_commit(send)
