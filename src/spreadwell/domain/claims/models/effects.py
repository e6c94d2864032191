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
    registered_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    looks_planned = models.PositiveSmallIntegerField(
        default=1, help_text="How many looks are planned; each counts once a period of readings."
    )
    stop_rules = models.TextField(
        blank=True, help_text="What would make the innovation stop early, in words."
    )
    picked_highest = models.FloatField(
        null=True, blank=True, help_text="People were picked from the highest so many of 100."
    )
    retest_correlation = models.FloatField(
        null=True,
        blank=True,
        help_text="Between a value and its retest there; blank: unknown.",
    )
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
            models.CheckConstraint(
                condition=Q(looks_planned__gte=1), name="a_protocol_plans_a_look"
            ),
            models.CheckConstraint(
                condition=Q(picked_highest__isnull=True)
                | (Q(picked_highest__gt=0) & Q(picked_highest__lt=100)),
                name="picked_highest_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(retest_correlation__isnull=True)
                | (Q(retest_correlation__gte=0) & Q(retest_correlation__lte=1)),
                name="retest_correlation_is_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.innovation}"


class ProtocolChangeQuerySet(ScopedQuerySet["ProtocolChange"]):
    """Changes of protocols."""

    def published(self) -> Q:
        """Shown with its protocol."""
        return Q(protocol__state="opened")


class ProtocolChange(models.Model):
    """One change of a registered protocol: what it said, what it says, who changed it and why."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()
    before = models.JSONField(help_text="Each part that changed, as it was.")
    after = models.JSONField(help_text="Each part that changed, as it is.")
    after_opening = models.BooleanField(default=False)

    objects = ProtocolChangeQuerySet.as_manager()

    class Meta:
        ordering = ["protocol", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="protocol_change_says_why")
        ]

    def __str__(self) -> str:
        return f"Change of {self.protocol}"


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
    because = models.CharField(max_length=120, blank=True, help_text="What brought it about.")
    computed_at = models.DateTimeField()
    question = models.JSONField()
    result = models.JSONField()
    equity = models.JSONField(
        default=dict, blank=True, help_text="How people are told apart → methods.effects.Equity."
    )
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


class GradeMoveQuerySet(ScopedQuerySet["GradeMove"]):
    """Moves of grades."""

    def published(self) -> Q:
        """Shown with its effect."""
        return Q(effect__protocol__state="opened")


class GradeMove(models.Model):
    """A grade that somebody moved by one, with the reason; the last of a look is what stands."""

    effect = models.ForeignKey(Effect, on_delete=models.PROTECT, related_name="grade_moves")
    was = models.CharField(max_length=2)
    to = models.CharField(max_length=2)
    why = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = GradeMoveQuerySet.as_manager()

    class Meta:
        ordering = ["effect", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="grade_move_says_why"),
            models.CheckConstraint(
                condition=Q(was__in=["A", "B", "C", "D", "E"], to__in=["A", "B", "C", "D", "E"]),
                name="grade_moves_between_letters",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.effect}: {self.was} to {self.to}"
