"""What was promised when an opportunity was chosen."""

from django.db import models
from django.db.models import F, Q

from ...decisions.models import Decision
from ...foundation.scope import ScopedQuerySet, Seer
from ...measures.models import Measure
from .shortlists import ShortlistEntry


class ForecastQuerySet(ScopedQuerySet["Forecast"]):
    """Forecasts."""

    def own(self, viewer: Seer) -> Q:
        """Those who sat on the panel see what was forecast."""
        return Q(entry__shortlist__scorers__person_id=viewer.person_id)

    def published(self) -> Q:
        """Shown with its decided shortlist."""
        return Q(entry__shortlist__state="decided")


class Forecast(models.Model):
    """What was expected of a chosen opportunity on the day of the decision; never edited.

    Effects count in 100 people and improve upwards. `scores` are the panel's means on that day,
    by the criterion's slug, so that it can be asked which criteria foresaw the outcome.
    """

    entry = models.OneToOneField(ShortlistEntry, on_delete=models.PROTECT, related_name="forecast")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="forecasts")
    measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="forecasts"
    )
    low = models.FloatField()
    likely = models.FloatField()
    high = models.FloatField()
    reach = models.PositiveIntegerField(null=True, blank=True)
    by = models.DateField(null=True, blank=True)
    made_on = models.DateField()
    scores = models.JSONField(default=dict)

    objects = ForecastQuerySet.as_manager()

    class Meta:
        ordering = ["-made_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(low__lte=F("likely")) & Q(likely__lte=F("high")),
                name="forecast_rises_from_low_to_high",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry.opportunity}: {self.likely:g} in 100"
