"""`spreadwell import measures`: all definitions or none, with versions when they change."""

import pytest

from spreadwell.domain.models import Event, Measure
from tests.docs.pages import DOCS, blocks

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def definition(tmp_path):
    """The definition that the guide shows, as a file."""
    path = tmp_path / "feet_checked.yaml"
    path.write_text(blocks(DOCS / "how-to" / "add-a-measure.md", "yaml")[0], encoding="utf-8")
    return path


def test_a_definition_is_loaded_changed_and_left_as_it_is(run, definition):
    assert run("import", "measures", definition) == (0, "", "New: feet_checked.\n")
    definition.write_text(definition.read_text().replace("target: 80", "target: 85"))
    assert run("import", "measures", definition)[2] == "Changed: feet_checked.\n"
    assert run("import", "measures", definition)[2] == "The same: feet_checked.\n"
    measure = Measure.objects.get(slug="feet_checked")
    assert (measure.target, measure.versions.count()) == (85, 2)
    assert "changed: target" in measure.versions.first().what_changed


def test_a_dry_run_keeps_nothing(run, definition):
    code, _, said = run("import", "measures", definition, "--dry-run")
    assert (code, said) == (0, "New: feet_checked.\nNothing was kept.\n")
    assert not Measure.objects.exists()
    assert not Event.objects.exists()


def test_one_wrong_definition_keeps_all_out(run, definition, tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("id: wrong\nname: Wrong\n")
    code, _, said = run("import", "measures", definition, wrong, definition)
    assert code == 1
    assert "wrong.yaml: " in said
    assert "the field is missing" in said
    assert "“feet_checked” is in another file too" in said
    assert not Measure.objects.exists()
