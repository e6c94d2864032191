"""What becomes of organisations: mergers, new names and codes, closing; shown before it is done."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from spreadwell.domain.foundation.refusals import Invalid, allowed
from spreadwell.domain.measures.models import Reading
from spreadwell.domain.networks.models import Membership, Organisation
from spreadwell.domain.networks.permissions import check_keep_organisations
from spreadwell.domain.networks.succession import (
    check_closing,
    check_succession,
    close_organisation,
    edges_that_end,
    members_that_follow,
    merge_organisations,
    recode_organisation,
    rename_organisation,
)
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import ImplementationSite

from ..asking import Crumb, FindOrganisation, Question, ask, find_for
from ..environment import count, day
from ..formkit import DayField, LongText, PageForm
from ..middleware import PageRequest
from ..pages import find
from .confirming import ask_twice

NAMED = 8
"""So many names are told in a sentence; the rest are counted."""


class MergeForm(PageForm):
    """Who was taken over, one a line, and on which day."""

    merged = LongText(
        label="From which organisations does it take over?",
        rows=3,
        help_text="One a line: its code or its name.",
    )
    on = DayField(label="From which day?", help_text="The first day on which they are one.")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def clean_merged(self) -> list[Organisation]:
        """Find the organisation of each line; every line that is not one is told."""
        found, wrong = [], []
        for line in self.cleaned_data["merged"].splitlines():
            if not line.strip():
                continue
            field = FindOrganisation(label="")
            field.viewer = self.viewer
            try:
                found.append(field.clean(line))
            except forms.ValidationError as error:
                wrong += error.messages
        if wrong:
            raise forms.ValidationError(wrong)
        return list(dict.fromkeys(found))


class SucceedForm(PageForm):
    """Who took over, and on which day."""

    into = FindOrganisation(label="Which organisation took over?")
    on = DayField(label="From which day?", help_text="The first day without this one.")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        find_for(self, "into", viewer)


class CloseForm(PageForm):
    """From which day an organisation is no more."""

    on = DayField(label="From which day is it closed?", help_text="The first day without it.")


class RenameForm(PageForm):
    """A new name."""

    name = forms.CharField(label="New name", max_length=200)
    on = DayField(label="From which day?")


class RecodeForm(PageForm):
    """A new code."""

    code = forms.CharField(label="New code", max_length=24)
    on = DayField(label="From which day?")


def one_organisation(request: PageRequest, code: str) -> Organisation:
    """Find an organisation by its code of today."""
    return find(Organisation.objects.visible_to(request.viewer), code=code)


def crumbs_of(found: Organisation) -> list[Crumb]:
    """Return the way to what belongs to an organisation."""
    return [("Networks", reverse("networks:list")), (found.name, page_of(found))]


def page_of(found: Organisation) -> str:
    """Return the address of an organisation."""
    return reverse("networks:organisation", args=[found.code])


def _may_not(request: PageRequest) -> str:
    return allowed(check_keep_organisations, request.viewer)


def merge(request: PageRequest, code: str) -> HttpResponse:
    """Record that an organisation takes over from others."""
    found = one_organisation(request, code)
    form = MergeForm(request.POST or None, viewer=request.viewer)
    words = (f"{found.name} takes over", "Record the merger")
    return _takeover(request, found, words, form, into=found)


def succeed(request: PageRequest, code: str) -> HttpResponse:
    """Record that another organisation took over from this one."""
    found = one_organisation(request, code)
    form = SucceedForm(request.POST or None, viewer=request.viewer)
    words = (f"Who took over from {found.name}", "Record it")
    return _takeover(request, found, words, form, merged=[found])


def _takeover(
    request: PageRequest,
    found: Organisation,
    words: tuple[str, str],
    form: PageForm,
    **fixed: Any,
) -> HttpResponse:
    """Ask who takes over from whom, from either end; `words` are the heading and the button."""
    viewer = request.viewer

    def foretell(*, merged: Sequence[Organisation], into: Organisation, on: date) -> list[str]:
        return _merger(viewer, merged, into, on)

    heading, submit = words
    return ask_twice(
        request,
        Question(
            heading, submit, "Recorded.", crumbs_of(found),
            "Both stay known. What will happen is shown before anything is stored.",
        ),
        form,
        foretell,
        merge_organisations,
        page_of(found),
        reason=_may_not(request),
        **fixed,
    )  # fmt: skip


def close(request: PageRequest, code: str) -> HttpResponse:
    """Record that an organisation closed and nobody took over."""
    found = one_organisation(request, code)
    viewer = request.viewer

    def foretell(*, organisation: Organisation, on: date) -> list[str]:
        check_closing(organisation, on)
        ending = edges_that_end(organisation, on)
        told = [f"{organisation.name} closes: its last day is {day(on - timedelta(days=1))}."]
        ended = [str(edge) for edge in ending]
        told.append(
            f"{count(len(ended), 'membership ends', 'memberships end')} with it: {_few(ended)}."
            if ended
            else "No membership runs on that day."
        )
        return [*told, *_stays(viewer, organisation)]

    return ask_twice(
        request,
        Question(
            f"{found.name} closed", "Record it", "Recorded.", crumbs_of(found),
            "Where another organisation took over, say that instead: results can then be shown "
            "under either.",
        ),
        CloseForm(request.POST or None),
        foretell,
        close_organisation,
        page_of(found),
        reason=_may_not(request),
        organisation=found,
    )  # fmt: skip


def rename(request: PageRequest, code: str) -> HttpResponse:
    """Give an organisation a new name from a day on."""
    found = one_organisation(request, code)
    return ask(
        request,
        Question(
            f"A new name for {found.name}", "Rename it", "Renamed.", crumbs_of(found),
            "The former name stays on its page and still finds it.",
        ),
        RenameForm(request.POST or None),
        rename_organisation,
        page_of,
        reason=_may_not(request),
        organisation=found,
    )  # fmt: skip


def recode(request: PageRequest, code: str) -> HttpResponse:
    """Give an organisation a new code from a day on."""
    found = one_organisation(request, code)
    return ask(
        request,
        Question(
            f"A new code for {found.name}", "Give it this code", "Saved.", crumbs_of(found),
            f"It stays the same organisation: {found.code} still finds it, and files that use the "
            "former code still count for it. Where one organisation took over from another, "
            "record that instead.",
        ),
        RecodeForm(request.POST or None),
        recode_organisation,
        page_of,
        reason=_may_not(request),
        organisation=found,
    )  # fmt: skip


def _merger(
    viewer: Viewer, merged: Sequence[Organisation], into: Organisation, on: date
) -> list[str]:
    """Say what a merger will do, or refuse it as the action would."""
    if not merged:
        raise Invalid("Choose the organisations that are taken over.", field="merged")
    told = []
    for one in merged:
        check_succession(one, into, on)
        last = day(on - timedelta(days=1))
        closes = one.closed is None or one.closed > on
        told.append(
            f"{one.name} ({one.code}) closes: its last day is {last}."
            if closes
            else f"{one.name} ({one.code}) is closed already and stays so."
        )
        moving = [edge.source.name for edge in members_that_follow(one, into, on)]
        told.append(
            f"{count(len(moving), 'member')} of {one.name} "
            f"{'moves' if len(moving) == 1 else 'move'} to {into.name} on {day(on)}: "
            f"{_few(moving)}."
            if moving
            else f"No member of {one.name} moves along."
        )
        told += _stays(viewer, one, into)
    return told


def _stays(viewer: Viewer, one: Organisation, into: Organisation | None = None) -> list[str]:
    """Say what stays where it is: readings, sites and places in networks."""
    readings = Reading.objects.visible_to(viewer).current().filter(organisation=one).count()
    told = []
    if readings:
        said = f"{count(readings, 'reading')} of {one.name} "
        said += f"{'stays' if readings == 1 else 'stay'} with it: nothing of the past is rewritten."
        if into is not None:
            said += f" A chart by today's structure adds them to {into.name}."
        told.append(said)
    sites = ImplementationSite.objects.visible_to(viewer).filter(organisation=one)
    running = sites.exclude(state__in=("stopped", "de_adopted")).count()
    if running:
        verb = "stays as it is" if running == 1 else "stay as they are"
        told.append(f"{count(running, 'site')} at {one.name} {verb}; see to each.")
    joined = Membership.objects.visible_to(viewer).filter(organisation=one, ends=None)
    names = sorted({member.network.name for member in joined.select_related("network")})
    if names:
        told.append(
            f"{one.name} stays a member of {_few(names)} until somebody changes that there."
        )
    return told


def _few(names: Sequence[str]) -> str:
    """Name some, and count the rest."""
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more:,} more" if more > 0 else "")
