"""Telling the layouts of organisation files apart by what they hold."""

from pathlib import Path

from spreadwell.formats import csv_files, excel_files, file_kinds
from spreadwell.formats.ods import api, layouts, template
from spreadwell.formats.ods.records import Link, OrganisationFile, OrganisationRecord
from spreadwell.formats.ods.rows import Sheet
from spreadwell.formats.problems import FileProblem, RowProblem, in_row_order
from spreadwell.formats.tables import MAX_FILE_BYTES, normal_header

KNOWN = (
    "the practice file (epraccur), the trust file (etr), the PCN file (ePCN), records of the ODS "
    "API saved as JSON, and the template that “spreadwell export organisations --template” writes"
)

Row = tuple[int, list[str]]


def read_organisations(source: str | Path | bytes, *, name: str | None = None) -> OrganisationFile:
    """Read organisations and how they stand to each other, whatever layout they come in.

    ``source`` is a path or the bytes of a file; ``name`` is what the user calls it. Raises
    ``FileProblem`` with everything wrong in the file, each with row and column.
    """
    if isinstance(source, bytes):
        content, name = source, name or "the file"
    else:
        path = Path(source)
        name = name or path.name
        file_kinds.look(path, name)
        content = path.read_bytes()
    if not content.strip():
        raise FileProblem.whole(name, "the file is empty")
    if len(content) > MAX_FILE_BYTES:
        raise FileProblem.whole(name, f"the file is over {MAX_FILE_BYTES / 2**20:,.0f} MB")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return api.read(content, name)
    if content.startswith(file_kinds.ZIP):
        return _sheets(name, excel_files.sheets(content, name))
    file_kinds.refuse_other_kinds(content[: file_kinds.HEAD_BYTES], name)
    return _sheets(name, [("", csv_files.records(content, name))])


def _sheets(name: str, sheets: list[tuple[str, list[Row]]]) -> OrganisationFile:
    found: list[tuple[str, bool]] = []
    organisations: list[OrganisationRecord] = []
    links: list[Link] = []
    problems: list[RowProblem] = []
    notes: list[str] = []
    for title, rows in sheets:
        layout, sheet = _recognised(title if len(sheets) > 1 else "", rows)
        if layout is None:
            notes.append(f"The sheet “{title}” was not read: its columns are not known.")
            continue
        records, related = layout.read(sheet)
        organisations += records
        links += related
        problems += sheet.problems
        found.append((layout.name, layout.published))
    if not found:
        raise FileProblem.whole(name, f"the layout of this file is not known; known are {KNOWN}")
    if problems:
        raise FileProblem(name, in_row_order(problems))
    return OrganisationFile(
        name,
        " and ".join(dict.fromkeys(layout for layout, _ in found)),
        all(published for _, published in found),
        tuple(organisations),
        tuple(links),
        tuple(notes),
    )


def _recognised(title: str, rows: list[Row]) -> tuple[layouts.Layout | None, Sheet]:
    """The layout of a sheet, by its header where it has one, else by the shape of its rows."""
    header = [normal_header(cell) for cell in rows[0][1]] if rows else []
    for layout in (*layouts.LAYOUTS, template.TEMPLATE):
        places = layout.by_header(header)
        if places is not None:
            return layout, Sheet(title, rows[1:], places)
    for layout in layouts.LAYOUTS:
        if layout.has_shape(rows):
            return layout, Sheet(title, rows, layout.places)
    return None, Sheet(title, rows, {})
