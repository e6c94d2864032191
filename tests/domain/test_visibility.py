"""One table says who sees what, and every model stands in it."""

import pytest
from django.apps import apps

from spreadwell.domain.foundation.scope import Reach, ScopedQuerySet
from spreadwell.domain.models import Mission, Person
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import PUBLIC_VIEWER, viewer_of
from spreadwell.domain.people.visibility import VISIBILITY
from tests.factories import make_mission, make_person

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
