"""What the pages of an innovation print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from spreadwell.charts.frame import NARROW, Look, Picture
from spreadwell.charts.ladder import ladder
from spreadwell.domain.claims.beside import starts_beside
from spreadwell.domain.claims.models import Claim
from spreadwell.domain.innovations.models import Innovation, InnovationMeasure, Link
from spreadwell.domain.innovations.queries import days_in_stage
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.charts import ladder_of
from spreadwell.domain.sites.models import Adaptation, ImplementationSite, SiteSpell, TestOfChange

# Longer ladders take more than a screen to read, and seconds to draw.
MOST_RUNGS = 60


@dataclass(frozen=True, slots=True)
class LadderPair:
    """The spread ladder, wide and narrow."""

    wide: Picture
    narrow: Picture
    left_out: int


def known(viewer: Viewer, innovation: Innovation) -> str:
    """Say in one sentence what is known: our own current claim, else what was known before."""
    claims: QuerySet[Claim] = Claim.objects.visible_to(viewer)
    ours = claims.filter(innovation=innovation, external=False, state="current")
    best = ours.order_by("effect", "-stated_on").exclude(effect=None).first() or ours.first()
    if best is not None:
        return best.sentence
    if innovation.known_so_far:
        return f"Known before it came here: {innovation.known_so_far}"
    return "It is not known yet whether it helps."


def spread_ladder(viewer: Viewer, innovation: Innovation, today: date) -> LadderPair | None:
    """Draw the sites that the viewer may see, month by month, with what was tried on them."""
    rows: QuerySet[ImplementationSite] = ImplementationSite.objects.visible_to(viewer)
    in_all = list(rows.filter(version__innovation=innovation).order_by("started", "name"))
    sites = in_all[:MOST_RUNGS]
    if not sites:
        return None
    told: QuerySet[SiteSpell] = SiteSpell.objects.visible_to(viewer)
    adaptations: QuerySet[Adaptation] = Adaptation.objects.visible_to(viewer)
    tests: QuerySet[TestOfChange] = TestOfChange.objects.visible_to(viewer)
    months, rungs = ladder_of(
        sites,
        told.filter(site__in=sites),
        today,
        adaptations=adaptations.filter(site__in=sites),
        tests=tests.filter(site__in=sites),
        others=others_of(viewer, innovation),
        url_of=lambda site: reverse("sites:detail", args=[site.pk]),
    )
    invented = innovation.invented or any(site.invented for site in sites)
    return LadderPair(
        ladder(months, rungs, Look(prefix="ladder", invented=invented)),
        ladder(months, rungs, Look(width=NARROW, prefix="ladder-narrow", invented=invented)),
        len(in_all) - len(sites),
    )


def others_of(
    viewer: Viewer, innovation: Innovation, comparators: Sequence[str] = ()
) -> list[tuple[int, date, str]]:
    """Starts of other innovations at its sites and comparators, of those the viewer may see."""
    rows: QuerySet[Innovation] = Innovation.objects.visible_to(viewer)
    seen = set(rows.values_list("pk", flat=True))
    return [
        (one.place, one.since, one.innovation.name)
        for one in starts_beside(innovation, comparators)
        if one.innovation.pk in seen
    ]


def link_words(one: InnovationMeasure) -> str:
    """Say how a measure stands to the mission's aim."""
    if one.link == Link.CONVERSION:
        return (
            f"{one.conversion_low:g} to {one.conversion_high:g}, most likely {one.conversion:g}, "
            f"units of the aim for each unit ({one.conversion_source}; {one.conversion_owner})"
        )
    return one.get_link_display()


def stage_rows(innovation: Innovation, today: date) -> list[tuple[str, str]]:
    """Return each stage with how long it stood there, in words."""
    return [(label, _long(days)) for label, days in days_in_stage(innovation, today)]


def _long(days: int) -> str:
    """Say a number of days as people do."""
    if days < 60:
        return "1 day" if days == 1 else f"{days} days"
    return f"{round(days / 30.44)} months"
