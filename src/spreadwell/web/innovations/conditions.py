"""Conditions at the sites of an innovation, beside how it went there, and as files."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from spreadwell.charts.condition_matrix import RatedSite, condition_matrix
from spreadwell.charts.frame import NARROW, Look, Picture
from spreadwell.domain.claims.outcomes import Outcomes, outcomes_of
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.sites.frameworks import constructs, short_of
from spreadwell.domain.sites.models import ConditionRating, ConditionSet, ImplementationSite
from spreadwell.domain.sites.permissions import check_choose_conditions
from spreadwell.domain.sites.rounds import MOMENTS, latest_settled, settled

from ..downloads import KINDS, file_of, picture_file
from ..middleware import PageRequest
from ..pages import render
from .here import crumbs_of, one_innovation

MOST_SITES = 40
"""A matrix of more rows is not read; the file holds them all."""
HEAD = ("site", "organisation", "moment", "condition", "question", "rating", "basis",
        "informants", "evidence", "rated_on", "shared")  # fmt: skip
BASIS = {"first": "one rater", "consensus": "agreed by two"}


def _ratings(request: PageRequest, innovation: Innovation) -> list[ConditionRating]:
    """Return what the viewer may see of all sites."""
    rows = ConditionRating.objects.visible_to(request.viewer).filter(
        site__version__innovation=innovation, framework="cfir"
    )
    return list(rows.select_related("site__organisation"))


def _sites(request: PageRequest, innovation: Innovation) -> list[ImplementationSite]:
    rows = ImplementationSite.objects.visible_to(request.viewer)
    found = rows.filter(version__innovation=innovation).select_related("organisation")
    return list(found.order_by("name", "pk"))


def _asked(request: PageRequest, innovation: Innovation) -> list[str]:
    sets = ConditionSet.objects.visible_to(request.viewer)
    chosen = sets.filter(mission=innovation.mission_id).first()
    return list(chosen.constructs) if chosen else []


def conditions_drawn(
    asked: Sequence[str],
    rows: Iterable[ConditionRating],
    sites: Iterable[ImplementationSite],
    outcomes: Outcomes,
    look: Look,
) -> Picture | None:
    """Draw the ratings that count at every site that has some; None without any.

    Conditions that the mission chose come first, others only where somebody rated them.
    """
    held: dict[int, dict[str, int | None]] = {}
    for row in rows:
        held.setdefault(row.site_id, {})[row.construct] = row.rating
    rated = {key for by in held.values() for key, rating in by.items() if rating is not None}
    order = [*asked, *(key for key in constructs() if key in rated and key not in asked)]
    order += sorted(rated - set(order))
    shown = [site for site in sites if site.pk in held]
    if not shown or not order:
        return None
    made, seen = [], set()
    for site in shown:
        # Two sites may share a name; a row needs its own.
        name = site.name if site.name not in seen else f"{site.name} ({site.pk})"
        seen.add(name)
        went, effect = outcomes.by_code.get(site.organisation.code, (None, None))
        ratings = tuple(held[site.pk].get(key) for key in order)
        made.append(
            RatedSite(name, ratings, went, effect, reverse("sites:conditions", args=[site.pk]))
        )
    # Where not all fit, those whose outcome is clear are the ones that teach.
    made.sort(key=lambda one: (one.went is None, one.went == "unclear"))
    return condition_matrix(
        [short_of(key) for key in order],
        made[:MOST_SITES],
        look,
        unit=outcomes.unit,
        better=outcomes.better,
    )


def _moment(request: PageRequest) -> str:
    asked = request.GET.get("moment", "")
    return asked if asked in MOMENTS else ""


def _counting(rows: list[ConditionRating], moment: str) -> list[ConditionRating]:
    """Return the ratings that count: at one moment, or the latest."""
    if moment:
        return [row for row in settled(rows) if row.moment == moment]
    return latest_settled(rows)


def conditions(request: PageRequest, slug: str) -> HttpResponse:
    """Show the conditions at the sites, those where it helped first."""
    innovation = one_innovation(request, slug)
    rows, sites = _ratings(request, innovation), _sites(request, innovation)
    asked, outcomes = _asked(request, innovation), outcomes_of(request.viewer, innovation)
    moment = _moment(request)
    counting = _counting(rows, moment)
    invented = innovation.invented or any(site.invented for site in sites)
    looks = (
        Look(prefix="conditions", invented=invented),
        Look(width=NARROW, prefix="conditions-narrow", invented=invented),
    )
    drawn = [conditions_drawn(asked, counting, sites, outcomes, look) for look in looks]
    rated = {row.site_id for row in rows}
    context = {
        "innovation": innovation,
        "crumbs": [{"text": text, "href": href} for text, href in crumbs_of(innovation)],
        "wide": drawn[0],
        "narrow": drawn[1],
        "moment": moment,
        "moments": [
            (key, label) for key, label in MOMENTS.items() if any(r.moment == key for r in rows)
        ],
        "rated": len(rated),
        "sites": len(sites),
        "left_out": max(len({row.site_id for row in counting}) - MOST_SITES, 0),
        "may_choose": not allowed(check_choose_conditions, request.viewer, innovation.mission),
        "protocol": outcomes.protocol,
        "key": [(short_of(key), constructs()[key].question, key) for key in asked
                if key in constructs()],
        "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "innovations/conditions.jinja", context)


def conditions_file(request: PageRequest, slug: str, kind: str) -> HttpResponse:
    """Return the picture, or the numbers in it, of what the viewer may see."""
    innovation = one_innovation(request, slug)
    sites = _sites(request, innovation)
    invented = innovation.invented or any(site.invented for site in sites)
    rows = _counting(_ratings(request, innovation), _moment(request))
    look = Look(prefix="conditions", invented=invented, heading=True)
    outcomes = outcomes_of(request.viewer, innovation)
    picture = conditions_drawn(_asked(request, innovation), rows, sites, outcomes, look)
    return picture_file(picture, f"{slug}-conditions", kind, invented=invented)


def ratings_file(request: PageRequest, slug: str) -> HttpResponse:
    """Return every rating that counts and that the viewer may see, a row each; a blank is empty."""
    innovation = one_innovation(request, slug)
    rows = settled(_ratings(request, innovation))
    if not rows:
        raise Http404("There are no ratings that you may see.")
    order = {key: place for place, key in enumerate(["", *MOMENTS])}
    rows.sort(key=lambda row: (row.site.name, row.site_id, order[row.moment], row.construct))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    for row in rows:
        known = constructs().get(row.construct)
        writer.writerow(
            [
                _plain(row.site.name), row.site.organisation.code, row.moment,
                _plain(row.construct), known.question if known else "",
                "" if row.rating is None else row.rating, BASIS[row.rater],
                "" if row.informants is None else row.informants, _plain(row.evidence),
                row.rated_on.isoformat(), "yes" if row.shared else "no",
            ]
        )  # fmt: skip
    content = out.getvalue().encode("utf-8-sig")
    invented = innovation.invented or any(row.site.invented for row in rows)
    return file_of(content, f"{slug}-ratings.csv", KINDS["csv"], invented=invented)


def _plain(text: str) -> str:
    """Keep a spreadsheet from running text as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
