"""One table says who sees what, and every model stands in it."""

import pytest
from django.apps import apps

from spreadwell.domain.foundation.scope import Reach, ScopedQuerySet
from spreadwell.domain.models import Mission, Person, SafetyConcern
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import PUBLIC_VIEWER, viewer_of
from spreadwell.domain.people.visibility import VISIBILITY
from tests.factories import make_mission, make_person, make_site

MODELS = list(apps.get_app_config("domain").get_models())


def test_every_model_stands_in_the_table_and_nothing_else_does():
    assert {model.__name__ for model in MODELS} == set(VISIBILITY)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_has_a_scope_that_means_what_the_table_says(model):
    """A model of which somebody sees “own” or “published” rows says which those are."""
    rows = model._default_manager.get_queryset()
    assert isinstance(rows, ScopedQuerySet)
    asked = set().union(*VISIBILITY[model.__name__].values())
    for reach, name in [(Reach.OWN, "own"), (Reach.PUBLISHED, "published")]:
        if reach in asked:
            said = getattr(type(rows), name) is not getattr(ScopedQuerySet, name)
            assert said, f"{model.__name__} does not say which rows are {name}"


@pytest.mark.django_db
@pytest.mark.store
def test_the_public_sees_active_missions_only_and_no_people():
    make_mission(title="Seen")
    make_mission(title="Not yet", state="proposed")
    make_person(Role.ADMINISTRATOR)
    assert [m.title for m in Mission.objects.visible_to(PUBLIC_VIEWER)] == ["Seen"]
    assert not Person.objects.visible_to(PUBLIC_VIEWER).exists()


@pytest.mark.django_db
@pytest.mark.store
def test_somebody_without_a_role_sees_what_the_public_sees():
    make_mission(state="proposed")
    viewer = viewer_of(make_person())
    assert viewer.roles == {Role.PUBLIC}
    assert not Mission.objects.visible_to(viewer).exists()


@pytest.mark.django_db
@pytest.mark.store
def test_a_safety_concern_is_seen_by_its_site_and_who_raised_it_not_by_a_company_of_the_network():
    site = make_site()
    network = site.version.innovation.network
    raiser = make_person(Role.ANALYST)
    concern = SafetyConcern.objects.create(site=site, text="A wrong dose", raised_by=raiser)
    seen_by = {
        "site member": make_person(Role.SITE_MEMBER, site=site),
        "facilitator": make_person(Role.FACILITATOR, network=network),
        "lead": make_person(Role.MISSION_LEAD, mission=site.version.innovation.mission),
        "raiser": raiser,
    }
    for name, person in seen_by.items():
        assert concern in SafetyConcern.objects.visible_to(viewer_of(person)), name
    for role, place in [(Role.PARTNER, {"network": network}), (Role.ANALYST, {})]:
        viewer = viewer_of(make_person(role, **place))
        assert not SafetyConcern.objects.visible_to(viewer).exists(), role
