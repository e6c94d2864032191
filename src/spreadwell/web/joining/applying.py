"""Applying to a call, changing an application and taking it back."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.joining.applying import apply, change_application, withdraw_application
from spreadwell.domain.joining.models import CallCriterion, SiteApplication, SiteCall
from spreadwell.domain.joining.permissions import check_apply, check_change_application
from spreadwell.domain.joining.policies import check_takes_applications, check_waits
from spreadwell.domain.people.viewer import Viewer

from ..middleware import PageRequest
from ..pages import attempt, render
from .finding import links, one_application, one_call, to_application, to_call
from .forms import ApplyForm


def check_apply_to(viewer: Viewer, call: SiteCall) -> None:
    """Raise unless the viewer may apply to this call today."""
    check_apply(viewer)
    check_takes_applications(call)


def check_change(viewer: Viewer, application: SiteApplication) -> None:
    """Raise unless the viewer may change this application today."""
    check_change_application(viewer, application)
    check_waits(application)
    check_takes_applications(application.call)


def check_take_back(viewer: Viewer, application: SiteApplication) -> None:
    """Raise unless the viewer may withdraw this application now."""
    check_change_application(viewer, application)
    check_waits(application)


def apply_to(request: PageRequest, pk: int) -> HttpResponse:
    """Apply for one's organisation."""
    call = one_call(request, pk)
    reason = allowed(check_apply_to, request.viewer, call)
    if reason:
        raise PermissionDenied(reason)
    criteria = list(CallCriterion.objects.visible_to(request.viewer).filter(call=call))
    form = ApplyForm(request.POST or None, viewer=request.viewer, criteria=criteria, new=True)
    if request.method == "POST" and form.is_valid():
        done = f"Received. You can change it until {call.closes.day} {call.closes:%B %Y}."
        made = attempt(request, done, apply, form, call=call, **form.given())
        if made is not None:
            return redirect("joining:application", made.pk)
    context = {"call": call, "form": form, "crumbs": links(to_call(call)), "submit": "Apply"}
    return render(request, "joining/apply.jinja", context)


def change(request: PageRequest, pk: int) -> HttpResponse:
    """Change an application while the call is open."""
    application = one_application(request, pk)
    reason = allowed(check_change, request.viewer, application)
    if reason:
        raise PermissionDenied(reason)
    call = application.call
    criteria = list(CallCriterion.objects.visible_to(request.viewer).filter(call=call))
    initial = {f"criterion_{one.pk}": application.answers.get(str(one.pk)) for one in criteria}
    form = ApplyForm(
        request.POST or None, viewer=request.viewer, criteria=criteria, new=False, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        given = form.given()
        if attempt(request, "Saved.", change_application, form, application=application, **given):
            return redirect("joining:application", pk)
    context = {
        "call": call,
        "form": form,
        "crumbs": links(to_application(application)),
        "submit": "Save",
    }
    return render(request, "joining/apply.jinja", context)


@require_POST
def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """Take an application back."""
    application = one_application(request, pk)
    attempt(request, "Withdrawn.", withdraw_application, application=application)
    return redirect("joining:application", pk)
