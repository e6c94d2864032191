"""What happens to organisations over time: new names, new codes, mergers. History stays."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import EdgeKind, Organisation, OrganisationEdge, OrganisationKind, OrganisationName
from .permissions import check_keep_organisations


@action
def rename_organisation(
    *, by: Person, organisation: Organisation, name: str, on: date
) -> Organisation:
    """Call an organisation otherwise from a day on; the former name stays known."""
    check_keep_organisations(viewer_of(by))
    name = filled(name, "name", "Enter the organisation's new name.")
    if name == organisation.name:
        raise Invalid("This is its name already.", field="name")
    former = organisation.name
    _keep_former(organisation, on)
    organisation.name = name
    organisation.save(update_fields=["name"])
    record(
        by=by,
        verb="networks.organisation_renamed",
        thing=organisation,
        summary=f"{by} renamed {former} to {name} from {on:%-d %B %Y}",
    )
    return organisation


@action
def recode_organisation(
    *, by: Person, organisation: Organisation, code: str, on: date
) -> Organisation:
    """Give an organisation another code from a day on; the former code still finds it."""
    check_keep_organisations(viewer_of(by))
    code = filled(code, "code", "Enter the organisation's new code.").upper()
    if Organisation.objects.filter(code=code).exists():
        raise Invalid(f"An organisation with the code {code} is here already.", field="code")
    former = organisation.code
    _keep_former(organisation, on)
    organisation.code = code
    organisation.save(update_fields=["code"])
    record(
        by=by,
        verb="networks.organisation_recoded",
        thing=organisation,
        summary=f"{by} changed the code of {organisation} from {former} to {code}, {on:%-d %B %Y}",
    )
    return organisation


@action
def merge_organisations(
    *, by: Person, merged: Sequence[Organisation], into: Organisation, on: date
) -> list[OrganisationEdge]:
    """Say that one organisation takes over from others on a day; who was in them moves along.

    Results before that day stay with the organisations of their time.
    """
    check_keep_organisations(viewer_of(by))
    if not merged:
        raise Invalid("Choose the organisations that are taken over.", field="merged")
    made = []
    for one in merged:
        check_succession(one, into, on)
        made.append(
            OrganisationEdge.objects.create(
                source=one, kind=EdgeKind.SUCCEEDED_BY, target=into, starts=on
            )
        )
        if one.closed is None or one.closed > on:
            one.closed = on
            one.save(update_fields=["closed"])
        _members_follow(one, into, on)
    names = ", ".join(map(str, merged))
    record(
        by=by,
        verb="networks.organisations_merged",
        thing=into,
        summary=f"{by} recorded that {into} took over from {names} on {on:%-d %B %Y}",
        detail={"merged": [one.code for one in merged]},
    )
    return made


@action
def close_organisation(*, by: Person, organisation: Organisation, on: date) -> Organisation:
    """Say that an organisation is no more from a day on, with nobody who takes over from it.

    Memberships in it and of it end that day; its readings and history stay.
    """
    check_keep_organisations(viewer_of(by))
    check_closing(organisation, on)
    for edge in edges_that_end(organisation, on):
        edge.ends = on
        edge.save(update_fields=["ends"])
    organisation.closed = on
    organisation.save(update_fields=["closed"])
    record(
        by=by,
        verb="networks.organisation_closed",
        thing=organisation,
        summary=f"{by} recorded that {organisation} closed on {on:%-d %B %Y}",
    )
    return organisation


def check_closing(organisation: Organisation, on: date) -> None:
    """Raise unless an organisation can close on a day."""
    if organisation.closed is not None and organisation.closed <= on:
        raise Invalid(f"{organisation} is closed since {organisation.closed:%-d %B %Y}.", "on")
    if organisation.opened and on <= organisation.opened:
        raise Invalid(
            f"{organisation} opened on {organisation.opened:%-d %B %Y}, not before {on:%-d %B %Y}.",
            field="on",
        )


def edges_that_end(organisation: Organisation, on: date) -> list[OrganisationEdge]:
    """Return the memberships in an organisation and of it that would end if it closed on a day."""
    running = OrganisationEdge.objects.running_on(on).exclude(starts=on)
    rows = running.filter(Q(source=organisation) | Q(target=organisation), kind=EdgeKind.MEMBER_OF)
    return list(rows.select_related("source", "target").order_by("source__name", "pk"))


def check_succession(before: Organisation, after: Organisation, on: date) -> None:
    """Raise unless `after` can take over from `before` on a day: no circles, no second time."""
    if before.pk == after.pk:
        raise Invalid(f"{before} cannot succeed itself.", field="into")
    if before.opened and on <= before.opened:
        raise Invalid(f"{before} opened on {before.opened}, which is not before {on}.", field="on")
    if before.pk in heirs_of(after.pk):
        raise Invalid(f"{before} itself came after {after}.", field="into")
    if OrganisationEdge.objects.filter(
        source=before, kind=EdgeKind.SUCCEEDED_BY, target=after
    ).exists():
        raise Invalid(f"It is known already that {after} took over from {before}.", field="into")


def heirs_of(organisation: int) -> set[int]:
    """Return the keys of all who took over from an organisation, directly or in turn."""
    found: set[int] = set()
    edge = {organisation}
    while edge:
        edge = set(
            OrganisationEdge.objects.filter(
                kind=EdgeKind.SUCCEEDED_BY, source_id__in=edge
            ).values_list("target_id", flat=True)
        )
        edge -= found
        found |= edge
    return found


def _keep_former(organisation: Organisation, on: date) -> None:
    if organisation.opened and on <= organisation.opened:
        raise Invalid(f"{organisation} opened on {organisation.opened}.", field="on")
    OrganisationName.objects.create(
        organisation=organisation, code=organisation.code, name=organisation.name, ends=on
    )


def members_that_follow(
    before: Organisation, after: Organisation, on: date
) -> list[OrganisationEdge]:
    """Return the memberships that would move along if one took over from the other on a day."""
    if not before.kind == after.kind == OrganisationKind.PCN:
        return []
    running = OrganisationEdge.objects.running_on(on).exclude(starts=on)
    rows = running.filter(kind=EdgeKind.MEMBER_OF, target=before)
    return list(rows.select_related("source").order_by("source__name", "pk"))


def _members_follow(before: Organisation, after: Organisation, on: date) -> None:
    for edge in members_that_follow(before, after, on):
        # Somebody may have said already that this member is in the successor.
        there = OrganisationEdge.objects.filter(
            Q(ends=None) | Q(ends__gt=on),
            source_id=edge.source_id,
            kind=edge.kind,
            target=after,
        )
        if not there.exists():
            OrganisationEdge.objects.create(
                source_id=edge.source_id, kind=edge.kind, target=after, starts=on, ends=edge.ends
            )
        edge.ends = on
        edge.save(update_fields=["ends"])
