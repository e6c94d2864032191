"""What is planned to be estimated, and what was estimated."""

from django.db import models
from django.db.models import Q

from ...foundation.scope import ScopedQuerySet
from ...innovations.models import Innovation, InnovationVersion
from ...measures.models import Measure
from ...people.models import Person
from ..states import PROTOCOL


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
