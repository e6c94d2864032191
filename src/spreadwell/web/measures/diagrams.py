"""Where a measure stands in what innovations mean to do."""

from collections.abc import Iterable
from dataclasses import dataclass

from spreadwell.domain.innovations.diagrams import Standing, where_it_stands
from spreadwell.domain.innovations.models import Innovation, InnovationVersion
from spreadwell.domain.measures.models import Measure
from spreadwell.domain.people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Watched:
    """An innovation that a measure watches, and where it stands in its diagrams."""

    innovation: Innovation
    attached: bool
    places: tuple[Standing, ...]
    drawn: bool


def watching(viewer: Viewer, measure: Measure, attached: Iterable[Innovation]) -> list[Watched]:
    """Return the innovations that use a measure or name it in the diagrams of their last version.

    `drawn` tells whether there is a diagram at all, so that a page can say that it stands nowhere.
    """
    uses = list(attached)
    latest: dict[int, InnovationVersion] = {}
    rows = InnovationVersion.objects.visible_to(viewer).select_related("innovation")
    for version in rows.order_by("number"):
        latest[version.innovation_id] = version
    places: dict[int, list[Standing]] = {}
    for one in where_it_stands(measure, latest.values()):
        places.setdefault(one.version.innovation_id, []).append(one)
    used = {one.pk for one in uses}
    named = [latest[pk].innovation for pk in places if pk not in used]
    return [
        Watched(
            one,
            one.pk in used,
            tuple(places.get(one.pk, ())),
            one.pk in latest and _drawn(latest[one.pk]),
        )
        for one in [*uses, *named]
    ]


def _drawn(version: InnovationVersion) -> bool:
    return bool(version.driver_diagram or version.logic_model)
