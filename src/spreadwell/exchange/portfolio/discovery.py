"""Discovery: themes, invented findings by all voices, and the opportunities that came of them."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from spreadwell.domain.discovery.heard import Heard
from spreadwell.domain.discovery.hearing import ask_to_be_heard
from spreadwell.domain.discovery.safeguarding import name_safeguarding_owner, settle_worry
from spreadwell.domain.discovery.seeking import (
    note_practice,
    publish_demand,
    say_what_is_sought,
    tie_measures,
)
from spreadwell.domain.discovery.suggesting import (
    ask_for_themes,
    keep_suggestion,
    look_for_themes,
)
from spreadwell.domain.foundation.origins import Origin
from spreadwell.domain.models import (
    AimVersion,
    EvidenceRecord,
    Finding,
    Mission,
    Opportunity,
    SafeguardingFlag,
    Strand,
    Theme,
)

from ..discovery.looking import look_at
from ..discovery.taking import by_name, take
from .content import told
from .invented.sayings import FIRST_HEARD, FOLDER, WORKSHOP_DAY, WORKSHOP_MISSION
from .loading import Loading, keep_all

SCANNED = date(2025, 5, 12)
RAISED = date(2024, 3, 4)


def load(loading: Loading) -> None:
    """Load themes, then findings, then opportunities."""
    content = told("themes")
    for one in content["themes"]:
        loading.themes[one["slug"]] = Theme.objects.create(
            mission=loading.missions[one["mission"]], name=one["name"], need=one["need"]
        )
    _merged_theme(loading)
    kept = findings(loading, content)
    loading.thread_finding = kept[0]
    _worried(loading, kept)
    _distilled(loading, kept)
    _opportunities(loading)


def _worried(loading: Loading, kept: list[Finding]) -> None:
    """Two things said in which somebody heard a worry about safety: one waits, one was met."""
    lead = loading.person("mission.lead")
    heard = [one for one in kept if "leave my husband alone" in one.text]
    flags = [
        SafeguardingFlag.objects.create(
            finding=one, state="raised", owner=lead, raised_at=timezone.now() - timedelta(days=days)
        )
        for one, days in zip(heard[:2], (3, 40), strict=True)
    ]
    done = "Rang the adult safeguarding team, who visited the next day."
    settle_worry(by=lead, flag=flags[1], what_was_done=done)


def _heard_by(loading: Loading) -> None:
    """Two missions name who hears of worries; the third has yet to."""
    by = loading.person("administrator")
    for slug, key in (
        ("long-term-conditions", "mission.lead"),
        ("young-minds", "facilitator.young"),
    ):
        name_safeguarding_owner(by=by, mission=loading.missions[slug], owner=loading.person(key))


def _asked_for(loading: Loading) -> None:
    """A voice that was missing somewhere was asked for."""
    ask_to_be_heard(
        by=loading.person("lead.young"), mission=loading.missions["young-minds"],
        voice="school", place="Harrow", addresses=[], letter="",
    )  # fmt: skip


def _merged_theme(loading: Loading) -> None:
    """One theme that turned out to say the same need as another."""
    into = loading.themes["nobody-rings-back"]
    Theme.objects.create(
        mission=into.mission, name="No answer after tests", need=into.need, state="merged",
        merged_into=into,
    )  # fmt: skip


def findings(loading: Loading, content: dict[str, Any]) -> list[Finding]:
    """Take the findings in from their files, after the one with which the story starts."""
    mission = loading.missions["long-term-conditions"]
    strands = {slug: list(Strand.objects.filter(mission=m)) for slug, m in loading.missions.items()}
    thread = content["thread"]
    kept = [
        Finding.objects.create(
            mission=mission, strand=strands[mission.slug][2],
            theme=loading.themes[thread["theme"]], text=thread["text"], source_kind="engagement",
            role="patient", voice="people", speaks_as="Patient", place=thread["place"], strength=2,
            heard_on=thread["day"], contributor=loading.person("contributor"),
            origin=Origin.INVENTED,
        )
    ]  # fmt: skip
    for name, slug, usual in _files():
        kept += _taken(loading, name, loading.missions.get(slug), usual)
    by_slug = {one["slug"]: one for one in content["themes"]}
    for slug, keys in _sorted_into(kept).items():
        strand = strands[by_slug[slug]["mission"]][by_slug[slug]["strand"]]
        Finding.objects.filter(pk__in=keys).update(theme=loading.themes[slug], strand=strand)
    _studies_sorted(loading)
    return kept


def _studies_sorted(loading: Loading) -> None:
    """Sort what the scan found into themes; one file of trials was a scan for all missions."""
    titles = EvidenceRecord.objects.values_list("title", "finding")
    for slug, begin in told("findings/studies").items():
        keys = [key for title, key in titles if title.startswith(tuple(begin))]
        theme = loading.themes[slug]
        Finding.objects.filter(pk__in=keys).update(theme=theme, mission=theme.mission)


def _files() -> Iterator[tuple[str, str, Heard]]:
    """Give each file of findings with the mission of its rows, if they name none, and the rest."""
    survey = Heard(text="", role="", heard_on=FIRST_HEARD)
    yield "survey.csv", "", survey
    yield "interviews.csv", "", replace(survey, source="Interviews, invented")
    workshop = replace(survey, heard_on=WORKSHOP_DAY, source="Workshop on going home, invented")
    yield "workshop.csv", WORKSHOP_MISSION, workshop
    scan = replace(survey, heard_on=SCANNED, source="Horizon scan, invented")
    yield "horizon.ris", "long-term-conditions", scan
    yield "horizon.bib", "days-at-home", scan
    yield "horizon-openalex.json", "young-minds", scan
    yield "horizon-trials.json", "young-minds", scan


def _taken(
    loading: Loading, name: str, mission: Mission | None, usual: Heard
) -> tuple[Finding, ...]:
    """Take one file in as anybody would; a row that is refused is a fault of the example."""
    look = look_at((FOLDER / name).read_bytes(), name, usual, guess=True)
    taken = take(
        look, by=None, name=name, mission=mission, origin=Origin.INVENTED,
        missions=by_name(list(loading.missions.values())),
    )  # fmt: skip
    if taken.problems or taken.asked or taken.repeats:
        raise ValueError(f"{name}: {[*taken.problems, *taken.asked, *taken.repeats][:3]}")
    return taken.findings


def _sorted_into(kept: list[Finding]) -> dict[str, list[int]]:
    """Which findings people sorted into which theme, as the files say beside the words."""
    said = {}
    for name in ("survey.csv", "interviews.csv", "workshop.csv"):
        with (FOLDER / name).open(encoding="utf-8", newline="") as opened:
            for row in csv.DictReader(opened):
                said[row.get("text") or row.get("Comment", "")] = row["sorted_into"]
    found: dict[str, list[int]] = {}
    for one in kept:
        if said.get(one.text):
            found.setdefault(said[one.text], []).append(one.pk)
    return found


def _distilled(loading: Loading, kept: list[Finding]) -> None:
    """Tie each mission's present aim to the findings that bear it out most."""
    through = Finding.aims.through
    links = []
    for mission in loading.missions.values():
        aim = AimVersion.objects.filter(mission=mission).order_by("-number").first()
        own = [f for f in kept if f.mission_id == mission.pk]
        strong = [f for f in own if f.strength == 3][:12]
        if loading.thread_finding in own:  # the words with which the tour begins
            strong = [loading.thread_finding, *strong]
        if aim is not None:
            links += [through(finding_id=f.pk, aimversion_id=aim.pk) for f in strong]
    through.objects.bulk_create(links)


def _opportunities(loading: Loading) -> None:
    for at, one in enumerate(told("opportunities")):
        raised = RAISED + timedelta(days=3 * at % 40)
        loading.opportunities[one["slug"]] = Opportunity(
            mission=loading.missions[one["mission"]], slug=one["slug"], title=one["title"],
            need=one["need"], change=one["change"], people_affected=one.get("people"),
            who_bears_it=one.get("who", ""), raised_on=raised, state=one["state"],
            state_since=raised + timedelta(days=40), origin=Origin.INVENTED,
        )  # fmt: skip
    keep_all(Opportunity, list(loading.opportunities.values()))
    through = Opportunity.themes.through
    through.objects.bulk_create(
        through(
            opportunity_id=loading.opportunities[one["slug"]].pk,
            theme_id=loading.themes[one["theme"]].pk,
        )
        for one in told("opportunities")
    )


def load_beside(loading: Loading) -> None:
    """Load what runs well here, what is sought, the measures, and one look for themes."""
    content, by = told("practices"), loading.person("administrator")
    _heard_by(loading)
    _asked_for(loading)
    for one in content["practices"]:
        note_practice(
            by=by, origin=Origin.INVENTED, mission=loading.missions[one["mission"]],
            organisation=loading.organisations[one["organisation"]],
            **{key: one[key] for key in ("what", "text", "place", "since", "evidence")},
        )  # fmt: skip
    for one in content["demand"]:
        opportunity = loading.opportunities[one["opportunity"]]
        demand = say_what_is_sought(
            by=by, opportunity=opportunity, seeks=one["seeks"], bar=one["bar"]
        )
        if one["published"]:
            publish_demand(by=by, demand=demand)
    for slug, named in content["measures"].items():
        tie_measures(
            by=by, opportunity=loading.opportunities[slug],
            measures=[loading.measures[name] for name in named],
        )  # fmt: skip
    mission = loading.missions["long-term-conditions"]
    suggestion = ask_for_themes(by=by, mission=mission, everything=True)
    found = look_for_themes(suggestion, lambda doing, done: None)
    keep_suggestion(by=by, suggestion=suggestion, result=found)
