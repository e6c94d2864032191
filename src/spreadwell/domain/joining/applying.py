"""What an applicant does: applies for an organisation, changes the application, withdraws it."""

from collections.abc import Mapping

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid
from ..networks.models import Organisation
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import SiteApplication, SiteCall
from .permissions import check_apply_for, check_change_application
from .policies import check_new_applicant, check_takes_applications, check_waits
from .states import APPLICATION

# What a reviewer reads on one criterion: about a page.
ANSWER_LIMIT = 3_000


def _checked(call: SiteCall, answers: Mapping[int, str]) -> dict[str, str]:
    """Return the answers by the key of their criterion; each criterion's question is answered."""
    kept = {}
    for criterion in call.criteria.all():
        field = f"criterion_{criterion.pk}"
        said = answers.get(criterion.pk, "").strip()
        if not said:
            raise Invalid(f"Answer the question on “{criterion.name}”.", field=field)
        if len(said) > ANSWER_LIMIT:
            raise Invalid(f"Answer in {ANSWER_LIMIT:,} characters or fewer.", field=field)
        kept[str(criterion.pk)] = said
    return kept


@action
def apply(
    *, by: Person, call: SiteCall, organisation: Organisation, answers: Mapping[int, str]
) -> SiteApplication:
    """Apply to be a site for an organisation, answering what the call asks."""
    check_apply_for(viewer_of(by), organisation)
    # One application to a call at a time, so that two colleagues cannot both apply.
    call = SiteCall.objects.select_for_update().get(pk=call.pk)
    check_takes_applications(call)
    check_new_applicant(call, organisation)
    application = SiteApplication.objects.create(
        call=call,
        organisation=organisation,
        applicant=by,
        answers=_checked(call, answers),
        received_on=timezone.localdate(),
    )
    record(
        by=by,
        verb="joining.applied",
        thing=application,
        summary=f"{by} applied for {organisation}",
    )
    return application


@action
def change_application(
    *, by: Person, application: SiteApplication, answers: Mapping[int, str]
) -> SiteApplication:
    """Change an application while the call is open."""
    check_change_application(viewer_of(by), application)
    check_waits(application)
    check_takes_applications(application.call)
    application.answers = _checked(application.call, answers)
    application.save(update_fields=["answers"])
    record(
        by=by,
        verb="joining.application_changed",
        thing=application,
        summary=f"{by} changed the application",
    )
    return application


@action
def withdraw_application(*, by: Person, application: SiteApplication) -> SiteApplication:
    """Take an application back; until the call is decided it can be."""
    check_change_application(viewer_of(by), application)
    check_waits(application)
    APPLICATION.check_move(application.state, "withdrawn")
    application.state = "withdrawn"
    application.save(update_fields=["state"])
    record(
        by=by,
        verb="joining.application_withdrawn",
        thing=application,
        summary=f"{by} withdrew the application of {application.organisation}",
    )
    return application
