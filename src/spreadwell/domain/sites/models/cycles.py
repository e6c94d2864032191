"""What a site tries and changes: tests of change, its own progress score, adaptations."""

from django.db import models
from django.db.models import F, Q

from ...innovations.models import Component, InnovationVersion
from ...measures.models import Measure
from ...people.models import Person
from .site import ImplementationSite, OfSiteQuerySet


class TestOfChange(models.Model):
    """A PDSA cycle."""

    __test__ = False

    site = models.ForeignKey(
        ImplementationSite, on_delete=models.PROTECT, related_name="tests_of_change"
    )
    measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="tests_of_change"
    )
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    question = models.TextField()
    prediction = models.TextField(help_text="What you expect to see, before the data.")
    predicted_on = models.DateField(
        null=True, blank=True, help_text="The day the prediction was written down."
    )
    plan = models.TextField(blank=True)
    tried_with = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many people or cases it is tried with."
    )
    started = models.DateField()
    what_happened = models.TextField(blank=True)
    learning = models.TextField(blank=True)
    next_act = models.CharField(
        max_length=8,
        blank=True,
        choices=[
            ("adopt", "Adopt"),
            ("adapt", "Adapt"),
            ("abandon", "Abandon"),
            ("repeat", "Repeat"),
        ],
    )
    ended = models.DateField(null=True, blank=True)

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        ordering = ["site", "started", "pk"]
        verbose_name_plural = "tests of change"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended=None) | Q(ended__gte=F("started")),
                name="test_of_change_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.question


class Adaptation(models.Model):
    """A change to the innovation at a site, in under a minute; FRAME completes it later."""

    site = models.ForeignKey(
        ImplementationSite, on_delete=models.PROTECT, related_name="adaptations"
    )
    component = models.ForeignKey(
        Component, null=True, blank=True, on_delete=models.PROTECT, related_name="adaptations"
    )
    on = models.DateField()
    what = models.TextField(help_text="What changed?")
    why = models.TextField(help_text="And why?")
    frame = models.JSONField(default=dict, blank=True, help_text="FRAME field → answer.")
    adopted_in = models.ForeignKey(
        InnovationVersion,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="adaptations_adopted",
    )
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        ordering = ["site", "on", "pk"]

    def __str__(self) -> str:
        return self.what


class ProgressScore(models.Model):
    """The team's own view of how far it has come, 0.5 to 5.0 in halves, with its reason."""

    site = models.ForeignKey(ImplementationSite, on_delete=models.PROTECT, related_name="progress")
    score = models.DecimalField(max_digits=2, decimal_places=1)
    why = models.TextField()
    said_on = models.DateField()
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        ordering = ["site", "-said_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(score__gte=0.5, score__lte=5), name="progress_is_a_half_to_five"
            )
        ]

    def __str__(self) -> str:
        return f"{self.site}: {self.score}"
