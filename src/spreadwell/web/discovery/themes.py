"""Themes: what belongs together, and the answer to all who said it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.discovery.actions import merge_themes, open_theme, sort_findings
from spreadwell.domain.discovery.models import Finding, Opportunity, Theme
from spreadwell.domain.discovery.parting import check_undo_merge
from spreadwell.domain.discovery.permissions import SORT, check_sort
from spreadwell.domain.discovery.queries import who_was_heard
from spreadwell.domain.discovery.states import THEME
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.learning.models import Notice
from spreadwell.domain.learning.notices import answer_theme
from spreadwell.domain.learning.permissions import check_notice
from spreadwell.domain.learning.trail import trail_of
from spreadwell.domain.people.permissions import check_may

from ..asking import Crumb, Question, ask, offer
from ..middleware import PageRequest
from ..pages import attempt, find, render
from .forms import AnswerForm, MergeForm, ThemeForm
from .views import PER_PAGE, address_without_page


def _one(request: PageRequest, pk: int) -> Theme:
    """Return the theme of this address."""
    return find(Theme.objects.visible_to(request.viewer).select_related("mission"), pk=pk)


def _address(theme: Theme) -> str:
    return reverse("discovery:theme", args=[theme.pk])


def _way(theme: Theme) -> list[Crumb]:
    return [
        ("Discovery", f"{reverse('discovery:list')}?mission={theme.mission.slug}"),
        (theme.name, _address(theme)),
    ]


def detail(request: PageRequest, pk: int) -> HttpResponse:
    """Show one theme: the need, who said it, what came of it."""
    viewer = request.viewer
    theme = _one(request, pk)
    findings = Finding.objects.visible_to(viewer).filter(theme=theme).select_related("mission")
    counted = who_was_heard(findings)
    notices = Notice.objects.visible_to(viewer).filter(finding__theme=theme, moved=False)
    context = {
        "theme": theme,
        "state": THEME.states[theme.state],
        "voices": [
            (voice, sum(row)) for voice, row in zip(counted.voices, counted.counts, strict=True)
        ],
        "places": len([place for place in counted.places if place != "Place not said"]),
        "total": counted.total,
        "page": Paginator(findings, PER_PAGE).get_page(request.GET.get("page")),
        "query": address_without_page(request),
        "opportunities": Opportunity.objects.visible_to(viewer).filter(themes=theme),
        "answers": notices.values_list("text", "did", "sent_on")
        .order_by("-sent_on")
        .distinct()[:5],
        "invented": findings.filter(origin="invented").exists(),
        "may_sort": not allowed(check_sort, viewer, theme.mission),
        "cannot_undo": allowed(check_undo_merge, theme),
        "may_answer": not allowed(check_notice, viewer, theme.mission),
        "trail": trail_of(request.viewer, theme),
        "events": history_of(theme),
    }
    return render(request, "discovery/theme.jinja", context)


def open_one(request: PageRequest) -> HttpResponse:
    """Open a theme."""
    question = Question(
        "Open a theme",
        "Open it",
        "The theme is open. Sort findings into it.",
        [("Discovery", reverse("discovery:list"))],
        "A need that several findings share, in a few words that people would use.",
    )
    asked = request.viewer.mission_ids
    form = ThemeForm(request.POST or None, viewer=request.viewer)
    mission_id = next(iter(asked), None)
    reason = allowed(check_may, request.viewer, "open themes", SORT, mission_id=mission_id)
    return ask(request, question, form, open_theme, _address, reason=reason)


@require_POST
def sort(request: PageRequest) -> HttpResponse:
    """Sort the ticked findings into a theme."""
    chosen = [key for key in request.POST.getlist("finding") if key.isdecimal()]
    theme_key = request.POST.get("into", "")
    theme = find(
        Theme.objects.visible_to(request.viewer), pk=int(theme_key) if theme_key.isdecimal() else 0
    )
    findings = list(Finding.objects.visible_to(request.viewer).filter(pk__in=chosen))
    done = f"{len(findings)} sorted into “{theme}”."
    attempt(request, done, sort_findings, theme=theme, findings=findings)
    return redirect(f"{reverse('discovery:list')}?mission={theme.mission.slug}#findings")


def merge(request: PageRequest, pk: int) -> HttpResponse:
    """Merge a theme into another."""
    theme = _one(request, pk)
    question = Question(
        f"Merge “{theme}”",
        "Merge",
        "Merged. Everybody who spoke moved with it.",
        _way(theme),
        "All findings and everybody who spoke move to the other theme; nobody is lost.",
    )
    form = MergeForm(request.POST or None)
    others = Theme.objects.visible_to(request.viewer).filter(mission=theme.mission, state="open")
    offer(form, "into", others.exclude(pk=pk))
    reason = allowed(check_sort, request.viewer, theme.mission)
    return ask(request, question, form, merge_themes, _address, reason=reason, theme=theme)


def answer(request: PageRequest, pk: int) -> HttpResponse:
    """Tell everybody who spoke in a theme what their words changed."""
    theme = _one(request, pk)
    many = Finding.objects.visible_to(request.viewer).filter(theme=theme).count()
    question = Question(
        "Tell them what it changed",
        "Send the notice back",
        "Sent to everybody who said it.",
        _way(theme),
        f"Goes to everybody behind the {many:,} findings of “{theme}”.",
    )
    form = AnswerForm(request.POST or None)
    reason = allowed(check_notice, request.viewer, theme.mission)
    back = _address(theme)
    return ask(request, question, form, answer_theme, back, reason=reason, theme=theme)
