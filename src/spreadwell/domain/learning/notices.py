"""Answering everybody who spoke in a theme at once."""

from django.utils import timezone

from ..audit.actions import record
from ..discovery.models import Theme
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import NotNow
from ..innovations.models import Innovation
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import Notice
from .permissions import check_notice


@action
def answer_theme(
    *,
    by: Person,
    theme: Theme,
    text: str,
    did: str = "yes",
    public: bool = False,
    innovation: Innovation | None = None,
) -> list[Notice]:
    """Send one notice for each finding of a theme; `did` is “yes”, or “no” with why in the text."""
    check_notice(viewer_of(by), theme.mission)
    text = filled(text, "text", "Say what the words changed, or why not.")
    findings = list(theme.findings.all())
    if not findings:
        raise NotNow("Nobody has spoken in this theme yet.")
    today = timezone.localdate()
    sent = Notice.objects.bulk_create(
        Notice(
            finding=finding,
            innovation=innovation,
            text=text,
            did=did == "yes",
            sent_on=today,
            sent_by=by,
            public=public,
        )
        for finding in findings
    )
    record(
        by=by,
        verb="learning.theme_answered",
        thing=theme,
        summary=f"{by} told everybody behind {len(sent):,} findings: {text}",
    )
    return sent
