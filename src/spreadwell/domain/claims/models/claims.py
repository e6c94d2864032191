"""What may be said: the ledger of claims."""

from django.db import models
from django.db.models import Q

from ...foundation.origins import HasOrigin
from ...foundation.scope import ScopedQuerySet, Seer
from ...innovations.models import Innovation
from ...measures.models import Measure
from ...missions.models import Mission
from ...people.models import Person
from ..states import CLAIM
from .effects import Effect


class ClaimQuerySet(ScopedQuerySet["Claim"]):
    """Claims."""

    def published(self) -> Q:
        """Shown beyond the team once somebody published it.

        One that ended stays at its address, and says there what took its place.
        """
        return Q(public=True) & ~Q(state="draft")

    def own(self, viewer: Seer) -> Q:
        """An owner sees their claims."""
        return Q(owner_id=viewer.person_id)


class Claim(HasOrigin):
    """A sentence that somebody may repeat; what is missing is shown as missing."""

    innovation = models.ForeignKey(
        Innovation, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    mission = models.ForeignKey(
        Mission, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    external = models.BooleanField(default=False)
    sentence = models.TextField()
    measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    counted = models.CharField(max_length=160, blank=True, help_text="What is counted, in words.")
    numerator = models.FloatField(null=True, blank=True)
    denominator = models.FloatField(null=True, blank=True)
    selected = models.BooleanField(
        null=True,
        blank=True,
        help_text="People were picked for a high value and held against themselves.",
    )
    retest = models.FloatField(
        null=True,
        blank=True,
        help_text="How alike two measurements of one person are there: a correlation.",
    )
    period = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=120, blank=True)
    comparator = models.TextField(blank=True)
    method = models.TextField(blank=True)
    grade = models.CharField(max_length=2, blank=True, help_text="Blank: not assessed.")
    owner = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    effect = models.ForeignKey(
        Effect, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    state = models.CharField(max_length=10, choices=CLAIM.choices(), default=CLAIM.first())
    stated_on = models.DateField(null=True, blank=True)
    source_asked_on = models.DateField(null=True, blank=True)
    reply = models.TextField(blank=True, help_text="What its source answered; stands beside it.")
    replied_on = models.DateField(null=True, blank=True)
    public = models.BooleanField(default=False)
    version = models.PositiveSmallIntegerField(default=1)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )
    superseded_on = models.DateField(null=True, blank=True)
    checked_on = models.DateField(null=True, blank=True, help_text="Last found to be still true.")
    checked_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="checked_claims"
    )
    checked_look = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The look at its effect that was seen when it was checked."
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-stated_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(external=False) | ~Q(source=""), name="external_claim_names_its_source"
            ),
            models.CheckConstraint(
                condition=Q(external=False) | Q(public=False) | Q(source_asked_on__isnull=False),
                name="external_claim_is_public_after_its_source_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(innovation__isnull=False) | Q(mission__isnull=False),
                name="claim_is_about_something",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | Q(state="superseded"),
                name="claim_with_a_successor_is_superseded",
            ),
            models.CheckConstraint(
                condition=Q(retest__isnull=True) | Q(retest__gt=-1, retest__lte=1),
                name="retest_is_a_correlation",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence
