"""How a claim is cited: its words, version, date and address, for people and for programs."""

import json
import re
from dataclasses import dataclass
from datetime import date

from .models import Claim


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation of one version of one claim, read on a day at an address."""

    claim: Claim
    system: str
    address: str
    read_on: date

    @property
    def key(self) -> str:
        """A name that no other version of any claim has."""
        return f"claim-{self.claim.pk}-v{self.claim.version}"

    @property
    def publisher(self) -> str:
        """Who said it: the source, else this system."""
        return self.claim.source if self.claim.external else self.system

    def plain(self) -> str:
        """One line to paste beneath a sentence."""
        claim = self.claim
        said = f"{_day(claim.stated_on)}. " if claim.stated_on else ""
        state = {"superseded": " Superseded.", "withdrawn": " Withdrawn.", "draft": " Draft."}
        example = " Invented example." if claim.invented else ""
        if claim.external:
            by = f"{_ended(self.publisher)} In: {self.system}, claims ledger"
        else:
            by = f"{self.system}, claims ledger"
        return (
            f"“{_ended(claim.sentence)}” {by}, claim {claim.pk}, version {claim.version}. "
            f"{said}{self.address} (read {_day(self.read_on)})."
            f"{state.get(claim.state, '')}{example}"
        )

    def bibtex(self) -> str:
        """The same as BibTeX."""
        parts = {
            "title": self.claim.sentence,
            "author": f"{{{_braced(self.publisher)}}}",
            "howpublished": f"{self.system}, claims ledger",
            "edition": f"version {self.claim.version}",
            "year": str(self.claim.stated_on.year) if self.claim.stated_on else "",
            "url": self.address,
            "urldate": self.read_on.isoformat(),
            "note": "Invented example" if self.claim.invented else "",
        }
        kept = {"author"}
        lines = [
            f"  {name} = {{{text if name in kept else _braced(text)}}},"
            for name, text in parts.items()
            if text
        ]
        return "\n".join([f"@misc{{{self.key},", *lines, "}", ""])

    def csl(self) -> str:
        """The same as CSL-JSON, as reference managers read it."""
        claim = self.claim
        item: dict[str, object] = {
            "id": self.key,
            "type": "webpage",
            "title": claim.sentence,
            "author": [{"literal": self.publisher}],
            "container-title": f"{self.system}, claims ledger",
            "version": str(claim.version),
            "URL": self.address,
            "accessed": _parts(self.read_on),
        }
        if claim.stated_on:
            item["issued"] = _parts(claim.stated_on)
        if claim.invented:
            item["note"] = "Invented example"
        return json.dumps([item], ensure_ascii=False, indent=2)


def _parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _ended(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _braced(text: str) -> str:
    """Text in which nothing means anything to BibTeX."""
    return re.sub(r"([&%$#_{}])", r"\\\1", " ".join(text.split()))
