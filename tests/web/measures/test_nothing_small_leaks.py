"""Every page and file of readings, for every role: planted small numbers of strata stand on none.

The numbers are planted as digits that nothing else on a page can have: a denominator of 7919 and
a numerator of 3 in one stratum give shares that only that cell has.
"""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from spreadwell.domain.discovery.data import Looked, seen
from spreadwell.domain.discovery.from_data import raise_from_data
from spreadwell.domain.discovery.heard import Heard
from spreadwell.domain.models import Finding, Reading, Submission
from spreadwell.domain.people.roles import HELD_AT, Role
from spreadwell.domain.people.tokens import make_token
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.exchange.submissions import accept_submission, check_submission
from tests.factories import make_innovation, make_measure, make_organisation, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]

SMALL, PEOPLE = 3, 7919
CELLS = {"1": (SMALL, PEOPLE), "2": (4001, 8009), "3": (4003, 8011), "4": (4007, 8017),
         "5": (4013, 8039)}  # fmt: skip
MONTHS = ["2025-01", "2025-02", "2025-03"]
EXACT = {str(n) for pair in CELLS.values() for n in pair if n > 10}
"""Digits of the true counts of strata; rounded ones end in 0 or 5."""


@pytest.fixture
def room():
    """One site of a network and one place elsewhere, each with strata; one cell is small."""
    innovation = make_innovation()
    site = make_site(innovation, organisation=make_organisation(code="XP-A"))
    make_organisation(code="XP-B")
    measure = make_measure(slug="at_target", definition={})
    innovation.measures.create(measure=measure, primary=True)
    analyst = make_person(Role.ANALYST)
    for add in (0, 1):  # the second time a correction
        lines = ["measure,site,period,numerator,denominator,imd_quintile"]
        for month in MONTHS:
            for code, more in (("XP-A", 0), ("XP-B", 20000)):
                sums = [sum(pair[k] + (more if k else more // 2) for pair in CELLS.values())
                        for k in (0, 1)]  # fmt: skip
                lines.append(f"at_target,{code},{month},{sums[0]},{sums[1]},")
                for stratum, (top, bottom) in CELLS.items():
                    small = stratum == "1"
                    top, bottom = (top, bottom) if small else (top + more // 2, bottom + more)
                    if small and code == "XP-B":
                        top, bottom = 0, 1
                    changed = top + add if small and code == "XP-A" else top
                    lines.append(f"at_target,{code},{month},{changed},{bottom},{stratum}")
        checked = check_submission(by=analyst, content="\n".join(lines).encode(), name="e.csv")
        assert checked.problems == ()
        accept_submission(by=analyst, submission=checked.submission)
    rows = Reading.objects.visible_to(viewer_of(analyst))
    # The gap between the ends is not told, since one is small; a finding looks at another.
    looks = (seen(rows, Looked("equity", measure, stratum=f"imd_quintile:{i}")) for i in "2345")
    found = next(one for one in looks if one is not None)
    heard = Heard(text="They differ", role="", heard_on=timezone.localdate())
    raise_from_data(by=analyst, mission=innovation.mission, heard=heard, seen=found)
    return innovation, site, measure


def addresses(innovation, site, measure):
    """Every page and file that shows readings of the measure."""
    by = "?by=imd_quintile"
    network = f"{by}&network={innovation.network.slug}"
    equity = reverse("measures:equity", args=[measure.slug])
    yield from (equity, equity + network)
    for query in (by, network):
        for kind in ("svg", "csv", "json"):
            yield f"{equity}gap.{kind}{query}"
        yield f"{equity}groups.csv{query}"
    detail = reverse("measures:detail", args=[measure.slug])
    yield from (detail, f"{detail}structure/", f"{detail}at/XP-A/", f"{detail}at/XP-B/")
    for kind in ("svg", "csv", "json"):
        yield f"{detail}at/XP-A/chart.{kind}"
        yield f"{detail}pictures/icons.{kind}"
        yield f"{detail}pictures/funnel.{kind}"
    for one in Submission.objects.all():
        yield reverse("measures:submission", args=[one.pk])
    yield reverse("sites:detail", args=[site.pk])
    yield reverse("innovations:detail", args=[innovation.slug])
    yield reverse("networks:organisation", args=["XP-A"])
    yield reverse("discovery:raise_from_gap", args=[measure.slug, "imd_quintile"])
    for finding in Finding.objects.all():
        yield reverse("discovery:finding", args=[finding.pk])
    yield reverse("home")


def programs(person):
    """What the API tells of the measure."""
    made = make_token(by=person, name="x", expires=timezone.localdate() + timedelta(days=9))
    headers = {"authorization": f"Bearer {made.secret}"}
    client = Client()
    for query in ("", "&stratifier=imd_quintile"):
        yield client.get(f"/api/v1/readings?measure=at_target{query}", headers=headers)
    yield client.get("/api/v1/measures/at_target", headers=headers)


def leaks(text: str) -> list[str]:
    """Digits of true counts of strata, and shares that only the small cell has."""
    digits = set(re.findall(r"(?<![\d.])\d{4,5}(?!\d)", text.replace(",", "")))
    shares = [f"{100 * (SMALL + add) / PEOPLE:.4f}"[:5] for add in (0, 1)]
    return sorted(digits & EXACT) + [one for one in shares if one in text]


def test_the_check_itself_sees_a_leak():
    assert leaks("3 of 7,919") == ["7919"]
    assert leaks(f"<td>{100 * SMALL / PEOPLE:.6f}</td>") == ["0.037"]
    assert leaks("8010 and 4005") == []


OTHERS = [one for one in Role if one not in (Role.PUBLIC, Role.ADMINISTRATOR, Role.ANALYST)]


@pytest.mark.parametrize("role", OTHERS, ids=lambda one: one.value)
def test_no_page_and_no_file_tells_a_small_number(room, role, sign_in):
    innovation, site, _ = room
    place = {"mission": innovation.mission, "network": innovation.network, "site": site}
    held = HELD_AT[role]
    person = make_person(role, **({held: place[held]} if held else {}))
    client = sign_in(person)
    shown = 0
    for address in addresses(*room):
        answer = client.get(address)
        assert answer.status_code in (200, 404), address
        if answer.status_code == 200:
            shown += 1
            assert leaks(answer.content.decode()) == [], address
    assert shown >= 5
    for answer in programs(person):
        assert leaks(answer.content.decode()) == [], answer.request["QUERY_STRING"]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ANALYST], ids=lambda one: one.value)
def test_who_supplies_them_is_told_no_more_on_the_pages_of_groups(room, role, sign_in):
    client = sign_in(make_person(role))
    for address in addresses(*room):
        if "/submissions/" not in address:
            answer = client.get(address)
            assert answer.status_code in (200, 404), address
            assert leaks(answer.content.decode()) == [], address
