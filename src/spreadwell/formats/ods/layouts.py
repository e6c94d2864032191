"""The layouts of ODS files: practices, trusts, PCNs and the practices that make them up.

Columns as the ODS describes its files: dates as YYYYMMDD, an end date being the last day.
Addresses and telephone numbers are left where they are.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from spreadwell.formats.ods.records import Link, LinkKind, OrganisationRecord
from spreadwell.formats.ods.rows import Sheet

Read = Callable[[Sheet], tuple[list[OrganisationRecord], list[Link]]]

GP_PRACTICE = "4"
"""The prescribing setting that makes a prescribing cost centre a GP practice."""

_STATUS = frozenset({"A", "C", "D", "P"})
"""Active, closed, dormant, proposed."""


def _never(rows: Sequence[tuple[int, list[str]]]) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of sheet: its columns by name, in a header or at fixed places, and its reader.

    ``headers`` maps normalised headers to names of columns; ``wanted`` are those that tell the
    layout. ``has_shape`` knows the sheet without a header.
    """

    name: str
    read: Read
    headers: Mapping[str, str]
    wanted: frozenset[str]
    places: Mapping[str, int] = field(default_factory=dict)
    has_shape: Callable[[Sequence[tuple[int, list[str]]]], bool] = _never
    published: bool = True

    def by_header(self, header: Sequence[str]) -> dict[str, int] | None:
        """Places of the columns under a normalised header, None where it is of another layout."""
        found: dict[str, int] = {}
        for place, text in enumerate(header):
            if text in self.headers:
                found.setdefault(self.headers[text], place)
        return found if self.wanted <= set(found) else None


_COST_CENTRE = {
    "code": 0, "name": 1, "region": 2, "ICB": 3, "open date": 10, "close date": 11, "status": 12,
    "commissioner": 14, "joined commissioner": 15, "left commissioner": 16,
    "prescribing setting": 25,
}  # fmt: skip
_WIDTH = 27


def _wide(rows: Sequence[tuple[int, list[str]]]) -> bool:
    return bool(rows) and all(len(cells) == _WIDTH for _, cells in rows[:50])


def _are_practices(rows: Sequence[tuple[int, list[str]]]) -> bool:
    return _wide(rows) and any(cells[12].strip() in _STATUS for _, cells in rows)


def _are_trusts(rows: Sequence[tuple[int, list[str]]]) -> bool:
    return _wide(rows) and all(
        re.fullmatch(r"[RT][A-Z0-9]{2,4}", cells[0].strip()) for _, cells in rows[:50]
    )


def _organisations(
    sheet: Sheet,
    kind: Callable[[list[str]], str],
    facts: Mapping[str, str],
    code: str = "code",
    name: str = "name",
) -> list[OrganisationRecord]:
    records: list[OrganisationRecord] = []
    seen: dict[str, int] = {}
    for row, cells in sheet.rows:
        # Read before any check, so that one row tells all of its problems.
        found, called = sheet.code(row, cells, code), sheet.name(row, cells, name)
        opened, closed = sheet.span(row, cells, "open date", "close date")
        if found and found in seen:
            sheet.wrong(row, code, f"“{found}” stands in row {seen[found]} too", found)
        if not found or not called:
            continue
        seen.setdefault(found, row)
        kept = {key: sheet.cell(cells, column) for key, column in facts.items()}
        records.append(
            OrganisationRecord(
                row, found, called, kind(cells), opened, closed,
                facts={key: text for key, text in kept.items() if text},
                says=frozenset({"name", "kind", "opened", "closed", "facts"}),
            )
        )  # fmt: skip
    return records


def _read_practices(sheet: Sheet) -> tuple[list[OrganisationRecord], list[Link]]:
    for row, cells in sheet.rows:
        status = sheet.cell(cells, "status")
        if status not in _STATUS:
            sheet.wrong(row, "status", f"“{status}” is not A, C, D or P", status)

    def kind(cells: list[str]) -> str:
        setting = sheet.cell(cells, "prescribing setting")
        return "practice" if setting == GP_PRACTICE else "prescriber"

    facts = {
        "icb": "ICB", "region": "region", "commissioner": "commissioner",
        "commissioned_from": "joined commissioner", "commissioned_to": "left commissioner",
        "status": "status", "setting": "prescribing setting",
    }  # fmt: skip
    return _organisations(sheet, kind, facts), []


def _read_trusts(sheet: Sheet) -> tuple[list[OrganisationRecord], list[Link]]:
    return _organisations(sheet, lambda _: "trust", {"icb": "ICB", "region": "region"}), []


def _read_pcns(sheet: Sheet) -> tuple[list[OrganisationRecord], list[Link]]:
    facts = {"commissioner": "sub-ICB code", "commissioner_name": "sub-ICB name"}
    return _organisations(sheet, lambda _: "pcn", facts, "PCN code", "PCN name"), []


def _read_members(sheet: Sheet) -> tuple[list[OrganisationRecord], list[Link]]:
    links: list[Link] = []
    seen: dict[tuple[str, str, object], int] = {}
    for row, cells in sheet.rows:
        practice = sheet.code(row, cells, "practice code")
        pcn = sheet.code(row, cells, "PCN code")
        starts, ends = sheet.span(row, cells, "start date", "end date")
        first = seen.setdefault((practice, pcn, starts), row)
        if first != row:
            said = f"{practice} joins {pcn} from the same day in row {first} too"
            sheet.wrong(row, "practice code", said, practice)
        if practice and pcn:
            links.append(
                Link(
                    row, practice, LinkKind.MEMBER_OF, pcn, starts, ends,
                    sheet.where("practice code"), sheet.where("PCN code"),
                )
            )  # fmt: skip
    return [], links


def _matches(place: int, pattern: str, widths: range) -> Callable[..., bool]:
    def shape(rows: Sequence[tuple[int, list[str]]]) -> bool:
        return bool(rows) and all(
            len(cells) in widths and re.fullmatch(pattern, cells[place].strip())
            for _, cells in rows[:50]
        )

    return shape


_PCN = r"U\d{5}"
LAYOUTS = (
    Layout(
        "practices (epraccur)",
        _read_practices,
        {
            "code": "code", "organisation_code": "code", "name": "name",
            "national_grouping": "region", "high_level_health_geography": "ICB",
            "open_date": "open date", "close_date": "close date", "status_code": "status",
            "status": "status", "commissioner": "commissioner", "parent_organisation_code":
            "commissioner", "join_provider/purchaser_date": "joined commissioner",
            "left_provider/purchaser_date": "left commissioner",
            "prescribing_setting": "prescribing setting",
        },
        frozenset({"code", "name", "ICB", "status", "prescribing setting"}),
        _COST_CENTRE,
        _are_practices,
    ),
    Layout(
        "trusts (etr)",
        _read_trusts,
        {
            "organisation_code": "code", "code": "code", "name": "name",
            "national_grouping": "region", "high_level_health_geography": "ICB",
            "open_date": "open date", "close_date": "close date",
        },
        frozenset({"code", "name", "ICB", "open date"}),
        _COST_CENTRE,
        _are_trusts,
    ),
    Layout(
        "practices of PCNs (ePCN)",
        _read_members,
        {
            "partner_organisation_code": "practice code", "pcn_code": "PCN code",
            "practice_to_pcn_relationship_start_date": "start date",
            "practice_to_pcn_relationship_end_date": "end date",
        },
        frozenset({"practice code", "PCN code", "start date"}),
        {"practice code": 0, "PCN code": 4, "start date": 8, "end date": 9},
        _matches(4, _PCN, range(10, 12)),
    ),
    Layout(
        "PCNs (ePCN)",
        _read_pcns,
        {
            "pcn_code": "PCN code", "pcn_name": "PCN name",
            "current_sub_icb_loc_code": "sub-ICB code", "sub_icb_location": "sub-ICB name",
            "open_date": "open date", "close_date": "close date",
        },
        frozenset({"PCN code", "PCN name", "open date"}),
        {
            "PCN code": 0, "PCN name": 1, "sub-ICB code": 2, "sub-ICB name": 3, "open date": 4,
            "close date": 5,
        },
        _matches(0, _PCN, range(11, 13)),
    ),
)  # fmt: skip
"""Every layout of the ODS, in the order in which a sheet is held against them."""
