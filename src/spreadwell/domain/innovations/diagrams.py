"""Reading how an innovation is meant to work: its logic model and its driver diagram."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from spreadwell.formats.logic_models import logic_model_of, read_logic_model, record_of
from spreadwell.formats.outline import Branch, at_depth, outline_text, paths_to, read_outline

from ..measures.models import Measure
from .models import Innovation, InnovationVersion


class Which(StrEnum):
    """The two diagrams, by their names in addresses."""

    LOGIC_MODEL = "logic-model"
    DRIVERS = "driver-diagram"

    @property
    def label(self) -> str:
        """What people call it."""
        return "logic model" if self is Which.LOGIC_MODEL else "driver diagram"


FIELDS = {Which.LOGIC_MODEL: "logic_model", Which.DRIVERS: "driver_diagram"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a measure stands in a diagram: the lines from the top down to its own."""

    version: InnovationVersion
    which: Which
    path: tuple[str, ...]


def branches_of(version: InnovationVersion, which: Which) -> tuple[Branch, ...]:
    """Return a version's diagram as an outline; nothing where there is none.

    Nothing also where what was stored in another way is no outline, so that a page never fails.
    """
    try:
        if which is Which.DRIVERS:
            return read_outline(version.driver_diagram)
        stages = logic_model_of(version.logic_model)
        return stages if any(stage.branches for stage in stages) else ()
    except (ValueError, AttributeError, TypeError):
        return ()


def text_of(version: InnovationVersion, which: Which) -> str:
    """Return a version's diagram as the text that people edit."""
    if which is Which.DRIVERS:
        return version.driver_diagram
    return outline_text(branches_of(version, which))


def read_text(which: Which, text: str) -> tuple[Branch, ...]:
    """Return what a text means; OutlineProblem, naming the line, where it means nothing."""
    return read_logic_model(text) if which is Which.LOGIC_MODEL else read_outline(text)


def stored(which: Which, branches: tuple[Branch, ...]) -> str | dict[str, list[str]]:
    """Return a diagram as its field holds it."""
    return record_of(branches) if which is Which.LOGIC_MODEL else outline_text(branches)


def known_measures(names: Iterable[str]) -> Mapping[str, Measure]:
    """Return the measures that names in diagrams mean, by the name as it was written.

    A measure is meant by its name or by its id, whatever the capitals.
    """
    wanted = set(names)
    if not wanted:
        return {}
    by_word: dict[str, Measure] = {}
    for measure in Measure.objects.all():
        by_word[measure.slug.casefold()] = measure
        by_word[measure.name.casefold()] = measure
    return {name: found for name in wanted if (found := by_word.get(name.casefold()))}


def named_in(branches: Iterable[Branch]) -> list[str]:
    """Return the names of measures in a diagram, each once, in reading order."""
    found: dict[str, None] = {}
    level = tuple(branches)
    while level:
        found |= dict.fromkeys(one.measure for one in level if one.measure)
        level = at_depth(level, 1)
    return list(found)


def standing_nowhere(innovation: Innovation, version: InnovationVersion) -> list[Measure]:
    """Return the measures of an innovation that stand in neither diagram of a version."""
    names = [name for which in Which for name in named_in(branches_of(version, which))]
    named = {one.pk for one in known_measures(names).values()}
    used = Measure.objects.filter(innovations__innovation=innovation)
    return [one for one in used if one.pk not in named]


def where_it_stands(measure: Measure, versions: Iterable[InnovationVersion]) -> list[Standing]:
    """Return where a measure stands in the diagrams of versions: which, and the way down to it."""
    return [
        Standing(version, which, path)
        for version in versions
        for which in Which
        for word in dict.fromkeys((measure.name.casefold(), measure.slug.casefold()))
        for path in paths_to(branches_of(version, which), word)
    ]
