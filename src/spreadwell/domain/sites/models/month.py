"""What a site sends regularly: drafts of a month's numbers, and the cost of implementing."""

from django.db import models
from django.db.models import Q

from ...foundation.scope import ScopedQuerySet, Seer
from ...people.models import Person
from .site import ImplementationSite, OfSiteQuerySet


class MonthDraftQuerySet(ScopedQuerySet["MonthDraft"]):
    """Drafts."""

    def own(self, viewer: Seer) -> Q:
        """A draft is its writer's alone."""
        return Q(person_id=viewer.person_id)


class MonthDraft(models.Model):
    """What somebody entered for a site's month and has not sent yet."""

    site = models.ForeignKey(ImplementationSite, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    values = models.JSONField(default=dict, help_text="Field of the form → what was typed.")
    saved_at = models.DateTimeField(auto_now=True)

    objects = MonthDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "person"], name="one_draft_a_person_and_site")
        ]

    def __str__(self) -> str:
        return f"Draft of {self.person} for {self.site}"


class SiteCost(models.Model):
    """What implementing cost a site in one quarter, in two numbers; by kind for those who want."""

    site = models.ForeignKey(ImplementationSite, on_delete=models.PROTECT, related_name="costs")
    quarter = models.CharField(max_length=12, help_text="Financial quarter, such as FY2026-Q1.")
    cost = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="Pounds, without staff."
    )
    hours = models.DecimalField(
        max_digits=9, decimal_places=1, null=True, blank=True, help_text="Staff hours."
    )
    by_kind = models.JSONField(
        default=dict, blank=True, help_text="Kind → {cost, hours}, where somebody wants it."
    )
    entered_on = models.DateField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        ordering = ["site", "-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["site", "quarter"], name="cost_is_told_once_a_quarter"),
            models.CheckConstraint(
                condition=(Q(cost=None) | Q(cost__gte=0)) & (Q(hours=None) | Q(hours__gte=0)),
                name="cost_and_hours_are_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site}, {self.quarter}"
