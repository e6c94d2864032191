"""Implementation sites: invented ones from the worlds, and published starts of real areas."""

from datetime import date, timedelta
from typing import Any

from spreadwell.domain.foundation.origins import Origin
from spreadwell.domain.models import ImplementationSite, SiteSpell, TeamMember, Wave, WaveSite

from .content import day_in, first_month, innovations, month_ordinal, rows, told, world
from .invented.worlds import NEVER, draw
from .loading import Loading, keep_all

# How long before its start a site was planned and prepared, in days.
PLANNED_BEFORE, PREPARED_BEFORE = 150, 60
DAYS_BETWEEN = 3
LATEST_DAY = 20


def place_code(sites: dict[str, Any], place: int) -> str:
    """Return the code of the organisation at a place of an innovation; places count from 1."""
    if "codes" in sites or "first" not in sites:
        number = sites["codes"][place - 1] if "codes" in sites else place
    else:
        number = sites["first"] + place - 1
    width = 3 if sites["prefix"] == "XW-W" else 2
    return f"{sites['prefix']}{number:0{width}}"


def load(loading: Loading) -> None:
    """Load all sites with their spells and teams."""
    for one in innovations():
        sites = one.get("sites", {})
        if "real" in sites:
            _real(loading, one)
        elif sites:
            _invented(loading, one)


def _invented(loading: Loading, one: dict[str, Any]) -> None:
    sites, slug = one["sites"], one["slug"]
    if "world" in sites:
        loading.worlds[slug] = draw(world(sites["world"]))
    made: dict[int, ImplementationSite] = {}
    for place in range(1, sites["live"] + 1):
        started = _start_of(loading, one, place)
        made[place] = _site(
            loading, one, place, "stopped" if "stopped" in sites else "live",
            started=started, planned_start=started, stopped=sites.get("stopped"),
            stopped_because=sites.get("stopped_because", ""),
        )  # fmt: skip
    for i, place in enumerate(sites.get("planned", [])):
        ahead = loading.today + timedelta(days=45 + 7 * (i % 2))
        made[place] = _site(
            loading, one, place, "planned" if i % 2 else "preparing", planned_start=ahead,
        )  # fmt: skip
    kept = keep_all(ImplementationSite, list(made.values()))
    loading.sites |= {(slug, place): site for place, site in zip(made, kept, strict=True)}
    keep_all(SiteSpell, [spell for site in kept for spell in _spells(loading, site)])
    _teams(loading, one, kept)


def _start_of(loading: Loading, one: dict[str, Any], place: int) -> date:
    sites = one["sites"]
    month = int(loading.worlds[one["slug"]].starts[place - 1])
    assert month < NEVER
    day = sites.get("start_day") or 2 + (DAYS_BETWEEN * place) % (LATEST_DAY - 2)
    return day_in(first_month(sites["world"]) + month, day)


def _site(
    loading: Loading, one: dict[str, Any], place: int, state: str, **fields: Any
) -> ImplementationSite:
    organisation = loading.organisations[place_code(one["sites"], place)]
    version = loading.versions[one["slug"], len(one["versions"])]
    return ImplementationSite(
        version=version, organisation=organisation, name=organisation.name, state=state,
        safety_lead=loading.person("safety"), origin=Origin.INVENTED, **fields,
    )  # fmt: skip


def _spells(loading: Loading, site: ImplementationSite) -> list[SiteSpell]:
    """Tell how long a site stood planned, preparing, live and stopped."""
    begun = site.started or site.planned_start
    assert begun is not None, "an invented site has started or is to start on a day"
    planned = min(begun - timedelta(days=PLANNED_BEFORE), loading.today - timedelta(days=1))
    if site.state == "planned":
        return [SiteSpell(site=site, state="planned", entered=planned)]
    # Sites differ in how long they prepare; the place of the code tells by how much.
    prepared = planned + timedelta(days=PREPARED_BEFORE + 5 * (site.organisation_id % 7))
    prepared = min(prepared, begun, loading.today)
    made = [
        SiteSpell(site=site, state="planned", entered=planned, left=prepared),
        SiteSpell(site=site, state="preparing", entered=prepared, left=site.started),
    ]
    if site.started:
        made.append(SiteSpell(site=site, state="live", entered=site.started, left=site.stopped))
    if site.stopped:
        because = site.stopped_because
        made.append(SiteSpell(site=site, state="stopped", entered=site.stopped, reason=because))
    return made


def _teams(loading: Loading, one: dict[str, Any], sites: list[ImplementationSite]) -> None:
    """Give each site a small team; the third site of the story has the two who sign in."""
    made = []
    size = 3 if one["slug"] == "lipid-reviews" else 1
    for i, site in enumerate(sites):
        starts = site.started or site.planned_start or loading.today
        starts = min(starts - timedelta(days=PREPARED_BEFORE), loading.today)
        members = [loading.helpers[(size * i + k) % len(loading.helpers)] for k in range(size)]
        if one["slug"] == "lipid-reviews" and i == 2:
            members = [loading.person("site.lead"), loading.person("site.member"), members[2]]
        made += [
            TeamMember(site=site, person=person, capability=person.title, starts=starts)
            for person in members
        ]
    keep_all(TeamMember, made)


def _real(loading: Loading, one: dict[str, Any]) -> None:
    """Starts that were published: one area for the national fund, counties for the expansion."""
    version = loading.versions[one["slug"], 1]
    if one["sites"]["real"] == "medicaid":
        starts = {
            row["site"]: date(int(row["started"]), 1, 1)
            for row in rows("medicaid_starts.csv.gz")
            if row["started"]
        }
    else:
        starts = {"PUB-4T": date(2022, 12, 1)}
    made = [
        ImplementationSite(
            version=version, organisation=loading.organisations[code], state="live",
            name=loading.organisations[code].name, started=day, planned_start=day,
            origin=Origin.PUBLISHED, source=one["published"],
        )
        for code, day in starts.items()
    ]  # fmt: skip
    kept = keep_all(ImplementationSite, made)
    for i, site in enumerate(kept, start=1):
        loading.sites[one["slug"], i] = site
    keep_all(
        SiteSpell, [SiteSpell(site=s, state="live", entered=s.started) for s in kept if s.started]
    )


def load_waves(loading: Loading) -> None:
    """Load the waves; a later one stands on the decision that opened it."""
    places = []
    for one in innovations():
        for wave in one.get("sites", {}).get("waves", []):
            made = Wave.objects.create(
                version=loading.versions[one["slug"], len(one["versions"])],
                network=loading.networks[one["network"]], number=wave["number"],
                kind=wave["kind"], starts_on=loading.when(wave, "starts"), state=wave["state"],
                decision=loading.decisions.get(wave.get("decision", "")),
                note=wave.get("note", ""),
            )  # fmt: skip
            places += [
                WaveSite(wave=made, site=loading.sites[one["slug"], place])
                for place in wave["places"]
            ]
    keep_all(WaveSite, places)


def last_month() -> int:
    """Return the ordinal of the last month with invented readings."""
    return month_ordinal(told("truth")["last"])
