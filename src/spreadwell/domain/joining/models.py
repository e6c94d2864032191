"""Expressions of interest from anybody, and calls in which organisations apply to be sites."""

from django.db import models
from django.db.models import F, Q

from ..decisions.models import Decision
from ..foundation.scope import M, ScopedQuerySet, Seer
from ..innovations.models import InnovationVersion
from ..missions.models import Mission
from ..networks.models import Membership, Network, Organisation
from ..people.models import Person
from ..sites.models import ImplementationSite
from .states import APPLICATION, CALL, INTEREST


class ExpressionOfInterestQuerySet(ScopedQuerySet["ExpressionOfInterest"]):
    """Expressions of interest."""

    def own(self, viewer: Seer) -> Q:
        """The mission's lead sees them, and the facilitators of its networks."""
        return Q(mission_id__in=viewer.mission_ids) | Q(
            mission__networks__in=viewer.facilitated_network_ids
        )


class ExpressionOfInterest(models.Model):
    """Somebody offers to take part in a mission; an answer is owed by a date."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="interest")
    organisation_name = models.CharField(max_length=200)
    offer = models.TextField(help_text="What it offers, in its own words.")
    contact_name = models.CharField(max_length=120)
    contact_email = models.EmailField()
    consented_at = models.DateTimeField(help_text="When the contact agreed to be written to.")
    received_on = models.DateField()
    answer_due = models.DateField()
    state = models.CharField(max_length=9, choices=INTEREST.choices(), default=INTEREST.first())
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    membership = models.OneToOneField(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="interest"
    )
    removal_asked_on = models.DateField(
        null=True, blank=True, help_text="When the contact asked that its details be removed."
    )

    objects = ExpressionOfInterestQuerySet.as_manager()

    class Meta:
        ordering = ["answer_due", "pk"]
        verbose_name_plural = "expressions of interest"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "declined"))
                | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="settled_interest_was_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(membership__isnull=False),
                name="accepted_interest_became_a_member",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_name}: {self.mission}"


class PublicTurnQuerySet(ScopedQuerySet["PublicTurn"]):
    """Turns at public forms: nobody looks at them, they are only counted."""


class PublicTurn(models.Model):
    """That a connection sent a public form, by a scrambled mark; deleted after a day.

    The mark changes every day and stands beside nothing that was sent.
    """

    mark = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = PublicTurnQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["mark", "at"], name="turns_of_a_connection")]

    def __str__(self) -> str:
        return f"A public form was sent on {self.at:%-d %B %Y}"


class SiteCallQuerySet(ScopedQuerySet["SiteCall"]):
    """Calls for sites."""

    def own(self, viewer: Seer) -> Q:
        """Whoever applied can read what they applied to, also after it was withdrawn."""
        return Q(applications__applicant_id=viewer.person_id) | Q(
            applications__organisation_id__in=viewer.organisation_ids
        )

    def published(self) -> Q:
        """A call is public from its opening on."""
        return Q(state__in=("open", "reviewing", "decided"))


class SiteCall(models.Model):
    """A mission lead asks organisations to apply to be sites of an innovation's version."""

    version = models.ForeignKey(InnovationVersion, on_delete=models.PROTECT, related_name="calls")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="calls")
    title = models.CharField(max_length=160)
    text = models.TextField(help_text="What is offered and what is asked of a site.")
    places = models.PositiveSmallIntegerField(help_text="How many sites are sought.")
    opens = models.DateField()
    closes = models.DateField(help_text="The last day on which organisations can apply.")
    answers_by = models.DateField(help_text="By when every applicant is answered.")
    state = models.CharField(max_length=9, choices=CALL.choices(), default=CALL.first())
    decision = models.OneToOneField(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="site_call"
    )
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = SiteCallQuerySet.as_manager()

    class Meta:
        ordering = ["-closes", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gte=F("opens")) & Q(answers_by__gte=F("closes")),
                name="call_opens_closes_and_answers_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(decision__isnull=False),
                name="decided_call_has_its_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OfCallQuerySet(ScopedQuerySet[M]):
    """Rows that belong to a call, published with it."""

    def own(self, viewer: Seer) -> Q:
        """Whoever applied can read what they were asked."""
        return Q(call__applications__applicant_id=viewer.person_id) | Q(
            call__applications__organisation_id__in=viewer.organisation_ids
        )

    def published(self) -> Q:
        """What is asked is public with the call."""
        return Q(call__state__in=("open", "reviewing", "decided"))


class CallCriterion(models.Model):
    """One thing by which applications are scored, 0 to 4."""

    call = models.ForeignKey(SiteCall, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(max_length=120)
    question = models.TextField(help_text="What the applicant is asked.")
    weight = models.PositiveSmallIntegerField(default=1)
    order = models.PositiveSmallIntegerField(default=0)

    objects = OfCallQuerySet.as_manager()

    class Meta:
        ordering = ["call", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "name"], name="call_criterion_is_named_once"),
            models.CheckConstraint(condition=Q(weight__range=(1, 5)), name="weight_is_one_to_five"),
        ]

    def __str__(self) -> str:
        return self.name


class CallReviewerQuerySet(ScopedQuerySet["CallReviewer"]):
    """Reviewers of calls."""

    def own(self, viewer: Seer) -> Q:
        """The mission's lead sees them all, a reviewer sees that they are one."""
        return Q(call__version__innovation__mission_id__in=viewer.mission_ids) | Q(
            person_id=viewer.person_id
        )


class CallReviewer(models.Model):
    """Somebody asked to score the applications of a call."""

    call = models.ForeignKey(SiteCall, on_delete=models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reviews")

    objects = CallReviewerQuerySet.as_manager()

    class Meta:
        ordering = ["call", "person__name"]
        constraints = [
            models.UniqueConstraint(fields=["call", "person"], name="reviewer_is_asked_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} for {self.call}"


class SiteApplicationQuerySet(ScopedQuerySet["SiteApplication"]):
    """Applications."""

    def own(self, viewer: Seer) -> Q:
        """The applicant and its organisation, the mission's lead and the call's reviewers."""
        return (
            Q(applicant_id=viewer.person_id)
            | Q(organisation_id__in=viewer.organisation_ids)
            | Q(call__version__innovation__mission_id__in=viewer.mission_ids)
            | Q(call__reviewers__person_id=viewer.person_id)
        )


class SiteApplication(models.Model):
    """One organisation applies to one call, answering each criterion."""

    call = models.ForeignKey(SiteCall, on_delete=models.PROTECT, related_name="applications")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="applications"
    )
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications")
    answers = models.JSONField(default=dict, help_text="Key of the criterion → answer.")
    received_on = models.DateField()
    state = models.CharField(
        max_length=10, choices=APPLICATION.choices(), default=APPLICATION.first()
    )
    answer = models.TextField(blank=True, help_text="What the applicant was told, with reasons.")
    answered_on = models.DateField(null=True, blank=True)
    site = models.OneToOneField(
        ImplementationSite,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="application",
    )

    objects = SiteApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["call", "received_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "organisation"], name="organisation_applies_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("chosen", "not_chosen"))
                | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="settled_application_was_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.call}"


class ReviewQuerySet(ScopedQuerySet[M]):
    """What a reviewer wrote about an application."""

    def own(self, viewer: Seer) -> Q:
        """A reviewer sees their own, the mission's lead those of the mission's calls."""
        return Q(reviewer__person_id=viewer.person_id) | Q(
            application__call__version__innovation__mission_id__in=viewer.mission_ids
        )


class ApplicationScore(models.Model):
    """One reviewer's score of one application on one criterion, with a note."""

    application = models.ForeignKey(
        SiteApplication, on_delete=models.PROTECT, related_name="scores"
    )
    reviewer = models.ForeignKey(CallReviewer, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(CallCriterion, on_delete=models.PROTECT, related_name="scores")
    score = models.PositiveSmallIntegerField(help_text="0 not shown, 4 fully shown.")
    note = models.TextField(blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["application", "reviewer", "criterion"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer", "criterion"], name="application_is_scored_once"
            ),
            models.CheckConstraint(
                condition=Q(score__range=(0, 4)), name="score_is_nought_to_four"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.score}"


class ReviewerInterest(models.Model):
    """A reviewer's interest in one applicant; it excludes them from scoring that application."""

    application = models.ForeignKey(
        SiteApplication, on_delete=models.PROTECT, related_name="interests"
    )
    reviewer = models.ForeignKey(CallReviewer, on_delete=models.PROTECT, related_name="interests")
    what = models.TextField()
    declared_on = models.DateField()

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"], name="interest_is_declared_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewer.person}: {self.what}"
