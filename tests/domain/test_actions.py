"""Actions are all-or-nothing, by somebody, and leave an event."""

import importlib
import pkgutil

import pytest

import spreadwell.domain
from spreadwell.domain.audit.actions import record
from spreadwell.domain.audit.models import Event
from spreadwell.domain.foundation.actions import ACTIONS, NoEvent, action
from spreadwell.domain.models import Network
from spreadwell.domain.people.models import Person
from tests.factories import make_network

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def test_an_action_takes_keywords_only_and_says_who():
    with pytest.raises(TypeError, match="keyword-only"):

        @action
        def by_place(by: Person) -> None: ...

    with pytest.raises(TypeError, match="`by`"):

        @action
        def by_nobody(*, what: str) -> None: ...


def test_an_action_without_an_event_leaves_nothing(administrator):
    @action
    def forgets(*, by: Person) -> None:
        make_network(name="Lost")

    with pytest.raises(NoEvent):
        forgets(by=administrator)
    assert not Network.objects.filter(name="Lost").exists()


def test_an_action_that_fails_half_way_leaves_neither_row_nor_event(administrator):
    @action
    def fails(*, by: Person) -> None:
        network = make_network(name="Half")
        record(by=by, verb="network.formed", thing=network, summary="formed")
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        fails(by=administrator)
    assert not Network.objects.filter(name="Half").exists()
    assert not Event.objects.exists()


def test_the_trail_cannot_be_changed(administrator):
    event = record(by=administrator, verb="x.y", thing=administrator, summary="done")
    event.summary = "not done"
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
    with pytest.raises(TypeError):
        Event.objects.filter(pk=event.pk).update(summary="not done")
    with pytest.raises(TypeError):
        Event.objects.all().delete()


def test_every_public_function_of_an_actions_module_is_an_action():
    found = 0
    for module in pkgutil.walk_packages(spreadwell.domain.__path__, "spreadwell.domain."):
        if not module.name.endswith(".actions") or ".foundation" in module.name:
            continue
        loaded = importlib.import_module(module.name)
        for name, thing in vars(loaded).items():
            if name.startswith("_") or getattr(thing, "__module__", "") != module.name:
                continue
            if callable(thing) and not isinstance(thing, type) and name != "record":
                found += 1
                assert f"{module.name}.{name}" in ACTIONS, f"{module.name}.{name} is no action"
    assert found > 3
