"""Keeping of files only what belongs to one ICB."""

from collections.abc import Sequence
from dataclasses import replace

from spreadwell.exchange.organisations.known import FACTS, Known
from spreadwell.exchange.organisations.problems import FilesProblem
from spreadwell.formats.ods import LinkKind, OrganisationFile
from spreadwell.formats.problems import FileProblem


def of_icb(files: Sequence[OrganisationFile], icb: str, known: Known) -> list[OrganisationFile]:
    """Keep organisations of an ICB, and the relations of which they are the whole.

    The PCN file names sub-ICB locations only; which ICB one belongs to is what practices say, in
    these files or those loaded before. A practice elsewhere that is or was in one of the ICB's
    PCNs is kept, so that no membership is lost.
    """
    places = icb_of_commissioners(
        [
            *(one.facts.get(FACTS) or {} for one in known.by_code.values()),
            *(record.facts for file in files for record in file.organisations),
        ]
    )
    chosen = {
        record.code
        for file in files
        for record in file.organisations
        if icb in (record.code, record.facts.get("icb"))
        or (record.kind == "pcn" and places.get(record.facts.get("commissioner", "")) == icb)
    }
    if not chosen:
        listed = ", ".join(sorted(set(places.values()))) or "none"
        raise FilesProblem(
            [
                FileProblem.whole(
                    " and ".join(file.name for file in files),
                    f"no organisation here is of ICB “{icb}”; ICBs here are {listed}",
                )
            ]
        )
    pcns = {
        record.code
        for file in files
        for record in file.organisations
        if record.kind == "pcn" and record.code in chosen
    }
    members = {
        link.source
        for file in files
        for link in file.links
        if link.kind is LinkKind.MEMBER_OF and link.target in pcns
    }
    return [
        replace(
            file,
            organisations=tuple(
                one for one in file.organisations if one.code in chosen or one.code in members
            ),
            links=tuple(
                link
                for link in file.links
                if link.target in chosen and (link.source in chosen or link.source in members)
            ),
        )
        for file in files
    ]


def icb_of_commissioners(facts: Sequence[dict[str, str] | object]) -> dict[str, str]:
    """Return sub-ICB location → ICB, as most organisations say that name both."""
    counts: dict[str, dict[str, int]] = {}
    for one in facts:
        told = one if isinstance(one, dict) else {}
        place, icb = told.get("commissioner"), told.get("icb")
        if place and icb:
            by_icb = counts.setdefault(place, {})
            by_icb[icb] = by_icb.get(icb, 0) + 1
    return {
        place: max(sorted(by_icb), key=lambda icb: by_icb[icb]) for place, by_icb in counts.items()
    }
