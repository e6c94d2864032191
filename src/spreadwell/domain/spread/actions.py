"""What is done with waves: planned, filled, opened, closed."""

from datetime import date

from django.utils import timezone

from ..audit.actions import record
from ..decisions.models import Decision
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import NotNow
from ..innovations.models import InnovationVersion
from ..networks.models import Network
from ..people.models import Person
from ..people.viewer import viewer_of
from ..sites.models import ImplementationSite
from ..sites.moving import enter_state
from .models import Wave, WaveSite
from .permissions import check_open, check_plan
from .policies import check_place, check_planned, check_ready_to_open
from .states import WAVE


@action
def plan_wave(
    *,
    by: Person,
    version: InnovationVersion,
    network: Network,
    starts_on: date,
    note: str = "",
    number: int | None = None,
) -> Wave:
    """Plan the next wave: spread within the innovation's own network, scale in another one."""
    innovation = version.innovation
    check_plan(viewer_of(by), innovation)
    if innovation.stage == "stopped":
        raise NotNow(f"{innovation} has stopped; it gets no new waves.")
    latest = Wave.objects.filter(version__innovation=innovation).order_by("-number").first()
    own = innovation.network_id is None or network.pk == innovation.network_id
    wave = Wave.objects.create(
        version=version,
        network=network,
        number=number or (latest.number + 1 if latest else 1),
        kind="spread" if own else "scale",
        starts_on=starts_on,
        note=note.strip(),
    )
    record(
        by=by,
        verb="spread.wave_planned",
        thing=wave,
        summary=f"{by} planned wave {wave.number} of {innovation} in {network} for {starts_on}",
    )
    return wave


@action
def add_site_to_wave(*, by: Person, wave: Wave, site: ImplementationSite) -> WaveSite:
    """Let a site start with a wave."""
    check_plan(viewer_of(by), wave.version.innovation)
    check_planned(wave)
    check_place(wave, site)
    place = WaveSite.objects.create(wave=wave, site=site)
    record(by=by, verb="spread.site_added", thing=wave, summary=f"{site} starts with {wave}")
    return place


@action
def take_site_from_wave(*, by: Person, place: WaveSite) -> Wave:
    """Take a site out of a wave that is still being planned."""
    wave = place.wave
    check_plan(viewer_of(by), wave.version.innovation)
    check_planned(wave)
    record(
        by=by,
        verb="spread.site_taken_out",
        thing=wave,
        summary=f"{place.site} no longer starts with {wave}",
    )
    place.delete()
    return wave


@action
def open_wave(*, by: Person, wave: Wave, decision: Decision | None = None) -> Wave:
    """Open a wave, later ones on a decision; its planned sites start preparing."""
    check_open(viewer_of(by), wave.version.innovation)
    WAVE.check_move(wave.state, "open")
    check_ready_to_open(wave, decision)
    wave.state = "open"
    wave.decision = decision
    wave.save(update_fields=["state", "decision"])
    today = timezone.localdate()
    for place in wave.places.select_related("site"):
        if place.site.state == "planned":
            enter_state(place.site, "preparing", today, f"{wave} opened", by=by)
            record(
                by=by,
                verb="sites.moved",
                thing=place.site,
                summary=f"{place.site} prepares: {wave} opened",
            )
    record(by=by, verb="spread.wave_opened", thing=wave, summary=f"{by} opened {wave}")
    return wave


@action
def close_wave(*, by: Person, wave: Wave) -> Wave:
    """Say that a wave is done: its sites have started or will not."""
    check_open(viewer_of(by), wave.version.innovation)
    WAVE.check_move(wave.state, "done")
    wave.state = "done"
    wave.save(update_fields=["state"])
    record(by=by, verb="spread.wave_done", thing=wave, summary=f"{by} closed {wave}")
    return wave


@action
def cancel_wave(*, by: Person, wave: Wave, reason: str) -> Wave:
    """Cancel a wave and free its sites for another."""
    check_open(viewer_of(by), wave.version.innovation)
    WAVE.check_move(wave.state, "cancelled")
    reason = filled(reason, "reason", "Say why the wave is cancelled.")
    wave.state = "cancelled"
    wave.note = f"{wave.note}\n{reason}".strip()
    wave.save(update_fields=["state", "note"])
    wave.places.all().delete()
    record(by=by, verb="spread.wave_cancelled", thing=wave, summary=f"{wave} cancelled: {reason}")
    return wave
