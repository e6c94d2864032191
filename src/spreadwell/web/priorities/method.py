"""How the answer comes about, in the field's own terms, for those who want to check it."""

from django.http import HttpResponse

from spreadwell.domain.priorities.meeting import Dials, lay_out
from spreadwell.domain.priorities.policies import check_seen
from spreadwell.domain.priorities.portfolio import answer, regret
from spreadwell.domain.priorities.queries import panel_view
from spreadwell.domain.priorities.weighing import panel_weights

from ..middleware import PageRequest
from ..pages import guard, render
from .views import one_shortlist


def _share(value: float) -> str:
    """Write a share as a count of 100; a dash where there is none."""
    return "–" if value != value else f"{round(100 * value)}"


def method(request: PageRequest, pk: int) -> HttpResponse:
    """Show ranks, central weights, disagreement beside ignorance, core index and regret."""
    shortlist = one_shortlist(request, pk)
    guard(check_seen, shortlist)
    view, table = panel_view(shortlist), lay_out([shortlist])
    context: dict[str, object] = {"shortlist": shortlist, "view": view, "table": table}
    if view is not None and view.scored and table is not None:
        dials = Dials(
            places=shortlist.places,
            money=shortlist.money,
            staff=shortlist.staff,
            equity_floor=shortlist.equity_floor,
        )
        found, weighed = answer(table, dials), panel_weights(shortlist)
        steady, worst = regret(table, dials) if found.found else ([], float("nan"))
        order = sorted(range(len(view.entries)), key=lambda i: -view.ranks.in_top[i])
        context |= {
            "ranks": [
                (view.entries[i].opportunity.title, [_share(one) for one in view.ranks.rank[i]])
                for i in order
            ],
            "central": [
                (view.entries[i].opportunity.title, [_share(one) for one in view.ranks.central[i]])
                for i in order
            ],
            "spread": [
                (
                    view.entries[i].opportunity.title,
                    [
                        (f"{mean:.1f}", "–" if sd != sd else f"{sd:.1f}", f"{known} of {asked}")
                        for mean, sd, known, asked in zip(
                            view.panel.mean[i],
                            view.panel.disagreement[i],
                            view.panel.known[i],
                            view.panel.asked[i],
                            strict=True,
                        )
                    ],
                )
                for i in order
            ],
            "core_rows": [(view.entries[i].opportunity.title, [found.of_100[i]]) for i in order],
            "steady": steady,
            "worst": worst,
            "conflict": found.conflict,
            "equity": found.equity,
            "weighed": weighed,
            "swing_rows": [("The panel", [_share(one) for one in weighed.weights])]
            if weighed
            else [],
        }
    return render(request, "priorities/method.jinja", context)
