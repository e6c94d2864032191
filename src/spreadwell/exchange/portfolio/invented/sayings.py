"""What people say in the example, invented: parts joined by a seed, written as files to import.

`python -m docs.generate` writes the files anew; a test holds them against what this makes.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from spreadwell.exchange.portfolio.content import EXAMPLE, told

FOLDER = EXAMPLE / "findings"
FIRST_HEARD, DAYS_HEARD = date(2023, 9, 4), 640
SURVEY, INTERVIEWS, WORKSHOP = 900, 215, 44
WORKSHOP_DAY, WORKSHOP_MISSION = date(2024, 10, 8), "days-at-home"
SORTED_SHARE = 0.72
_WAYS = re.compile(r"\{([^{}]+)\}")

SURVEY_HEADER = (
    "mission", "text", "role", "voice", "speaks_as", "place", "date", "strength", "source",
    "source_kind", "who", "named", "contact", "sorted_into",
)  # fmt: skip
# As an interviewer's own sheet has them, so that columns are explained before it is read.
INTERVIEW_HEADER = (
    "Programme", "Comment", "Verbatim", "Respondent type", "Perspective", "Job title", "Borough",
    "Submitted", "Known as", "May be named", "sorted_into",
)  # fmt: skip

Row = dict[str, str]


class Sayings:
    """Everything said, drawn from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.parts = told("findings/parts")
        self.themes = told("themes")["themes"]
        self.speakers = [self._speaker(n) for n in range(1, self.parts["contributors"] + 1)]
        self.said: set[str] = set()

    def pick(self, options: Sequence[Any], shares: Sequence[float] | None = None) -> Any:
        """One of several."""
        return options[int(self.random.choice(len(options), p=shares))]

    def _weighed(self, shares: Mapping[str, float]) -> str:
        total = sum(shares.values())
        return str(self.pick(list(shares), [share / total for share in shares.values()]))

    def _speaker(self, number: int) -> Row:
        voices: Mapping[str, Mapping[str, Any]] = self.parts["voices"]
        # Every voice is among the first, so that none depends on luck.
        voice = (
            list(voices)[number - 1] if number <= len(voices)
            else self._weighed({name: one["share"] for name, one in voices.items()})
        )  # fmt: skip
        role = self._weighed(voices[voice]["role"])
        jobs = voices[voice]["as"]
        if voice == "people":
            jobs = ["Carer", "Parent"] if role == "carer" else ["Patient", "Resident",
                                                                "Young person"]  # fmt: skip
        closed = self.parts["never_in"].get(voice, [])
        boroughs = {n: s for n, s in self.parts["boroughs"].items() if n not in closed}
        job, place = str(self.pick(jobs)), self._weighed(boroughs)
        return {
            "role": role, "voice": voice, "speaks_as": job, "place": place,
            "who": f"{job}, {place} ({number})",
            "named": "yes" if self.random.random() < 0.55 else "no",
            "contact": "yes" if self.random.random() < 0.3 else "no",
        }  # fmt: skip

    def row(self, number: int, mission: str = "") -> Row:
        """One thing said; everybody speaks once before anybody speaks again."""
        speaker = self.speakers[
            number if number < len(self.speakers) else int(self.random.integers(len(self.speakers)))
        ]
        themes = [one for one in self.themes if mission in ("", one["mission"])]
        while True:
            theme = self.pick(themes)
            text = self._text(theme, speaker)
            if text not in self.said:
                break
        self.said.add(text)
        day = FIRST_HEARD + timedelta(days=int(self.random.integers(DAYS_HEARD)))
        sorted_in = self.random.random() < SORTED_SHARE
        return speaker | {
            "mission": theme["mission"], "text": text, "date": day.isoformat(),
            "strength": str(self.pick([1, 2, 3], [0.6, 0.3, 0.1])),
            "sorted_into": theme["slug"] if sorted_in else "",
        }  # fmt: skip

    def _text(self, theme: Mapping[str, Any], speaker: Row) -> str:
        kind = "people" if speaker["voice"] == "people" else speaker["role"]
        old = theme["patient" if kind == "people" else kind]
        core = self._said(self.pick([*self.parts["cores"][theme["slug"]][kind], *old]))
        opening = self._said(self.pick(self.parts["openings"][kind]))
        if opening and not core.startswith(("I ", "I’", "A third", "NHS")):
            core = core[:1].lower() + core[1:]
        return opening + core + self._said(self.pick(self.parts["adds"][speaker["voice"]]))

    def _said(self, text: str) -> str:
        return _WAYS.sub(lambda found: str(self.pick(found[1].split("|"))), text)


def files(seed: int) -> Iterator[tuple[str, str]]:
    """Give each file's name and text; the same seed gives the same files."""
    sayings = Sayings(seed)
    rows = [sayings.row(n) for n in range(SURVEY + INTERVIEWS)]
    yield "survey.csv", _csv(SURVEY_HEADER, map(_of_survey, rows[:SURVEY]))
    yield "interviews.csv", _csv(INTERVIEW_HEADER, map(_of_interview, rows[SURVEY:]))
    sheet = [sayings.row(len(rows) + n, WORKSHOP_MISSION) for n in range(WORKSHOP)]
    yield (
        "workshop.csv",
        _csv(("text", "role", "voice", "place", "who", "sorted_into"), map(_of_workshop, sheet)),
    )


def _of_survey(row: Row) -> Row:
    return row | {"source": "Survey “What matters”, invented", "source_kind": "engagement"}


def _of_interview(row: Row) -> Row:
    names = ("mission", "text", "", "role", "voice", "speaks_as", "place", "date", "who", "named",
             "sorted_into")  # fmt: skip
    day = date.fromisoformat(row["date"])
    made = {ours: row.get(name, "") for ours, name in zip(INTERVIEW_HEADER, names, strict=True)}
    return made | {"Submitted": f"{day:%d/%m/%Y}", "Verbatim": ""}


def _of_workshop(row: Row) -> Row:
    return row


def _csv(header: Sequence[str], rows: Iterator[Row]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, header, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write(folder: Path = FOLDER) -> None:
    """Write the files of the example."""
    for name, text in files(told("truth")["seed"] + 1):
        (folder / name).write_text(text, "utf-8", newline="")
