"""What is done with a site: planned, set up, moved from state to state, and its month."""

from datetime import date

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.origins import Origin
from ..foundation.refusals import Invalid, NotNow
from ..innovations.models import InnovationVersion
from ..networks.models import Organisation
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import ImplementationSite, SetUpItem, SiteSpell
from .moving import enter_state
from .permissions import check_lead, check_plan, check_work
from .policies import (
    check_can_guard,
    check_day,
    check_de_adopt,
    check_no_open_pause,
    check_not_stopped,
    check_start,
)
from .states import ENDED, SITE

SET_UP = ("dpia", "dcb0160", "data_sharing", "equality", "quality")


@action
def plan_site(
    *,
    by: Person,
    version: InnovationVersion,
    organisation: Organisation,
    name: str = "",
    planned_start: date | None = None,
    safety_lead: Person | None = None,
    on: date | None = None,
    origin: str = Origin.RECORDED,
    source: str = "",
) -> ImplementationSite:
    """Plan a site where a version will run, with what must be settled before it starts."""
    check_plan(viewer_of(by), version.innovation)
    if version.innovation.stage == "stopped":
        raise NotNow(f"{version.innovation} has stopped; it gets no new sites.")
    if version.sites.filter(organisation=organisation).exists():
        raise Invalid(f"{version} has a site at {organisation} already.", field="organisation")
    today = timezone.localdate()
    if on is not None and on > today:
        raise Invalid("A site cannot be planned from a day to come.", field="on")
    site = ImplementationSite.objects.create(
        version=version,
        organisation=organisation,
        name=name.strip() or organisation.name,
        planned_start=planned_start,
        safety_lead=safety_lead,
        origin=origin,
        source=source,
    )
    SiteSpell.objects.create(site=site, state=site.state, entered=on or today)
    SetUpItem.objects.bulk_create(
        SetUpItem(site=site, what=what, due=planned_start) for what in SET_UP
    )
    record(by=by, verb="sites.planned", thing=site, summary=f"{by} planned {site} for {version}")
    return site


@action
def move_site(
    *,
    by: Person,
    site: ImplementationSite,
    to: str,
    reason: str = "",
    learnt: str = "",
    on: date | None = None,
    override: str = "",
) -> ImplementationSite:
    """Move a site to another state, keeping how long it stood in the one before.

    Going live asks for its set-up, or a sentence why not; pausing, stopping and de-adopting ask
    why, the last two also what was learnt, which is kept as a lesson that others find. What hangs
    on the site follows in the same transaction.
    """
    site = ImplementationSite.objects.select_for_update().get(pk=site.pk)
    check_lead(viewer_of(by), site)
    SITE.check_move(site.state, to)
    on = on or timezone.localdate()
    check_day(site, on)
    if site.state == "paused" and to not in ENDED:
        check_no_open_pause(site)
    if to == "live":
        check_start(site, override=override)
    if to == "de_adopted":
        check_de_adopt(site)
    if to == "paused" or to in ENDED:
        said = SITE.label(to).partition(",")[0].lower()
        reason = filled(reason, "reason", f"Say why the site is {said}.")
    if to in ENDED:
        learnt = filled(learnt, "learnt", "Say what was learnt, so that the next site finds it.")
    enter_state(site, to, on, reason.strip(), by=by)
    if to in ENDED:
        site.lessons.create(
            innovation=site.version.innovation,
            text=learnt,
            about="stopped",
            learnt_on=on,
            origin=site.origin,
        )
    record(
        by=by,
        verb="sites.moved",
        thing=site,
        summary=f"{site} became {SITE.label(to).lower()}{': ' + reason if reason else ''}",
        detail={"to": to} | ({"override": override.strip()} if override.strip() else {}),
    )
    return site


@action
def name_safety_lead(*, by: Person, site: ImplementationSite, person: Person) -> ImplementationSite:
    """Name whom safety concerns alert and who may pause the site."""
    check_lead(viewer_of(by), site)
    check_can_guard(person)
    site.safety_lead = person
    site.save(update_fields=["safety_lead"])
    record(by=by, verb="sites.safety_lead", thing=site, summary=f"{person} guards safety at {site}")
    return site


@action
def settle_set_up_item(
    *,
    by: Person,
    item: SetUpItem,
    owner: Person | None = None,
    due: date | None = None,
    done_on: date | None = None,
) -> SetUpItem:
    """Say who settles something before the start, by when, or that it is done."""
    check_work(viewer_of(by), item.site)
    check_not_stopped(item.site)
    item.owner = owner or item.owner
    item.due = due or item.due
    item.done_on = done_on
    item.save(update_fields=["owner", "due", "done_on"])
    how = f"done on {done_on}" if done_on else f"due {item.due}" if item.due else "no date yet"
    record(by=by, verb="sites.set_up", thing=item.site, summary=f"{item}: {how}")
    return item


@action
def write_month(
    *, by: Person, site: ImplementationSite, what_changed: str, needs_help: str
) -> ImplementationSite:
    """Keep the site's two answers of the month: what changed, and whether it needs help."""
    check_work(viewer_of(by), site)
    check_not_stopped(site)
    site.what_changed = what_changed.strip()
    site.needs_help = needs_help.strip()
    site.save(update_fields=["what_changed", "needs_help"])
    record(
        by=by,
        verb="sites.month_written",
        thing=site,
        summary=f"{site} wrote what changed"
        + (" and asked for help" if needs_help.strip() else ""),
        detail={"what_changed": site.what_changed, "needs_help": site.needs_help},
    )
    return site
