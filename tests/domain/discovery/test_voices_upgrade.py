"""Findings of the first releases get a role and a voice: what the upgrade makes of old rows."""

from importlib import import_module

import pytest
from django.apps import apps

from spreadwell.domain.models import Event, Finding, SafeguardingFlag
from tests.factories import make_finding, make_mission, make_person

upgrade = import_module("spreadwell.domain.migrations.0009_discovery_by_voice")
pytestmark = [pytest.mark.django_db, pytest.mark.store]

# What an old finding said of who spoke, in its two fields, and what it is from then on.
OLD_TO_NEW = [
    ("patient", "Patient", "patient", "people"),
    ("patient", "  carer ", "carer", "people"),
    ("patient", "Parent", "carer", "people"),
    ("patient", "Young person", "patient", "people"),
    ("patient", "", "patient", "people"),
    ("staff", "General practice", "staff", "primary_care"),
    ("staff", "HOSPITAL", "staff", "secondary_care"),
    ("staff", "Something else", "staff", "other"),
    ("leader", "Integrated care board", "leader", "commissioner"),
    ("leader", "Trust board", "leader", "secondary_care"),
    ("partner", "School", "partner", "school"),
    ("partner", "Housing", "partner", "local_authority"),
    ("partner", "Company", "partner", "industry"),
    ("partner", "University", "partner", "academia"),
    ("partner", "Faith  community", "partner", "charity"),
]


def test_old_rows_get_the_role_and_voice_that_they_told():
    mission = make_mission()
    kept = [
        make_finding(mission, role=role, voice="other", speaks_as=said)
        for role, said, _, _ in OLD_TO_NEW
    ]
    upgrade.say_whose_voice(apps, None)
    for finding, (role, said, new_role, voice) in zip(kept, OLD_TO_NEW, strict=True):
        finding.refresh_from_db()
        assert (finding.role, finding.voice) == (new_role, voice), (role, said)
        assert finding.speaks_as == said


def test_the_way_back_keeps_who_was_a_carer():
    finding = make_finding(role="carer", voice="people", speaks_as="")
    upgrade.back_to_voices(apps, None)
    finding.refresh_from_db()
    assert (finding.role, finding.speaks_as) == ("patient", "Carer")
    upgrade.say_whose_voice(apps, None)
    finding.refresh_from_db()
    assert finding.role == "carer"


def test_worries_of_the_history_become_things_of_their_own():
    lead = make_person()
    mission = make_mission(lead=lead)
    open_one, met = make_finding(mission), make_finding(mission)
    for finding in (open_one, met):
        Event.objects.create(
            verb="finding.heard", thing="Finding", thing_id=finding.pk, summary="Said",
            detail={"worried": True},
        )  # fmt: skip
    Event.objects.create(
        verb="finding.worry_read", thing="Finding", thing_id=met.pk, summary="Rang them", by=lead
    )
    Event.objects.create(
        verb="finding.heard", thing="Finding", thing_id=0, summary="Gone", detail={"worried": True}
    )
    upgrade.keep_worries(apps, None)
    waiting = SafeguardingFlag.objects.get(state="raised")
    done = SafeguardingFlag.objects.get(state="acted")
    assert (waiting.finding, waiting.owner, waiting.state) == (open_one, lead, "raised")
    assert (done.finding, done.what_was_done, done.settled_by) == (met, "Rang them", lead)
    assert Finding.objects.count() == 2
