"""Taking a theme apart: splitting it, undoing a merge."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.discovery.models import Finding, Theme
from spreadwell.domain.discovery.parting import split_theme, undo_merge
from spreadwell.domain.discovery.permissions import check_sort
from spreadwell.domain.foundation.refusals import allowed

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find
from .forms import SplitForm


def _one(request: PageRequest, pk: int) -> Theme:
    return find(Theme.objects.visible_to(request.viewer).select_related("mission"), pk=pk)


def split(request: PageRequest, pk: int) -> HttpResponse:
    """Ask which findings go to a theme of their own."""
    theme = _one(request, pk)
    address = reverse("discovery:theme", args=[pk])
    question = Question(
        f"Split “{theme}”",
        "Split it",
        "Split. Everybody who spoke stands in one of the two.",
        [("Discovery", reverse("discovery:list")), (theme.name, address)],
        "The findings that you tick go to a theme of their own, which stands behind the same "
        "opportunities. The others stay.",
    )
    words = request.GET.get("q", "")
    rows = Finding.objects.visible_to(request.viewer).filter(theme=theme)
    form = SplitForm(request.POST or None, findings=rows, words=words)
    reason = allowed(check_sort, request.viewer, theme.mission)

    def back(made: Theme) -> str:
        return reverse("discovery:theme", args=[made.pk])

    return ask(request, question, form, split_theme, back, reason=reason, theme=theme)


@require_POST
def undo(request: PageRequest, pk: int) -> HttpResponse:
    """Undo the merge of a theme into another."""
    theme = _one(request, pk)
    attempt(request, "It is open again, with what it brought.", undo_merge, theme=theme)
    return redirect(reverse("discovery:theme", args=[pk]))
