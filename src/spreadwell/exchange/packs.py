"""Packs out of the store and into another one: made as one file, loaded whole or not at all."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from pydantic import ValidationError

from spreadwell.charts.frame import Look
from spreadwell.charts.ladder import ladder
from spreadwell.domain.claims.models import Claim, Effect
from spreadwell.domain.claims.stored import result_of
from spreadwell.domain.foundation.origins import Origin
from spreadwell.domain.foundation.refusals import Invalid, NotNow
from spreadwell.domain.innovations.actions import (
    ComponentGiven,
    release_version,
    start_innovation,
)
from spreadwell.domain.innovations.diagrams import FIELDS, Which, read_text, stored, text_of
from spreadwell.domain.innovations.models import Innovation, InnovationVersion
from spreadwell.domain.innovations.tidier import TIDIER
from spreadwell.domain.learning.actions import add_lesson, keep_pack
from spreadwell.domain.learning.models import Pack
from spreadwell.domain.learning.permissions import check_load, check_pack
from spreadwell.domain.measures.models import Measure
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.domain.sites.charts import ladder_of
from spreadwell.domain.sites.costs import sum_costs
from spreadwell.domain.sites.models import (
    Adaptation,
    ConditionRating,
    ImplementationSite,
    SiteCost,
    SiteSpell,
)
from spreadwell.domain.sites.rounds import latest_settled
from spreadwell.methods.effects import wording

from .pack_file import (
    PackAdaptation,
    PackClaim,
    PackComponent,
    PackCondition,
    PackContent,
    PackEffect,
    PackInnovation,
    PackLesson,
    PackMeasure,
    PackProblem,
    content_bytes,
    fingerprint,
    read_pack,
    write_pack,
)

FEWEST_COSTS = 2
"""A sum of one site would be that site's own number, which its people told the network only."""

__all__ = ["Preview", "load_pack", "make_pack", "pack_bytes", "preview_pack"]


@dataclass(frozen=True, slots=True)
class Preview:
    """What loading a pack would add, and what it holds that stays inside the kept pack."""

    content: PackContent
    sha256: str
    adds: tuple[str, ...]
    keeps: tuple[str, ...]
    known_measures: tuple[str, ...]
    here_already: str


def make_pack(*, by: Person, version: InnovationVersion) -> tuple[Pack, bytes]:
    """Make a pack of a version as it stands now, keep it, and return it with its file."""
    check_pack(viewer_of(by), version.innovation)
    try:
        content = _gather(version)
    except ValidationError as error:
        where = " ".join(str(part) for part in error.errors()[0]["loc"])
        raise NotNow(
            f"{version} cannot be packed: its {where} is missing or longer than a pack holds."
        ) from None
    pack = keep_pack(
        by=by,
        version=version,
        content=content.model_dump(mode="json"),
        sha256=fingerprint(content_bytes(content)),
    )
    return pack, pack_bytes(pack)


def pack_bytes(pack: Pack) -> bytes:
    """Return the file of a kept pack; a loaded one keeps its content, not the sender's pictures."""
    content = PackContent.model_validate(pack.content)
    pictures = {} if pack.loaded else _pictures(pack.version)
    return write_pack(content, pictures)


def preview_pack(*, by: Person, data: bytes, mission: Mission) -> Preview:
    """Say what a file would add to a mission; Invalid with one sentence where it is no pack."""
    check_load(viewer_of(by), mission)
    try:
        content = read_pack(data)
    except PackProblem as problem:
        raise Invalid(str(problem), field="file") from problem
    unknown = sorted(set(content.innovation.tidier) - set(TIDIER))
    if unknown:
        raise Invalid(f"The pack describes “{unknown[0]}”, which TIDieR does not have.", "file")
    sha256 = fingerprint(content_bytes(content))
    before = Pack.objects.filter(sha256=sha256).select_related("version__innovation").first()
    slugs = [one.slug for one in content.measures]
    known = Measure.objects.filter(slug__in=slugs).values_list("name", flat=True)
    one = content.innovation
    return Preview(
        content,
        sha256,
        (
            f"the innovation “{one.name}”, as one that prepares",
            f"its version {one.version} as version 1 here, described by "
            f"{len(one.tidier)} of {len(TIDIER)} items",
            f"{len(content.components)} components",
            f"{len(content.lessons)} lessons",
        ),
        (
            f"{len(content.effects)} effects",
            f"{len(content.claims)} claims",
            f"{len(content.conditions)} condition ratings",
            f"{len(content.adaptations)} adaptations that were taken up",
        ),
        tuple(known),
        str(before.version.innovation) if before else "",
    )


@transaction.atomic
def load_pack(*, by: Person, data: bytes, mission: Mission) -> Innovation:
    """Load a pack into a mission: all of it or nothing.

    Effects and claims stay inside the kept pack: they were earned elsewhere and are not this
    system's own evidence.
    """
    preview = preview_pack(by=by, data=data, mission=mission)
    if preview.here_already:
        raise Invalid(f"This pack is here already, as {preview.here_already}.", field="file")
    content, one = preview.content, preview.content.innovation
    drawn = diagrams_of(one)
    origin = Origin.INVENTED if one.origin == "invented" else Origin.PUBLISHED
    source = one.source or f"Pack made by {content.made_by} on {content.made_on}"
    effects = " ".join(effect.sentence for effect in content.effects)
    innovation = start_innovation(
        by=by,
        mission=mission,
        name=one.name,
        sentence=one.sentence,
        known_so_far=effects or "It came as a pack that tells of no effect yet.",
        entered_because=f"Loaded from a pack made by {content.made_by} on {content.made_on}.",
        origin=origin,
        source=source,
    )
    version = release_version(
        by=by,
        innovation=innovation,
        tidier=one.tidier,
        components=[ComponentGiven(c.name, c.kind, c.description) for c in content.components],
        **drawn,
    )
    for lesson in content.lessons:
        add_lesson(
            by=by,
            innovation=innovation,
            text=f"{lesson.text} ({lesson.site})" if lesson.site else lesson.text,
            about=lesson.about,
            on=lesson.learnt_on,
            origin=origin,
            source=source,
        )
    keep_pack(
        by=by,
        version=version,
        content=content.model_dump(mode="json"),
        sha256=preview.sha256,
        loaded=True,
    )
    return innovation


def diagrams_of(one: PackInnovation) -> dict[str, Any]:
    """Return the diagrams of a pack as a version holds them; Invalid where one cannot be read."""
    found: dict[str, Any] = {}
    for which, field in FIELDS.items():
        try:
            found[field] = stored(which, read_text(which, getattr(one, field)))
        except ValueError as problem:
            raise Invalid(f"The {which.label} in the pack: {problem}", field="file") from problem
    return found


def _gather(version: InnovationVersion) -> PackContent:
    """Gather what a pack tells; only ratings that sites shared, only claims that stand."""
    innovation = version.innovation
    sites = ImplementationSite.objects.filter(version__innovation=innovation)
    rated = ConditionRating.objects.filter(site__in=sites, shared=True).select_related("site")
    taken_up = Adaptation.objects.filter(site__in=sites, adopted_in__isnull=False)
    claims = Claim.objects.filter(innovation=innovation, state="current")
    # What was said elsewhere travels only once its source was asked.
    claims = claims.exclude(external=True, public=False)
    return PackContent(
        format="spreadwell-pack",
        format_version=1,
        made_on=timezone.localdate(),
        made_by=settings.SYSTEM_NAME,
        innovation=PackInnovation.model_validate(
            {
                "name": innovation.name,
                "sentence": innovation.sentence,
                "version": version.number,
                "tidier": {item: text for item, text in version.tidier.items() if item in TIDIER},
                "logic_model": text_of(version, Which.LOGIC_MODEL),
                "driver_diagram": text_of(version, Which.DRIVERS),
                "origin": innovation.origin,
                "source": innovation.source,
            }
        ),
        components=[
            PackComponent.model_validate(
                {"name": c.name, "kind": c.kind, "description": c.description}
            )
            for c in version.components.order_by("pk")
        ],
        measures=[
            PackMeasure(
                slug=m.measure.slug, name=m.measure.name, unit=m.measure.unit,
                link=m.get_link_display(),
            )
            for m in innovation.measures.select_related("measure")
        ],
        conditions=[
            PackCondition(
                framework=r.framework, condition=r.construct, site=r.site.name, rating=r.rating,
                evidence=r.evidence,
            )
            for r in latest_settled(rated)
        ],
        effects=[_effect(one) for one in _effects(innovation)],
        costs=_costs(sites),
        adaptations=[
            PackAdaptation(what=a.what, why=a.why, component=str(a.component or ""))
            for a in taken_up.select_related("component")
        ],
        lessons=[
            PackLesson.model_validate(
                {
                    "text": le.text,
                    "about": le.about,
                    "learnt_on": le.learnt_on,
                    "site": le.site.name if le.site else "",
                }
            )
            for le in innovation.lessons.select_related("site")
        ],
        claims=[
            PackClaim(
                sentence=c.sentence, numerator=c.numerator, denominator=c.denominator,
                period=c.period, place=c.place, comparator=c.comparator, method=c.method,
                grade=c.grade, source=c.source, external=c.external,
            )
            for c in claims
        ],
    )  # fmt: skip


def _costs(sites: QuerySet[ImplementationSite]) -> list[str]:
    """Say what implementing cost so far; one site's own numbers do not travel."""
    told = sum_costs(sites, SiteCost.objects.filter(site__in=sites))
    # Pounds and hours each by themselves: one may be told by many sites, the other by one.
    if told.cost_sites < FEWEST_COSTS:
        told = replace(told, cost_sites=0)
    if told.hours_sites < FEWEST_COSTS:
        told = replace(told, hours_sites=0)
    return [told.sentence] if told.cost_sites or told.hours_sites else []


def _effects(innovation: Innovation) -> list[Effect]:
    """Return the latest effects whose protocols were opened."""
    rows = Effect.objects.filter(
        protocol__innovation=innovation, protocol__state="opened", is_latest=True
    )
    return list(rows.select_related("protocol__measure"))


def _effect(effect: Effect) -> PackEffect:
    """Tell an effect as its page does."""
    measure = effect.protocol.measure
    result = result_of(effect)
    # Where the grade shows no size, none travels either.
    found = result.headline if result.grade.shows_size else None
    return PackEffect(
        measure=measure.slug,
        unit=measure.unit,
        sentence=wording.headline(result),
        grade=effect.grade,
        estimate=found.estimate if found else None,
        low=found.lower if found else None,
        high=found.upper if found else None,
    )


def _pictures(version: InnovationVersion) -> dict[str, bytes]:
    """Draw how it spread; invented sites carry the words inside the picture."""
    innovation = version.innovation
    sites = list(ImplementationSite.objects.filter(version__innovation=innovation))
    if not sites:
        return {}
    spells = SiteSpell.objects.filter(site__in=sites)
    months, rungs = ladder_of(sites, spells, timezone.localdate())
    invented = innovation.invented or any(site.invented for site in sites)
    look = Look(prefix="ladder", invented=invented, heading=True)
    drawn = ladder(months, rungs, look, title=f"How {innovation.name} spread")
    return {"spread-ladder": drawn.svg_bytes()}
