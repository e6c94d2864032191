"""What the store holds as our own template: to be filled, changed and loaded again."""

import csv
from collections.abc import Iterable
from pathlib import Path

from django.db.models import F

from spreadwell.domain.networks.models import (
    EdgeKind,
    Organisation,
    OrganisationEdge,
    OrganisationName,
)
from spreadwell.exchange.organisations.export import facts_of, icb_of, iso, last_day
from spreadwell.exchange.organisations.selecting import icb_of_commissioners
from spreadwell.formats.ods.template import COLUMNS


def write_template(path: Path, icb: str = "") -> int:
    """Write organisations as CSV or, where the name ends so, as an Excel workbook.

    Returns the number of rows; a store without organisations gives the header alone.
    """
    rows = [[row.get(column, "") for column in COLUMNS] for row in template_rows(icb)]
    if path.suffix.casefold() == ".xlsx":
        # Imported here: only this needs to write workbooks.
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        sheet = book.create_sheet("Organisations")
        for cells in ([*COLUMNS], *rows):
            sheet.append(cells)
        book.save(path)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(([*COLUMNS], *rows))
    return len(rows)


def template_rows(icb: str = "") -> Iterable[dict[str, str]]:
    """Return every organisation as rows of the template, one for each of its parents."""
    organisations = list(Organisation.objects.order_by("kind", "code"))
    places = icb_of_commissioners([facts_of(one) for one in organisations])
    wanted = [one for one in organisations if not icb or icb_of(one, places) == icb.upper()]
    keys = {one.pk for one in wanted}
    recoded = {
        name.organisation_id: name
        for name in OrganisationName.objects.exclude(code=F("organisation__code")).order_by("ends")
    }
    parents: dict[int, list[dict[str, str]]] = {}
    for edge in OrganisationEdge.objects.select_related("source", "target").order_by("starts"):
        at, row = _parent(edge)
        other = edge.target_id if at == edge.source_id else edge.source_id
        if at in keys and other in keys:
            parents.setdefault(at, []).append(row)
    for one in wanted:
        own = {
            "code": one.code,
            "name": one.name,
            "kind": one.kind,
            "borough": one.borough,
            "opened": iso(one.opened) or "",
            "closed": last_day(one.closed) or "",
        }
        former = recoded.get(one.pk)
        if former is not None:
            own |= {"former_code": former.code, "recoded_on": former.ends.isoformat()}
        for further in parents.get(one.pk) or [{}]:
            yield own | further
            own = {"code": one.code}


def _parent(edge: OrganisationEdge) -> tuple[int, dict[str, str]]:
    """The organisation in whose row an edge stands, and its cells."""
    if edge.kind == EdgeKind.SUCCEEDED_BY:
        heir = {"succeeded_by": edge.target.code, "succeeded_on": iso(edge.starts) or ""}
        return edge.source_id, heir
    turned = {EdgeKind.OPERATES: "operated_by", EdgeKind.COMMISSIONS: "commissioned_by"}
    relation = turned.get(EdgeKind(edge.kind), edge.kind)
    parent = edge.source if relation != edge.kind else edge.target
    cells = {
        "parent": parent.code,
        "relation": relation,
        "parent_from": iso(edge.starts) or "",
        "parent_to": last_day(edge.ends) or "",
    }
    return (edge.target_id if relation != edge.kind else edge.source_id), cells
