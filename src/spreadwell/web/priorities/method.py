"""How the answer comes about: in plain words first, then in the field's own terms."""

from typing import Any

from django.http import HttpResponse

from spreadwell.charts.frame import Look, Picture
from spreadwell.charts.rank_bars import RankRow, rank_bars
from spreadwell.domain.priorities.evidence import fingerprint
from spreadwell.domain.priorities.frozen import work_out_again
from spreadwell.domain.priorities.meeting import Dials, Table, in_force, lay_out
from spreadwell.domain.priorities.models import Shortlist
from spreadwell.domain.priorities.policies import check_seen
from spreadwell.domain.priorities.portfolio import answer, regret
from spreadwell.domain.priorities.queries import PanelView, panel_view
from spreadwell.domain.priorities.robust import deprived_sentence, robust, worth_talking
from spreadwell.domain.priorities.weighing import panel_weights
from spreadwell.methods.priorities.confidence import confidence_factors
from spreadwell.methods.priorities.severity import is_unbalanced

from ..middleware import PageRequest
from ..missions.presenters import NARROW, WIDE, Drawn
from ..pages import guard, render
from .views import one_shortlist

# More portfolios than this are counted, not listed.
LISTED = 12
# Never more rank bars than fit a screen.
DRAWN = 20


def _share(value: float) -> str:
    """Write a share as a count of 100; a dash where there is none."""
    return "–" if value != value else f"{round(100 * value)}"


def method(request: PageRequest, pk: int) -> HttpResponse:
    """Show what the answer is and why, then ranks, weights, portfolios and regret."""
    shortlist = one_shortlist(request, pk)
    guard(check_seen, shortlist)
    view, table = panel_view(shortlist), lay_out([shortlist])
    context: dict[str, Any] = {"shortlist": shortlist, "view": view}
    if view is not None and view.scored and table is not None:
        dials = in_force(table)
        order = sorted(range(len(view.entries)), key=lambda i: -view.ranks.in_top[i])
        context |= _plain(shortlist, view, table, dials, order)
        context |= _terms(shortlist, view, order) | _portfolios(table, dials)
    return render(request, "priorities/method.jinja", context)


def _plain(
    shortlist: Shortlist, view: PanelView, table: Table, dials: Dials, order: list[int]
) -> dict[str, Any]:
    """What a person reads first: in, depends or not this round, and what would change it."""
    found, verdicts = answer(table, dials), view.ranks.verdicts()
    steady, worst = regret(table, dials) if found.found else ([], float("nan"))
    decision = shortlist.decision
    groups = [
        (word, [table.names[i] for i in order if verdicts[i] == word])
        for word in ("in", "depends", "not this round")
    ]
    return {
        "drawn": _drawn(view, order, invented=shortlist.invented),
        "groups": groups,
        "lines": [
            (
                table.names[i],
                verdicts[i].capitalize(),
                round(100 * float(view.ranks.in_top[i])),
                found.of_100[i] if found.found else None,
                found.leaves[i] or found.gives[i],
            )
            for i in order
        ],
        "conflict": found.conflict,
        "equity": found.equity,
        "deprived": deprived_sentence(table, dials),
        "steady": steady,
        "worst": worst,
        "notes": found.notes,
        "again": work_out_again(decision.evidence) if decision else None,
        "untouched": decision is not None
        and decision.evidence.get("inputs_sha256") == fingerprint(shortlist),
    }


def _terms(shortlist: Shortlist, view: PanelView, order: list[int]) -> dict[str, Any]:
    """The panel and its ranks in the field's terms."""
    sure = confidence_factors(view.panel, view.ranks.central)
    titles = [entry.opportunity.title for entry in view.entries]
    weighed = panel_weights(shortlist)
    return {
        "ranks": [(titles[i], [_share(one) for one in view.ranks.rank[i]]) for i in order],
        "central": [
            (titles[i], [_share(sure[i]), *(_share(one) for one in view.ranks.central[i])])
            for i in order
        ],
        "levelled": [
            one.name.lower()
            for c, one in enumerate(view.criteria)
            if is_unbalanced(view.scores[:, c, :])
        ],
        "spread": [(titles[i], _cells(view, i)) for i in order],
        "weighed": weighed,
        "swing_rows": [("The panel", [_share(one) for one in weighed.weights])] if weighed else [],
    }


def _cells(view: PanelView, i: int) -> list[tuple[str, str, str]]:
    """Mean, standard deviation and how many are known of those asked, by criterion."""
    panel = view.panel
    return [
        (f"{mean:.1f}", "–" if sd != sd else f"{sd:.1f}", f"{known} of {asked}")
        for mean, sd, known, asked in zip(
            panel.mean[i], panel.disagreement[i], panel.known[i], panel.asked[i], strict=True
        )
    ]


def _portfolios(table: Table, dials: Dials) -> dict[str, Any]:
    """Every portfolio that could be best, and what information is worth."""
    found = robust(table, dials)
    names = table.names
    return {
        "robust": found,
        "portfolios": [
            "; ".join(names[i] for i in one) or "none"
            for one in (found.portfolios[:LISTED] if found else ())
        ],
        "always": [names[i] for i in found.always] if found else [],
        "sometimes": [names[i] for i in found.sometimes] if found else [],
        "never": [names[i] for i in found.never] if found else [],
        "worth": [
            (one.entry.opportunity.title, [one.on.name, f"{one.points:.1f}"])
            for one in worth_talking(table, dials)
        ],
    }


def _drawn(view: PanelView, order: list[int], *, invented: bool) -> Drawn:
    """Draw how often each ranks where."""
    rows = [
        RankRow(view.entries[i].opportunity.title, tuple(float(one) for one in view.ranks.rank[i]))
        for i in order[:DRAWN]
    ]

    def draw(width: int, prefix: str) -> Picture:
        return rank_bars(rows, Look(width=width, prefix=prefix, invented=invented))

    return Drawn(draw(WIDE, "ranks"), draw(NARROW, "ranks-narrow"))
