"""The health check of a network: what its members think of it, again and again."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ...foundation.scope import ScopedQuerySet, Seer
from ...people.models import Person
from .networks import Network, OfNetworkQuerySet


class Feature(models.TextChoices):
    """The five features of effective networks. Source: The Health Foundation, 2014."""

    PURPOSE = "common purpose", "Common purpose"
    STRUCTURE = "cooperative structure", "Cooperative structure"
    MASS = "critical mass", "Critical mass"
    INTELLIGENCE = "collective intelligence", "Collective intelligence"
    COMMUNITY = "community building", "Community building"


class HealthCheckQuerySet(OfNetworkQuerySet["HealthCheck"]):
    """Rounds."""

    def own(self, viewer: Seer) -> Q:
        """Members see the rounds of their network too, whatever else of it they may see."""
        rule = super().own(viewer)
        if viewer.person_id is None:
            return rule
        today = timezone.localdate()
        members = "network__memberships"
        running = Q(**{f"{members}__starts__lte": today}) & (
            Q(**{f"{members}__ends": None}) | Q(**{f"{members}__ends__gt": today})
        )
        mine = (
            Q(**{f"{members}__person": viewer.person_id})
            | Q(**{f"{members}__organisation__people": viewer.person_id})
            | Q(**{f"{members}__organisation__in": viewer.organisation_ids})
        )
        return rule | (running & mine)


class HealthCheck(models.Model):
    """One round in which the members of a network are asked."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="health_checks")
    opens = models.DateField()
    closes = models.DateField(help_text="The last day on which members can answer.")
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = HealthCheckQuerySet.as_manager()

    class Meta:
        ordering = ["network", "-opens", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gte=F("opens")), name="health_check_closes_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return f"{self.network}, {self.opens:%B %Y}"


class HealthAnswerQuerySet(ScopedQuerySet["HealthAnswer"]):
    """Answers."""

    def own(self, viewer: Seer) -> Q:
        """An answer is its giver's alone; others see the spread of all."""
        return Q(person_id=viewer.person_id)


class HealthAnswer(models.Model):
    """One member's view of one feature, 1 (not at all) to 5 (fully); leaving one out is fine."""

    check_round = models.ForeignKey(HealthCheck, on_delete=models.PROTECT, related_name="answers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    feature = models.CharField(max_length=24, choices=Feature)
    view = models.PositiveSmallIntegerField()
    answered_on = models.DateField()

    objects = HealthAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["check_round", "person", "feature"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_round", "person", "feature"], name="view_is_given_once"
            ),
            models.CheckConstraint(condition=Q(view__range=(1, 5)), name="view_is_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.get_feature_display()}: {self.view}"
