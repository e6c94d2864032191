"""What is planned to be estimated, what was estimated, and what may be said of it."""

from django.db import models
from django.db.models import Q

from ..foundation.origins import HasOrigin
from ..foundation.scope import ScopedQuerySet, Seer
from ..innovations.models import Innovation, InnovationVersion
from ..measures.models import Measure
from ..missions.models import Mission
from ..people.models import Person
from .states import CLAIM, PROTOCOL


class ProtocolQuerySet(ScopedQuerySet["Protocol"]):
    """Protocols."""

    def published(self) -> Q:
        """Shown to the network once results may be opened."""
        return Q(state="opened")


class Protocol(models.Model):
    """How an effect will be estimated, registered before the results are seen."""

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="protocols")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="protocols")
    question = models.JSONField(help_text="methods.effects.EffectQuestion as a dictionary.")
    comparators = models.TextField(help_text="Who it is compared with, in words.")
    comparator_codes = models.JSONField(
        default=list, blank=True, help_text="Codes of organisations not using it."
    )
    randomised = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=PROTOCOL.choices(), default=PROTOCOL.first())
    registered_on = models.DateField(null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="protocols")
    published_figures = models.JSONField(
        default=list, blank=True, help_text="Figures published elsewhere, to show beside ours."
    )

    objects = ProtocolQuerySet.as_manager()

    class Meta:
        ordering = ["innovation", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(registered_on__isnull=False),
                name="registered_protocol_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="opened") | Q(opened_on__isnull=False),
                name="opened_protocol_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.innovation}"


class EffectQuerySet(ScopedQuerySet["Effect"]):
    """Effects."""

    def published(self) -> Q:
        """Shown with its protocol."""
        return Q(protocol__state="opened")


class Effect(models.Model):
    """One run of a protocol on the readings of a day, kept so that it can be run again.

    `result` is methods.effects.EffectResult as a dictionary; `fingerprint` is the SHA-256 of the
    panel that went in; `frozen_input` holds that panel, so that the digits can be had again after
    readings were corrected.
    """

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="effects")
    version = models.ForeignKey(InnovationVersion, on_delete=models.PROTECT, related_name="effects")
    look = models.PositiveSmallIntegerField(default=1)
    computed_at = models.DateTimeField()
    question = models.JSONField()
    result = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    frozen_input = models.BinaryField()
    versions = models.JSONField(default=dict)
    grade = models.CharField(max_length=2, blank=True)
    is_latest = models.BooleanField(default=True)

    objects = EffectQuerySet.as_manager()

    class Meta:
        ordering = ["protocol", "-look"]
        constraints = [
            models.UniqueConstraint(fields=["protocol", "look"], name="look_is_numbered_once"),
            models.UniqueConstraint(
                fields=["protocol"], condition=Q(is_latest=True), name="one_latest_look"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.protocol}, look {self.look}"


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
