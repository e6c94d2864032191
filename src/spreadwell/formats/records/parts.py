"""What records of every layout share: identifiers in plain form, years, kinds of evidence."""

import re
from collections.abc import Iterable, Sequence

from spreadwell.formats.records.shapes import MOST_AUTHORS, BrokenRecord, Record

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>{}|\\^`]+", re.IGNORECASE)
_NCT = re.compile(r"\bNCT\d{8}\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_TAGS = re.compile(r"<[^<>]{1,60}>")

# What a publication type or a title says of the kind of evidence; the first that fits wins.
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(words, re.IGNORECASE))
    for kind, words in (
        ("review", r"systematic review|meta-?analys|umbrella review|scoping review|cochrane"),
        ("guideline", r"guideline|guidance\b|consensus statement"),
        ("opinion", r"editorial|commentary|letter\b|comment\b|opinion|news\b|viewpoint"),
        ("qualitative", r"qualitative|interviews?\b|focus groups?|ethnograph|thematic analysis"),
        ("trial", r"randomi[sz]ed|randomi[sz]ation|\brct\b|stepped[- ]wedge|cluster trial"),
        ("compared", r"difference[- ]in[- ]difference|controlled|quasi-?experiment|natural "
                     r"experiment|case[- ]control|interrupted time series|comparative study"),
        ("review", r"\breview\b"),
        ("trial", r"clinical trial"),
        ("cohort", r"cohort|observational|cross-sectional|longitudinal|before[- ](?:and[- ])?after"
                   r"|survey|registry|case series|case reports?|evaluation study"),
    )
)  # fmt: skip


def plain_doi(text: str) -> str:
    """Return a DOI without its address and in lower case; blank where there is none."""
    found = _DOI.search(text)
    return found[0].rstrip(".,;)]").lower() if found else ""


def plain_nct(text: str) -> str:
    """Return the first ClinicalTrials.gov number of a text; blank where there is none."""
    found = _NCT.search(text)
    return found[0].upper() if found else ""


def plain_pmid(text: str) -> str:
    """Return a PubMed number; blank where the text holds none."""
    found = re.search(r"(?<!\d)\d{1,8}(?!\d)", text)
    return found[0].lstrip("0") if found else ""


def year_of(text: str) -> int | None:
    """Return the first year of a text; None where there is none."""
    found = _YEAR.search(text)
    return int(found[0]) if found else None


def kind_of(types: Iterable[str], title: str = "") -> str:
    """Return the kind of evidence that publication types say, else the title, else “other”."""
    for text in ("; ".join(types), title):
        for kind, words in _KINDS:
            if words.search(text):
                return kind
    return "other"


def plain(text: str) -> str:
    """Return a text on one line and without mark-up."""
    return " ".join(_TAGS.sub("", text).split())


def some_authors(names: Sequence[str]) -> str:
    """List authors, the first few and how many more."""
    kept = [name for name in (plain(one) for one in names) if name]
    more = len(kept) - MOST_AUTHORS
    return "; ".join(kept[:MOST_AUTHORS]) + (f" and {more} more" if more > 0 else "")


def made(
    *, line: int, title: str, types: Iterable[str] = (), kind: str = "", year: str = "",
    doi: str = "", pmid: str = "", nct: str = "", authors: Sequence[str] = (),
    abstract: str = "", published_in: str = "", link: str = "",
) -> Record:  # fmt: skip
    """Make a record of what was found in one; BrokenRecord where it has no title."""
    called = plain(title)
    if not called:
        raise BrokenRecord("it has no title")
    return Record(
        line=line, title=called, abstract=plain(abstract), authors=some_authors(authors),
        year=year_of(year), published_in=plain(published_in)[:300],
        kind=kind or kind_of(types, called), doi=plain_doi(doi), pmid=plain_pmid(pmid),
        nct=plain_nct(nct), link=_safe_link(link),
    )  # fmt: skip


def _safe_link(text: str) -> str:
    """Keep an address only where a browser opens it as a page."""
    link = text.strip()[:500]
    return link if link.startswith(("https://", "http://")) else ""
