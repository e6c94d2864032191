"""What is done with what was learnt: lessons, packs, notices back."""

from datetime import date
from typing import Any

from django.utils import timezone

from ..audit.actions import record
from ..discovery.models import Finding
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.origins import Origin
from ..foundation.refusals import Invalid, NotAllowed
from ..innovations.models import Innovation, InnovationVersion
from ..people.models import Person
from ..people.viewer import viewer_of
from ..sites.models import ImplementationSite
from .models import Lesson, Notice, Pack
from .permissions import check_load, check_notice, check_pack, check_teach


@action
def add_lesson(
    *,
    by: Person,
    innovation: Innovation,
    text: str,
    about: str,
    site: ImplementationSite | None = None,
    on: date | None = None,
    origin: str = "",
    source: str = "",
) -> Lesson:
    """Keep something learnt where the next site or mission finds it."""
    check_teach(viewer_of(by), innovation, site)
    if site is not None and site.version.innovation_id != innovation.pk:
        raise Invalid(f"{site} runs another innovation.", field="site")
    lesson = Lesson.objects.create(
        innovation=innovation,
        site=site,
        text=filled(text, "text", "Say what was learnt."),
        about=filled(about, "about", "Say what kind of lesson it is."),
        learnt_on=on or timezone.localdate(),
        origin=origin or (site.origin if site else Origin.RECORDED),
        source=source,
    )
    record(by=by, verb="learning.lesson", thing=innovation, summary=f"{by} noted: {lesson.text}")
    return lesson


@action
def keep_pack(
    *,
    by: Person,
    version: InnovationVersion,
    content: dict[str, Any],
    sha256: str,
    loaded: bool = False,
) -> Pack:
    """Keep a pack that was made here or came from another store, as it was."""
    viewer = viewer_of(by)
    if loaded:
        check_load(viewer, version.innovation.mission)
    else:
        check_pack(viewer, version.innovation)
    pack = Pack.objects.create(version=version, content=content, sha256=sha256, loaded=loaded)
    record(
        by=by,
        verb="learning.pack_loaded" if loaded else "learning.pack_made",
        thing=version.innovation,
        summary=f"{by} {'loaded' if loaded else 'made'} a pack of {version}",
        detail={"sha256": sha256},
    )
    return pack


@action
def publish_pack(*, by: Person, pack: Pack, published: bool = True) -> Pack:
    """Let everybody in the system find a pack, or take that back."""
    check_pack(viewer_of(by), pack.version.innovation)
    pack.published = published
    pack.save(update_fields=["published"])
    record(
        by=by,
        verb="learning.pack_published" if published else "learning.pack_withdrawn",
        thing=pack.version.innovation,
        summary=f"{pack} is {'' if published else 'no longer '}published",
    )
    return pack


@action
def send_notice(
    *,
    by: Person,
    finding: Finding,
    text: str,
    did: bool = True,
    innovation: Innovation | None = None,
    on: date | None = None,
    public: bool = False,
) -> Notice:
    """Tell somebody who spoke what their words changed, or why not; `public` names nobody."""
    check_notice(viewer_of(by), finding.mission)
    notice = Notice.objects.create(
        finding=finding,
        innovation=innovation,
        text=filled(text, "text", "Say what the words changed, or why not."),
        did=did,
        sent_on=on or timezone.localdate(),
        sent_by=by,
        public=public,
    )
    record(by=by, verb="learning.notice_sent", thing=finding, summary=f"Told back: {notice.text}")
    return notice


@action
def see_notice(*, by: Person, notice: Notice) -> Notice:
    """Keep that a notice was read by whom it is for."""
    if notice.finding.contributor_id != by.pk:
        raise NotAllowed("You cannot mark this notice: it is for the person who said it.")
    if notice.seen_on is None:
        notice.seen_on = timezone.localdate()
        notice.save(update_fields=["seen_on"])
    record(by=by, verb="learning.notice_seen", thing=notice, summary=f"{by} read a notice")
    return notice
