"""Discovery: themes, invented findings by all voices, and the opportunities that came of them."""

from datetime import date, timedelta
from typing import Any

import numpy as np

from spreadwell.domain.discovery.voices import voice_called
from spreadwell.domain.foundation.origins import Origin
from spreadwell.domain.models import AimVersion, Finding, Opportunity, Strand, Theme

from .content import told
from .loading import Loading, dice, keep_all

BOROUGHS = ("Brent", "Ealing", "Hammersmith and Fulham", "Harrow", "Hillingdon", "Hounslow",
            "Kensington and Chelsea", "Westminster")  # fmt: skip
# Where most was said; every borough and voice is heard, some seldom, so that gaps show.
SHARES = (0.2, 0.17, 0.12, 0.09, 0.13, 0.14, 0.06, 0.09)
FIRST_HEARD, DAYS_HEARD = date(2023, 9, 4), 1050
RAISED = date(2024, 3, 4)


def load(loading: Loading) -> None:
    """Load themes, then findings, then opportunities."""
    content = told("themes")
    for one in content["themes"]:
        loading.themes[one["slug"]] = Theme.objects.create(
            mission=loading.missions[one["mission"]], name=one["name"], need=one["need"]
        )
    _merged_theme(loading)
    made = findings(loading, content)
    kept = keep_all(Finding, made)
    loading.thread_finding = kept[0]
    _distilled(loading, kept)
    _opportunities(loading)


def _merged_theme(loading: Loading) -> None:
    """One theme that turned out to say the same need as another."""
    into = loading.themes["nobody-rings-back"]
    Theme.objects.create(
        mission=into.mission, name="No answer after tests", need=into.need, state="merged",
        merged_into=into,
    )  # fmt: skip


def findings(loading: Loading, content: dict[str, Any]) -> list[Finding]:
    """Make the findings, the one that starts the story first."""
    random = dice(told("truth")["seed"] + 1)
    strands = {slug: list(Strand.objects.filter(mission=m)) for slug, m in loading.missions.items()}
    thread = content["thread"]
    made = [
        Finding(
            mission=loading.missions["long-term-conditions"],
            strand=strands["long-term-conditions"][2],
            theme=loading.themes[thread["theme"]], text=thread["text"], source_kind="engagement",
            role="patient", voice="people", speaks_as="Patient", place=thread["place"], strength=2,
            heard_on=thread["day"], contributor=loading.person("contributor"),
            origin=Origin.INVENTED,
        )
    ]  # fmt: skip
    speakers = _speakers(random, content)
    said: set[str] = {thread["text"]}
    while len(made) < content["findings"]:
        at = len(made) - 1
        # Everybody speaks once before anybody speaks again.
        who = at if at < len(speakers) else int(random.integers(len(speakers)))
        voice, sector, place, label = speakers[who]
        theme = content["themes"][int(random.integers(len(content["themes"])))]
        text = _text(random, content, theme, voice)
        if text in said:
            continue
        said.add(text)
        made.append(
            Finding(
                mission=loading.missions[theme["mission"]],
                strand=strands[theme["mission"]][theme["strand"]],
                theme=loading.themes[theme["slug"]], text=text,
                source_kind=str(random.choice(["engagement", "data", "research", "horizon"],
                                              p=[0.84, 0.07, 0.06, 0.03])),
                role=voice, voice=voice_called(sector) or "other", speaks_as=sector, place=place,
                strength=int(random.choice([1, 2, 3], p=[0.6, 0.3, 0.1])),
                heard_on=FIRST_HEARD + timedelta(days=int(random.integers(DAYS_HEARD))),
                contributor_label=label, origin=Origin.INVENTED,
            )
        )  # fmt: skip
    return made


def _speakers(
    random: np.random.Generator, content: dict[str, Any]
) -> list[tuple[str, str, str, str]]:
    """Make everybody who spoke but the one who signs in: voice, sector, borough, label."""
    voices = list(content["voices"])
    made = []
    for number in range(1, content["contributors"]):
        voice = str(random.choice(voices, p=list(content["voices"].values())))
        sector = str(random.choice(content["sectors"][voice]))
        place = str(random.choice(BOROUGHS, p=SHARES))
        made.append((voice, sector, place, f"{sector}, {place} ({number})"))
    return made


def _text(
    random: np.random.Generator, content: dict[str, Any], theme: dict[str, Any], voice: str
) -> str:
    core = str(random.choice(theme[voice]))
    opening = str(random.choice(content["openings"][voice]))
    ending = str(random.choice(content["endings"][voice]))
    if opening and not core.startswith("I "):
        core = core[:1].lower() + core[1:]
    return f"{opening}{core}{ending}"


def _distilled(loading: Loading, kept: list[Finding]) -> None:
    """Tie each mission's present aim to the findings that bear it out most."""
    through = Finding.aims.through
    links = []
    for mission in loading.missions.values():
        aim = AimVersion.objects.filter(mission=mission).order_by("-number").first()
        strong = [f for f in kept if f.mission_id == mission.pk and f.strength == 3][:12]
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
