"""A safety concern is raised from every page of a site, and stands first on Home."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from spreadwell.domain.people.roles import Role
from spreadwell.domain.sites.models import Adaptation, SafetyConcern, SetUpItem, TestOfChange
from spreadwell.web.sites import urls
from tests.factories import make_measure, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]
# Addresses of the room that are of no one site, or take a further thing that this test lacks.
OF_NO_SITE = {"list", "plan", "ratings", "condition_set", "own_time", "lent"}


@pytest.fixture
def site():
    made = make_site()
    made.version.innovation.measures.create(measure=make_measure(), primary=True)
    return made


def things(site, person) -> dict[str, int]:
    """A thing of the site for each part of its addresses."""
    test = TestOfChange.objects.create(
        site=site, question="Does it?", prediction="Yes", started=timezone.localdate()
    )
    changed = Adaptation.objects.create(
        site=site, on=timezone.localdate(), what="Evenings", why="Work", recorded_by=person
    )
    item = SetUpItem.objects.create(site=site, what="dpia")
    concern = SafetyConcern.objects.create(site=site, raised_by=person, text="Wrong list")
    member = site.team.create(person=person, capability="Rings", starts="2024-01-01")
    return {
        "test": test.pk, "adaptation": changed.pk, "set-up": item.pk, "concern": concern.pk,
        "team": member.pk,
    }  # fmt: skip


def pages(site, person):
    """The addresses of the room that take one key and answer to a look at them."""
    known = things(site, person)
    for one in urls.urlpatterns:
        route = str(one.pattern)
        if one.name not in OF_NO_SITE and route.count("<") == 1:
            yield (
                one.name,
                reverse(f"sites:{one.name}", args=[known.get(route.split("/")[0], site.pk)]),
            )


def test_every_page_of_a_site_leads_to_raising_a_concern(sign_in, site):
    person = make_person(Role.ADMINISTRATOR)
    browser = sign_in(person)
    raising = reverse("sites:raise_concern", args=[site.pk])
    looked_at, lacking = [], []
    for name, address in pages(site, person):
        answer = browser.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        looked_at.append(name)
        if f'href="{raising}"' not in answer.content.decode():
            lacking.append(name)
    assert lacking == [] and len(looked_at) >= 15, looked_at


def test_a_concern_is_told_at_once_and_stands_first_on_home(
    sign_in, site, django_capture_on_commit_callbacks
):
    guard = make_person(Role.SITE_LEAD, site=site, name="Fern Applewick")
    site.safety_lead = guard
    site.save()
    long_ago = timezone.localdate() - timedelta(days=400)
    SetUpItem.objects.create(site=site, what="dpia", owner=guard, due=long_ago)
    mission = site.version.innovation.mission
    lead = make_person(Role.MISSION_LEAD, mission=mission)
    SetUpItem.objects.create(site=site, what="quality", owner=lead, due=long_ago)
    raiser = sign_in(make_person(Role.BOARD_MEMBER))
    with django_capture_on_commit_callbacks(execute=True):
        raiser.post(reverse("sites:raise_concern", args=[site.pk]), {"text": "Wrong list"})
    assert [one.to for one in mail.outbox] == [[guard.email]]
    assert "Wrong list" not in mail.outbox[0].body
    concern = reverse("sites:concern", args=[SafetyConcern.objects.get().pk])
    for person, said in ((guard, "Look into a safety concern"), (lead, "A safety concern is open")):
        text = sign_in(person).get("/").content.decode()
        todo = text[text.index('<ul class="sw-todo">') :]
        assert todo.index(f'href="{concern}"') < todo.index("Settle:") and said in todo
    assert "safety concern" not in sign_in(make_person(Role.ANALYST)).get("/").content.decode()
