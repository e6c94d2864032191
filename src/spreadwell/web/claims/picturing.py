"""The picture and the citation of a claim, for its page and for those of everybody."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from spreadwell.charts.claim_card import ClaimCard, claim_card
from spreadwell.charts.frame import Look, Picture
from spreadwell.domain.claims.anyway import NO_SIZE, NO_VERDICT, expected_anyway
from spreadwell.domain.claims.citing import Citation
from spreadwell.domain.claims.footing import lost_footing
from spreadwell.domain.claims.models import Claim
from spreadwell.domain.claims.questions import what_is_missing
from spreadwell.domain.claims.telling import (
    certainty_of,
    day_in_words,
    last_true,
    parts_of,
    said_by_source,
)

from ..downloads import file_of

KINDS = {
    "txt": "text/plain; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json",
}


def citation_of(claim: Claim) -> Citation:
    """How a claim is cited today: at the address that everybody may read, where it has one."""
    page = "public:claim" if claim.public else "claims:detail"
    address = settings.ADDRESS + reverse(page, args=[claim.pk])
    return Citation(claim, settings.SYSTEM_NAME, address, timezone.localdate())


def citation_file(claim: Claim, kind: str) -> HttpResponse:
    """Return the citation as plain text, BibTeX or CSL-JSON."""
    if kind not in KINDS:
        raise Http404("There is no such citation.")
    cited = citation_of(claim)
    text = {"txt": cited.plain, "bib": cited.bibtex, "json": cited.csl}[kind]()
    return file_of(text.encode(), f"{cited.key}.{kind}", KINDS[kind], invented=claim.invented)


def pictures_of(claim: Claim) -> tuple[Picture, Picture]:
    """Draw a claim for a desk and for a phone."""
    return _drawn(claim, 720, "claim"), _drawn(claim, 360, "claim-narrow")


def picture_to_keep(claim: Claim) -> Picture:
    """Draw a claim for use outside: all that must be read with it stands inside."""
    return _drawn(claim, 720, "claim", cited=True)


def ended_words(claim: Claim) -> str:
    """What a claim that ended says of itself; empty while it stands."""
    if claim.state == "superseded":
        when = f" on {day_in_words(claim.superseded_on)}" if claim.superseded_on else ""
        by = f" by claim {claim.superseded_by_id}" if claim.superseded_by_id else ""
        return f"Superseded{when}{by}: no longer to be repeated."
    return "Withdrawn: no longer to be repeated." if claim.state == "withdrawn" else ""


def notes_of(claim: Claim) -> list[str]:
    """What must be read with a claim wherever it is shown, most urgent first."""
    notes = []
    lost = lost_footing(claim)
    if lost is not None:
        notes.append(f"Lost its footing on {day_in_words(lost.since)}: {' '.join(lost.why)}")
    expected = expected_anyway(claim)
    if expected is not None:
        notes += [NO_SIZE, f"{expected.sentence} {NO_VERDICT}"]
    if claim.external:
        notes.append(said_by_source(claim))
    return notes


def _drawn(claim: Claim, width: int, prefix: str, *, cited: bool = False) -> Picture:
    notes = notes_of(claim)
    if cited:
        notes.append(last_true(claim, people=False))
    card = ClaimCard(
        sentence=claim.sentence,
        certainty=certainty_of(claim),
        notes=notes,
        missing=[gap.question for gap in what_is_missing(claim)],
        parts=parts_of(claim, people=False),
        citation=citation_of(claim).plain() if cited else "",
        ended=ended_words(claim),
    )
    look = Look(width=width, prefix=prefix, invented=claim.invented)
    return claim_card(card, look, title=f"Claim {claim.pk}, version {claim.version}")
