"""Drawing how an innovation is meant to work: what was written before stays in the history."""

from difflib import get_close_matches

from spreadwell.charts.driver_diagram import LEVELS, driver_diagram
from spreadwell.formats.outline import OutlineProblem, measures_named, read_numbered

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid, NotNow
from ..measures.models import Measure
from ..people.models import Person
from ..people.viewer import viewer_of
from .diagrams import FIELDS, Which, known_measures, read_text, stored, text_of
from .models import InnovationVersion
from .permissions import check_describe
from .policies import check_not_ended


def checked(which: Which, text: str) -> str | dict[str, list[str]]:
    """Return a diagram as it is stored; Invalid, naming the line, where it cannot be drawn."""
    try:
        branches = read_text(which, text)
        if which is Which.DRIVERS and branches:
            _check_levels(text)
            driver_diagram(branches)
    except OutlineProblem as problem:
        raise Invalid(f"{problem}", field="text") from problem
    except ValueError as problem:
        raise Invalid(str(problem), field="text") from problem
    _check_measures(text)
    return stored(which, branches)


def _check_levels(text: str) -> None:
    """Raise naming the line of a second aim, and of what lies deeper than a change idea."""
    roots = read_numbered(text)
    if len(roots) > 1:
        raise Invalid(
            f"Line {roots[1][0]} is a second aim. Indent it beneath “{roots[0][1].text}”, or take "
            "it out: a driver diagram has one aim.",
            field="text",
        )
    indents: list[int] = []
    for number, line in enumerate(text.expandtabs(4).splitlines(), start=1):
        if not line.strip():
            continue
        depth = len(line) - len(line.lstrip())
        indents = [one for one in indents if one < depth] + [depth]
        if len(indents) > len(LEVELS):
            raise Invalid(
                f"Line {number} lies deeper than a change idea; a driver diagram has "
                f"{len(LEVELS)} levels: {', '.join(LEVELS).lower()}.",
                field="text",
            )


def _check_measures(text: str) -> None:
    """Raise naming the line of a measure that is not known here, with the nearest one that is."""
    named = measures_named(text)
    known = known_measures(name for _, name in named)
    for number, name in named:
        if name in known:
            continue
        names = list(Measure.objects.values_list("name", flat=True))
        near = get_close_matches(name, names, n=1, cutoff=0.5)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        raise Invalid(f"Line {number} names “{name}”, which is no measure here.{hint}", "text")


@action
def draw_diagram(
    *, by: Person, version: InnovationVersion, which: Which, text: str
) -> InnovationVersion:
    """Write a version's logic model or driver diagram; the text before stays in the history.

    It says how the innovation is meant to work, not what sites do, so it may grow while a version
    runs. Blank takes it away.
    """
    innovation = version.innovation
    check_describe(viewer_of(by), innovation)
    check_not_ended(innovation)
    before = text_of(version, which)
    setattr(version, FIELDS[which], checked(which, text))
    if text_of(version, which) == before:
        raise NotNow(f"Nothing has changed in the {which.label}.")
    version.save(update_fields=[FIELDS[which]])
    record(
        by=by,
        verb="innovations.diagram_drawn",
        thing=innovation,
        summary=f"{by} {'changed' if before else 'drew'} the {which.label} of version "
        f"{version.number}",
        detail={"which": which.value, "version": version.number, "before": before},
    )
    return version
