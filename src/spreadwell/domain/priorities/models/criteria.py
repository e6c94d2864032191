"""What opportunities are scored on, with anchors in words, in versions."""

from django.db import models
from django.db.models import Q

from ...foundation.scope import ScopedQuerySet
from ...missions.models import Mission


class Side(models.TextChoices):
    """The two scores that are kept apart."""

    POWERFUL = "powerful", "Powerful"
    POSSIBLE = "possible", "Possible"


class Criterion(models.Model):
    """One thing an opportunity is scored on, 1 to 5, with anchors in words.

    Never reworded once it was scored on: new words are a new number of the same slug. Without a
    mission it came with the product.
    """

    slug = models.SlugField(max_length=40)
    mission = models.ForeignKey(
        Mission, null=True, blank=True, on_delete=models.PROTECT, related_name="criteria"
    )
    number = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=80)
    question = models.TextField()
    side = models.CharField(max_length=8, choices=Side)
    anchors = models.JSONField(default=dict, help_text="Score → what it means.")
    order = models.PositiveSmallIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-side", "order"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "number"],
                condition=Q(mission=None),
                name="criterion_of_the_product_is_numbered_once",
            ),
            models.UniqueConstraint(
                fields=["mission", "slug", "number"],
                condition=Q(mission__isnull=False),
                name="criterion_of_a_mission_is_numbered_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CriteriaVersion(models.Model):
    """The criteria of a mission from one day on; versions are added, never edited."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="criteria_versions")
    number = models.PositiveSmallIntegerField()
    why = models.TextField(help_text="Why this version replaced the one before.")
    adopted_on = models.DateField()
    criteria = models.ManyToManyField(Criterion, related_name="versions")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["mission", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "number"], name="criteria_version_is_numbered_once"
            )
        ]

    def __str__(self) -> str:
        return f"Criteria of {self.mission}, version {self.number}"
