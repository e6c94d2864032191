"""Rows that come as mappings, such as those of a request, written as the CSV they stand for."""

import csv
import io
from collections.abc import Mapping, Sequence

from spreadwell.formats.tables import cell_text


def as_csv(records: Sequence[Mapping[str, object]]) -> bytes:
    """Write rows as CSV with every column that any of them has; None is a blank cell."""
    header = list(dict.fromkeys(key for record in records for key in record))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for record in records:
        writer.writerow([cell_text(record.get(key)) for key in header])
    return out.getvalue().encode()
