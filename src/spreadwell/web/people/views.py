"""People, their roles, and the first run."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.people.actions import (
    add_person,
    create_first_administrator,
    end_role,
    give_role,
)
from spreadwell.domain.people.models import Person, RoleHeld
from spreadwell.domain.people.roles import Role

from ..middleware import PageRequest
from ..pages import attempt, find, render
from .forms import AddPersonForm, FirstAdministratorForm, GiveRoleForm

A_PAGE = 25


@login_not_required
def first(request: PageRequest) -> HttpResponse:
    """Ask an empty store's first visitor to become its administrator."""
    if Person.objects.get_queryset().exists():
        return redirect("home")
    form = FirstAdministratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = "You are the administrator of this store. Next: open the first mission."
        person = attempt(request, done, create_first_administrator, form, **form.cleaned_data)
        if person is not None:
            login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
            return redirect("missions:list")
    return render(request, "people/first.jinja", {"form": form})


def _only_administrators(request: PageRequest) -> None:
    """Keep the room of people and roles to administrators."""
    if not request.viewer.holds(Role.ADMINISTRATOR):
        raise PermissionDenied("You cannot open this. People and roles are for administrators.")


def people_list(request: PageRequest) -> HttpResponse:
    """List people with the roles they hold now, those with a role first; a name finds one."""
    _only_administrators(request)
    words = request.GET.get("words", "").strip()
    rows = Person.objects.visible_to(request.viewer).prefetch_related("roles")
    if words:
        rows = rows.filter(name__icontains=words)
    listed = [
        (one, ", ".join(dict.fromkeys(r.get_role_display() for r in one.roles.all() if not r.ends)))
        for one in rows
    ]
    listed.sort(key=lambda pair: (not pair[1], pair[0].name.casefold()))
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "people": list(page),
        "page": page.number,
        "pages": page.paginator.num_pages,
        "total": len(listed),
        "words": words,
        "query": f"{urlencode({'words': words})}&" if words else "",
    }
    return render(request, "people/list.jinja", context)


def add(request: PageRequest) -> HttpResponse:
    """Add somebody."""
    _only_administrators(request)
    form = AddPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = attempt(
            request, "Added. Now give them a role.", add_person, form, **form.cleaned_data
        )
        if person is not None:
            return redirect("people:detail", person.pk)
    return render(request, "people/add.jinja", {"form": form})


def detail(request: PageRequest, pk: int, form: GiveRoleForm | None = None) -> HttpResponse:
    """Show somebody, their roles and what was done about them."""
    _only_administrators(request)
    person = find(Person.objects.visible_to(request.viewer), pk=pk)
    context: dict[str, Any] = {
        "person": person,
        "roles": RoleHeld.objects.visible_to(request.viewer)
        .filter(person=person)
        .select_related("mission", "network", "site"),
        "form": form or GiveRoleForm(viewer=request.viewer),
        "events": history_of(person),
    }
    return render(request, "people/detail.jinja", context)


@require_POST
def give(request: PageRequest, pk: int) -> HttpResponse:
    """Give somebody a role."""
    _only_administrators(request)
    person = find(Person.objects.visible_to(request.viewer), pk=pk)
    form = GiveRoleForm(request.POST, viewer=request.viewer)
    if form.is_valid():
        given = form.cleaned_data | {"role": Role(form.cleaned_data["role"]), "person": person}
        if attempt(request, "Role given.", give_role, form, **given) is not None:
            return redirect("people:detail", pk)
    return detail(request, pk, form)


@require_POST
def end(request: PageRequest, pk: int) -> HttpResponse:
    """End a role today."""
    _only_administrators(request)
    held = find(RoleHeld.objects.visible_to(request.viewer), pk=pk)
    attempt(request, "Role ended.", end_role, held=held)
    return redirect("people:detail", held.person_id)
