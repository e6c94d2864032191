"""The frozen input of an effect: two plain CSV files that give the same digits again."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from spreadwell.formats.readings import Readings, read_readings
from spreadwell.formats.starts import read_starts
from spreadwell.methods.effects.panel import Panel, build_panel

READINGS, STARTS, QUESTION = "readings.csv", "starts.csv", "question.json"
GROUP, WEIGHT = "group", "weight"
# Any fixed moment: the archive of the same readings is the same bytes.
MOMENT = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class FrozenInput:
    """What an estimate rests on, as the files that the command line reads."""

    readings: bytes
    starts: bytes
    question: dict[str, Any]

    def pack(self) -> bytes:
        """One archive of the three files."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in (
                (READINGS, self.readings),
                (STARTS, self.starts),
                (QUESTION, json.dumps(self.question, indent=2, sort_keys=True).encode()),
            ):
                entry = zipfile.ZipInfo(name, MOMENT)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, content)
        return out.getvalue()

    @classmethod
    def unpack(cls, content: bytes) -> "FrozenInput":
        """The three files of an archive."""
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return cls(
                archive.read(READINGS), archive.read(STARTS), json.loads(archive.read(QUESTION))
            )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the starts, to tell whether weights and groups are among them."""
        return tuple(self.starts.split(b"\r\n", 1)[0].decode().split(","))

    def panel(self) -> Panel:
        """The panel, by the same steps as the command line takes."""
        return self._panel(self._read().whole())

    def strata(self) -> tuple[str, ...]:
        """By what its readings tell people apart."""
        return tuple(self._read().strata)

    def panels(self, stratifier: str) -> dict[str, Panel]:
        """A panel for each stratum, over the same places; the keys are as the file has them."""
        readings = self._read()
        codes = readings.strata[stratifier].codes
        labels = readings.strata[stratifier].labels
        found = {
            labels[code]: readings.take(codes == code) for code in np.unique(codes[codes >= 0])
        }
        return {label: self._panel(found[label]) for label in sorted(found)}

    def _read(self) -> Readings:
        return read_readings(self.readings, name=READINGS, guess=True)

    def _panel(self, readings: Readings) -> Panel:
        starts = read_starts(self.starts, name=STARTS)
        pairs = bool(np.isfinite(readings.numerator).any())
        return build_panel(
            sites=[readings.site.labels[code] for code in readings.site.codes],
            periods=readings.period,
            kind=readings.kind,
            starts=starts.adoption(readings.kind),
            numerators=readings.numerator if pairs else None,
            denominators=readings.denominator if pairs else None,
            values=None if pairs else readings.value,
            weights=starts.numbers(WEIGHT) if WEIGHT in self.columns else None,
            groups=starts.labels(GROUP) if GROUP in self.columns else None,
        )


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows as CSV; numbers keep every digit."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def _cell(cell: Any) -> Any:
    if isinstance(cell, float):
        if np.isnan(cell):
            return ""
        return int(cell) if cell.is_integer() else repr(cell)
    return cell
