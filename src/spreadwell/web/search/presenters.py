"""What the page of search prints: each thing with its page, its place and its words marked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from spreadwell.domain.search.kinds import KINDS
from spreadwell.domain.search.queries import MOST_PAGES, PER_PAGE, Found, Hit, Parts

# Where a thing is read, by its kind; the place is what it belongs to, in words.
Page = tuple[Callable[[Any], str], Callable[[Any], object]]


def _finding(thing: Any) -> str:
    return reverse("discovery:finding", args=[thing.pk])


def _voice(finding: Any) -> str:
    return str(finding.get_voice_display()).lower()


def _by(name: str, field: str = "pk") -> Callable[[Any], str]:
    return lambda thing: reverse(name, args=[getattr(thing, field)])


def _of(name: str, other: str, field: str = "pk") -> Callable[[Any], str]:
    return lambda thing: reverse(name, args=[getattr(getattr(thing, other), field)])


PAGES: dict[str, Page] = {
    "mission": (_by("missions:detail", "slug"), lambda one: ""),
    "aimversion": (_of("missions:detail", "mission", "slug"), lambda one: one.mission),
    "finding": (_finding, lambda one: ", ".join(filter(None, (str(one.mission), _voice(one))))),
    "theme": (_by("discovery:theme"), lambda one: one.mission),
    "opportunity": (_by("discovery:opportunity", "slug"), lambda one: one.mission),
    "shortlist": (_by("priorities:detail"), lambda one: one.mission),
    "innovation": (
        _by("innovations:detail", "slug"),
        lambda one: f"{one.get_stage_display()}, {one.mission}",
    ),
    "network": (_by("networks:detail", "slug"), lambda one: one.get_basis_display()),
    "organisation": (_by("networks:organisation", "code"), lambda one: one.get_kind_display()),
    "implementationsite": (_by("sites:detail"), lambda one: one.version.innovation),
    "measure": (_by("measures:detail", "slug"), lambda one: ""),
    "claim": (_by("claims:detail"), lambda one: one.get_state_display()),
    "decision": (_by("decisions:detail"), lambda one: one.get_choice_display()),
    "lesson": (lambda one: reverse("learning:list"), lambda one: one.innovation),
    "adaptation": (_of("sites:detail", "site"), lambda one: one.site),
    "testofchange": (_of("sites:detail", "site"), lambda one: one.site),
    "sitecall": (_by("joining:call"), lambda one: one.get_state_display()),
    "notice": (lambda one: reverse("learning:notices"), lambda one: one.innovation or ""),
    "localpractice": (lambda one: reverse("discovery:practices"), lambda one: one.organisation),
    "evidencerecord": (lambda one: _finding(one.finding), lambda one: one.get_kind_display()),
    "demandsignal": (
        lambda one: f"{reverse('discovery:opportunity', args=[one.opportunity.slug])}#sought",
        lambda one: one.opportunity,
    ),
}
# Where everybody reads it, without an account; what has no such page is not looked for.
_mission = _of("public:mission", "mission", "slug")
PUBLIC_PAGES: dict[str, Page] = {
    "mission": (_by("public:mission", "slug"), lambda one: ""),
    "aimversion": (_mission, lambda one: one.mission),
    "innovation": (_mission, lambda one: f"{one.get_stage_display()}, {one.mission}"),
    "claim": (_by("public:claim"), lambda one: one.get_state_display()),
    "decision": (lambda one: reverse("public:decisions"), lambda one: one.get_choice_display()),
    "sitecall": (_by("public:call"), lambda one: one.get_state_display()),
    "notice": (lambda one: reverse("public:you_said"), lambda one: ""),
    "demandsignal": (
        lambda one: reverse("public:sought") + f"#sought-{one.pk}",
        lambda one: one.opportunity,
    ),
}
# One of a kind, where pages call it otherwise than the store does.
NAMES = {
    "aimversion": "Aim",
    "implementationsite": "Site",
    "sitecall": "Call for sites",
    "notice": "Notice back",
    "localpractice": "Runs well here",
    "evidencerecord": "Study",
    "demandsignal": "What we seek",
}
PUBLIC_KINDS = tuple(kind for kind in KINDS if kind.key in PUBLIC_PAGES)


@dataclass(frozen=True, slots=True)
class Shown:
    """One hit as it is printed: what it is, where it is read, its words."""

    kind: str
    href: str
    place: str
    heading: Parts
    text: Parts
    thing: Any


@dataclass(frozen=True, slots=True)
class Way:
    """A link to hits of one kind, or to another page of them."""

    text: str
    href: str
    many: int = 0
    here: bool = False


def shown(hit: Hit, pages: dict[str, Page]) -> Shown:
    """Prepare one hit; where a thing has no title, its words are the heading."""
    address, place = pages[hit.kind.key]
    heading, text = (hit.title, hit.body) if hit.title else (hit.body, ())
    return Shown(
        kind=NAMES.get(hit.kind.key) or str(hit.kind.model._meta.verbose_name).capitalize(),
        href=address(hit.thing),
        place=str(place(hit.thing)),
        heading=heading or ((str(hit.thing), False),),
        text=text,
        thing=_invented_as(hit.thing),
    )


def _invented_as(thing: Any) -> Any:
    """Return the thing whose origin says whether this one is invented."""
    if hasattr(thing, "invented"):
        return thing
    if hasattr(thing, "finding"):
        return thing.finding
    return thing.version.innovation if hasattr(thing, "version") else thing


def ways(found: Found, words: str, kind: str) -> list[Way]:
    """Return the links to each kind that was found, all of them first."""

    def way(text: str, key: str, many: int) -> Way:
        query = {"q": words} | ({"kind": key} if key else {})
        return Way(text, f"?{urlencode(query)}", many, key == kind)

    return [
        way("Everything", "", found.total),
        *(way(one.label, one.key, many) for one, many in found.counts),
    ]


def turns(found: Found, words: str, kind: str) -> tuple[Way | None, Way | None]:
    """Return the links to the page before and the page after."""
    many = next((n for one, n in found.counts if one.key == kind), 0) if kind else found.total

    def way(page: int) -> Way:
        query = {"q": words, "page": page} | ({"kind": kind} if kind else {})
        return Way(f"Page {page}", f"?{urlencode(query)}")

    more = found.page * PER_PAGE < many and found.page < MOST_PAGES
    return way(found.page - 1) if found.page > 1 else None, way(found.page + 1) if more else None
