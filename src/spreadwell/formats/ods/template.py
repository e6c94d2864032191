"""Our own layout of organisations: a row each, further rows for further parents."""

from datetime import date

from spreadwell.formats.ods.kinds import kind_of
from spreadwell.formats.ods.layouts import Layout
from spreadwell.formats.ods.records import Link, LinkKind, OrganisationRecord
from spreadwell.formats.ods.rows import Sheet

COLUMNS = (
    "code", "name", "kind", "borough", "opened", "closed", "parent", "relation", "parent_from",
    "parent_to", "succeeded_by", "succeeded_on", "former_code", "recoded_on",
)  # fmt: skip
"""In the order in which the template is written; end dates are last days."""

RELATIONS = {
    "member_of": (LinkKind.MEMBER_OF, False),
    "located_in": (LinkKind.LOCATED_IN, False),
    "operated_by": (LinkKind.OPERATES, True),
    "commissioned_by": (LinkKind.COMMISSIONS, True),
}
"""How a row stands to its parent, and whether the edge is told from the parent's side."""


def _read(sheet: Sheet) -> tuple[list[OrganisationRecord], list[Link]]:
    records: dict[str, OrganisationRecord] = {}
    links: list[Link] = []
    told: dict[tuple[str, str, str, date | None], int] = {}
    for row, cells in sheet.rows:
        code = sheet.code(row, cells, "code")
        if not code:
            continue
        if code in records:
            _same_again(sheet, row, cells, records[code])
        else:
            record = _record(sheet, row, cells, code)
            if record is not None:
                records[code] = record
        for link in _links(sheet, row, cells, code):
            key = (link.source, link.kind, link.target, link.starts)
            first = told.setdefault(key, row)
            if first != row:
                said = f"row {first} says the same of “{code}”"
                sheet.wrong(row, link.target_column, said, link.target)
            else:
                links.append(link)
    return list(records.values()), links


def _record(sheet: Sheet, row: int, cells: list[str], code: str) -> OrganisationRecord | None:
    name = sheet.name(row, cells, "name")
    opened, closed = sheet.span(row, cells, "opened", "closed")
    kind = ""
    try:
        kind = kind_of(sheet.cell(cells, "kind"))
    except ValueError as error:
        text = sheet.cell(cells, "kind")
        sheet.wrong(row, "kind", str(error) if text else "the cell is blank", text)
    former = sheet.cell(cells, "former_code").upper()
    recoded = sheet.day(row, cells, "recoded_on")
    if former == code:
        sheet.wrong(row, "former_code", "it is the same as the code", former)
    elif bool(former) != bool(recoded):
        sheet.wrong(
            row,
            "recoded_on" if former else "former_code",
            "a change of code needs the former code and the day of the new one",
        )
    if not name or not kind:
        return None
    # A blank cell of the template says nothing, so that a short list never reopens what is closed.
    given = {"opened": opened, "closed": closed, "borough": sheet.cell(cells, "borough")}
    says = {"name", "kind"} | {field for field, value in given.items() if value}
    return OrganisationRecord(
        row, code, name, kind, opened, closed,
        borough=sheet.cell(cells, "borough"), former_code=former, recoded_on=recoded,
        says=frozenset(says),
    )  # fmt: skip


def _same_again(sheet: Sheet, row: int, cells: list[str], first: OrganisationRecord) -> None:
    """A further row of an organisation may add a parent, and must not say anything else of it."""
    name, kind = sheet.cell(cells, "name"), sheet.cell(cells, "kind")
    if name and name != first.name:
        said = f"“{first.code}” stands in row {first.row} too, as “{first.name}”"
        sheet.wrong(row, "code", said, first.code)
    elif kind and kind.casefold() != first.kind and _kind_or_blank(kind) != first.kind:
        said = f"“{first.code}” stands in row {first.row} too, as {first.kind}"
        sheet.wrong(row, "kind", said, kind)
    elif not sheet.cell(cells, "parent") and not sheet.cell(cells, "succeeded_by"):
        said = f"“{first.code}” stands in row {first.row} too, and this row adds nothing to it"
        sheet.wrong(row, "code", said, first.code)


def _kind_or_blank(text: str) -> str:
    try:
        return kind_of(text)
    except ValueError:
        return ""


def _links(sheet: Sheet, row: int, cells: list[str], code: str) -> list[Link]:
    links: list[Link] = []
    starts, ends = sheet.span(row, cells, "parent_from", "parent_to")
    parent = sheet.cell(cells, "parent").upper()
    relation = sheet.cell(cells, "relation").casefold().replace(" ", "_") or "member_of"
    if relation not in RELATIONS:
        said = f"“{relation}” is not a relation; write one of {', '.join(RELATIONS)}"
        sheet.wrong(row, "relation", said, relation)
    elif parent == code:
        sheet.wrong(row, "parent", "an organisation cannot be its own parent", parent)
    elif parent:
        kind, turned = RELATIONS[relation]
        pair = (parent, code) if turned else (code, parent)
        columns = ("parent", "code") if turned else ("code", "parent")
        links.append(Link(row, pair[0], kind, pair[1], starts, ends, *columns))
    elif starts or ends:
        sheet.wrong(row, "parent", "the dates are here but the parent is blank")
    heir = sheet.cell(cells, "succeeded_by").upper()
    on = sheet.day(row, cells, "succeeded_on")
    if heir == code:
        sheet.wrong(row, "succeeded_by", "an organisation cannot succeed itself", heir)
    elif heir and on is None:
        sheet.wrong(row, "succeeded_on", "the day on which it was succeeded is missing")
    elif heir:
        links.append(Link(row, code, LinkKind.SUCCEEDED_BY, heir, on, None, "code", "succeeded_by"))
    elif on:
        sheet.wrong(row, "succeeded_by", "the day is here but the successor is blank")
    return links


TEMPLATE = Layout(
    "template",
    _read,
    {column: column for column in COLUMNS},
    frozenset({"code", "name", "kind"}),
    published=False,
)
