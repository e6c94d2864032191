"""A measure by groups of people: the gap between two of them over time, and all of them."""

from django.http import Http404, HttpResponse

from spreadwell.charts.frame import WIDE, Look
from spreadwell.domain.discovery.data import stratum_of
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.measures.charts import shown_scale
from spreadwell.domain.measures.disclosing import profile_for
from spreadwell.domain.measures.equity import Equity, equity_of
from spreadwell.domain.measures.models import Measure, Reading
from spreadwell.domain.measures.permissions import check_send
from spreadwell.domain.measures.strata import sends_strata, stratifiers_of
from spreadwell.domain.networks.models import Network
from spreadwell.domain.sites.places import places_of_network, places_of_networks
from spreadwell.formats.strata import STRATA

from ..downloads import KINDS, file_of, picture_file
from ..middleware import PageRequest
from ..pages import find, render
from .equity_words import change_words, gap_picture, groups_table, kept_words, ladder_words
from .presenters import wide_and_narrow


class Asked:
    """What the page is asked for: a measure by a stratifier, in a network or everywhere."""

    def __init__(self, request: PageRequest, slug: str) -> None:
        viewer = request.viewer
        self.measure = find(Measure.objects.visible_to(viewer), slug=slug)
        self.ways = stratifiers_of(viewer, self.measure)
        by = request.GET.get("by", "")
        self.by = by if by in self.ways else self.ways[0] if self.ways else ""
        self.networks = list(Network.objects.visible_to(viewer).order_by("name"))
        chosen = request.GET.get("network", "")
        self.network = next((one for one in self.networks if one.slug == chosen), None)
        places = None if self.network is None else places_of_network(viewer, self.network)
        rows = Reading.objects.visible_to(viewer)
        group = request.GET.get("group", "")
        self.found: Equity | None = None
        if self.by:
            self.found = equity_of(
                rows,
                self.measure,
                self.by,
                organisations=places,
                networks=places_of_networks(viewer),
                group=group,
            )
        self.invented = self.measure.invented or self._any_invented(request)

    def _any_invented(self, request: PageRequest) -> bool:
        rows = Reading.objects.visible_to(request.viewer).as_columns()
        mine = rows.filter(measure=self.measure, stratifier=self.by)
        return bool(mine.filter(organisation__origin="invented").exists())

    @property
    def query(self) -> str:
        """The same question as the end of an address."""
        network = f"&network={self.network.slug}" if self.network else ""
        group = f"&group={self.found.first}" if self.found else ""
        return f"?by={self.by}{network}{group}"


def equity(request: PageRequest, slug: str) -> HttpResponse:
    """Show the gap between two groups of people over time, and what is told of all groups."""
    asked = Asked(request, slug)
    found = asked.found
    profile = profile_for(asked.measure)
    context = {
        "measure": asked.measure,
        "ways": {key: STRATA[key].name for key in asked.ways},
        "by": asked.by,
        "networks": asked.networks,
        "network": asked.network,
        "invented": asked.invented,
        "found": found,
        "query": asked.query,
        "profile": profile,
        "no_send": allowed(check_send, request.viewer),
        "sends_strata": sends_strata(request.viewer),
        "picture_of": None,
    }
    if found is not None:
        scale = shown_scale(asked.measure)
        wide, narrow = (gap_picture(found, look) for look in wide_and_narrow("gap", asked.invented))
        context |= {
            "wide": wide,
            "narrow": narrow,
            "change": change_words(found, scale),
            "ladder": ladder_words(found, scale),
            "kept": kept_words(found.shown),
            "groups": groups_table(found.shown),
            "choices": _choices(found),
            "true_at": found.shown.periods[-1].label,
            "stratum": stratum_of(found),
        }
    return render(request, "measures/equity.jinja", context)


def equity_picture(request: PageRequest, slug: str, name: str, kind: str) -> HttpResponse:
    """Give the gap as a file, or what is told of all groups as CSV."""
    asked = Asked(request, slug)
    if asked.found is None:
        raise Http404("There are no readings by groups of people there that you may see.")
    stem = f"{slug}-{asked.by}{f'-{asked.network.slug}' if asked.network else ''}"
    if name == "groups" and kind == "csv":
        content = groups_table(asked.found.shown).csv_bytes()
        return file_of(content, f"{stem}-groups.csv", KINDS["csv"], invented=asked.invented)
    if name != "gap":
        raise Http404("There is no such picture.")
    source = f"{asked.found.shown.profile.name}, small numbers kept back"
    look = Look(WIDE, "gap", asked.invented, source=source, heading=True)
    picture = gap_picture(asked.found, look)
    return picture_file(picture, f"{stem}-gap", kind, invented=asked.invented)


def _choices(found: Equity) -> list[tuple[str, str, bool]]:
    """The groups that can be held against the largest: code, words, whether it is shown now."""
    way = STRATA[found.shown.stratifier]
    if way.ends and found.second == way.ends[1]:
        return []
    others = [one for one in found.shown.strata if one != found.second]
    return [(one, way.words(one), one == found.first) for one in others]
