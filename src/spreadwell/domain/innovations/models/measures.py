"""The measures of an innovation and their link to the aim."""

from django.db import models
from django.db.models import F, Q

from ...measures.models import Measure
from ...people.models import Person
from .innovation import Innovation, SeenWithInnovation


class Link(models.TextChoices):
    """How a measure of an innovation stands to the mission's aim."""

    DIRECT = "direct", "Direct: the aim's own measure"
    CONVERSION = "conversion", "By a conversion"
    NONE = "none", "Contribution not quantified"


class InnovationMeasure(models.Model):
    """One measure of one innovation, and its link to the mission's aim."""

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="measures")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="innovations")
    primary = models.BooleanField(default=False, help_text="The one on which it is judged.")
    smallest_worthwhile = models.FloatField(
        null=True, blank=True, help_text="The smallest change worth having, in the shown unit."
    )
    link = models.CharField(max_length=10, choices=Link, default=Link.NONE)
    conversion_low = models.FloatField(null=True, blank=True)
    conversion = models.FloatField(
        null=True, blank=True, help_text="Units of the aim for one unit of the measure."
    )
    conversion_high = models.FloatField(null=True, blank=True)
    conversion_source = models.TextField(blank=True)
    conversion_owner = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="conversions"
    )

    objects = SeenWithInnovation.as_manager()

    class Meta:
        ordering = ["innovation", "-primary", "measure"]
        constraints = [
            models.UniqueConstraint(
                fields=["innovation", "measure"], name="measure_stands_once_with_an_innovation"
            ),
            models.UniqueConstraint(
                fields=["innovation"], condition=Q(primary=True), name="one_primary_measure"
            ),
            models.CheckConstraint(
                condition=~Q(link="conversion")
                | (
                    Q(conversion__gte=F("conversion_low"))
                    & Q(conversion__lte=F("conversion_high"))
                    & ~Q(conversion_source="")
                    & Q(conversion_owner__isnull=False)
                ),
                name="conversion_has_range_source_and_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.innovation}"
