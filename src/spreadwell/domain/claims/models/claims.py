"""What may be said: the ledger of claims."""

from django.db import models
from django.db.models import Q

from ...foundation.origins import HasOrigin
from ...foundation.scope import ScopedQuerySet, Seer
from ...innovations.models import Innovation
from ...missions.models import Mission
from ...people.models import Person
from ..states import CLAIM
from .effects import Effect


class ClaimQuerySet(ScopedQuerySet["Claim"]):
    """Claims."""

    def published(self) -> Q:
        """Shown beyond the team: the source was asked, and somebody published it."""
        return Q(public=True, state__in=["current", "questioned"])

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
    numerator = models.FloatField(null=True, blank=True)
    denominator = models.FloatField(null=True, blank=True)
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
    public = models.BooleanField(default=False)
    conflicts_with = models.ManyToManyField("self", blank=True, symmetrical=True)

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
        ]

    def __str__(self) -> str:
        return self.sentence
