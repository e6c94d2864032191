"""What was learnt, to be searched; and notices back to those who spoke."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.discovery.models import Finding
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.learning.actions import add_lesson, see_notice, send_notice
from spreadwell.domain.learning.models import Lesson, Notice
from spreadwell.domain.learning.permissions import check_notice, check_teach
from spreadwell.domain.learning.queries import lessons_with

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find, render
from . import forms

A_PAGE = 100


def lesson_list(request: PageRequest) -> HttpResponse:
    """Search the lessons of all innovations, those that stopped included."""
    words, about = request.GET.get("words", "").strip(), request.GET.get("about", "")
    kinds = list(Lesson._meta.get_field("about").choices or [])
    lessons = lessons_with(
        request.viewer, words, about if about in {key for key, _ in kinds} else ""
    )
    total = lessons.count()
    context = {
        "lessons": lessons[:A_PAGE],
        "total": total,
        "more": max(total - A_PAGE, 0),
        "kinds": kinds,
        "words": words,
        "about": about,
    }
    return render(request, "learning/list.jinja", context)


def add(request: PageRequest, innovation: str) -> HttpResponse:
    """Add a lesson."""
    found = find(Innovation.objects.visible_to(request.viewer), slug=innovation)
    back = reverse("innovations:detail", args=[innovation])
    return ask(
        request,
        Question("Something learnt", "Save", "Saved.", [(found.name, back)]),
        forms.LessonForm(request.POST or None, viewer=request.viewer, innovation=found),
        add_lesson,
        back,
        reason=allowed(check_teach, request.viewer, found, None),
        innovation=found,
    )


def notice(request: PageRequest, finding: int) -> HttpResponse:
    """Tell somebody who spoke what their words changed."""
    found = find(Finding.objects.visible_to(request.viewer), pk=finding)
    mission = found.mission
    back = f"{reverse('discovery:list')}?mission={mission.slug}"
    return ask(
        request,
        Question(
            "Tell them what came of it",
            "Send this notice",
            "Sent.",
            [(mission.title, reverse("missions:detail", args=[mission.slug]))],
            f"They said: “{found.text}”",
        ),
        forms.NoticeForm(request.POST or None, viewer=request.viewer, mission=mission),
        send_notice,
        back,
        reason=allowed(check_notice, request.viewer, mission),
        finding=found,
    )


def notices(request: PageRequest) -> HttpResponse:
    """Show what was told back: to the viewer, or by all for those who run the network."""
    rows = Notice.objects.visible_to(request.viewer).select_related("finding", "innovation")
    # Steps that words made are told to those who said them, and to nobody else.
    rows = rows.filter(Q(moved=False) | Q(finding__contributor=request.viewer.person))
    context = {"notices": rows[:A_PAGE], "me": request.viewer.person_id}
    return render(request, "learning/notices.jinja", context)


@require_POST
def seen(request: PageRequest, pk: int) -> HttpResponse:
    """Keep that a notice was read."""
    found = find(Notice.objects.visible_to(request.viewer), pk=pk)
    attempt(request, "", see_notice, notice=found)
    return redirect("learning:notices")
