"""The example's logic models and driver diagrams can be drawn, and name measures that exist."""

import pytest

from spreadwell.charts.driver_diagram import driver_diagram
from spreadwell.charts.logic_model import logic_model
from spreadwell.exchange.portfolio.content import innovations
from spreadwell.formats.logic_models import logic_model_of, read_logic_model
from spreadwell.formats.measures import load_definitions
from spreadwell.formats.outline import measures_named, read_outline
from tests.docs.pages import ROOT

VERSIONS = [
    pytest.param(version, id=f"{one['slug']}-{version['number']}")
    for one in innovations()
    for version in one["versions"]
]
MEASURES = ROOT / "src" / "spreadwell" / "definitions" / "measures"


@pytest.mark.parametrize("version", VERSIONS)
def test_the_diagrams_of_the_example_can_be_drawn(version):
    model, drivers = version["logic_model"], version.get("driver_diagram", "")
    stages = read_logic_model(model) if isinstance(model, str) else logic_model_of(model)
    assert logic_model(stages).sentence
    if drivers:
        assert driver_diagram(read_outline(drivers)).sentence


def test_the_measures_they_name_are_shipped_and_one_thread_has_both():
    names = {one.name for one in load_definitions(MEASURES).values()}
    texts = [
        text
        for param in VERSIONS
        for text in (param.values[0]["logic_model"], param.values[0].get("driver_diagram", ""))
        if isinstance(text, str) and text
    ]
    named = {name for text in texts for _, name in measures_named(text)}
    assert named and named <= names
