"""What stands beside them: suggested themes, local practice, what is sought."""

from django.db import models
from django.db.models import Q

from ..foundation.origins import HasOrigin
from ..foundation.scope import ScopedQuerySet
from ..missions.models import Mission
from ..networks.models import Organisation
from ..people.models import Person
from .models import Opportunity


class ThemeSuggestion(models.Model):
    """One look of the machine through a mission's findings for groups that say the same."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="theme_suggestions")
    everything = models.BooleanField(
        default=False, help_text="All findings; otherwise those not sorted yet."
    )
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    done = models.PositiveSmallIntegerField(default=0, help_text="How far it is, of 100.")
    doing = models.CharField(max_length=80, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(
        default=dict, blank=True, help_text="Groups and near-duplicates, by findings' keys."
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done__lte=100), name="suggestion_is_done_at_most_whole"
            )
        ]

    def __str__(self) -> str:
        return f"Themes suggested for {self.mission}"


class LocalPractice(HasOrigin):
    """Something that already runs well here, so that it can spread instead of starting anew."""

    what = models.CharField(max_length=160)
    text = models.TextField(help_text="What is done, for whom.")
    place = models.CharField(max_length=120)
    since = models.DateField()
    evidence = models.TextField(help_text="How it is known that it runs well.")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="practices",
        help_text="Whom to ask.",
    )  # fmt: skip
    mission = models.ForeignKey(
        Mission, null=True, blank=True, on_delete=models.PROTECT, related_name="practices"
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["what"]

    def __str__(self) -> str:
        return self.what


class DemandSignalQuerySet(ScopedQuerySet["DemandSignal"]):
    """What is sought of industry and others."""

    def published(self) -> Q:
        """One that was published, of an opportunity of an active mission."""
        return Q(published_on__isnull=False, opportunity__mission__state="active")


class DemandSignal(HasOrigin):
    """What an opportunity seeks of industry and others, and the bar that an offer must pass."""

    opportunity = models.OneToOneField(Opportunity, on_delete=models.PROTECT, related_name="demand")
    seeks = models.TextField(help_text="What we seek, in plain words.")
    bar = models.TextField(help_text="What an offer must show.")
    published_on = models.DateField(null=True, blank=True)

    objects = DemandSignalQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "pk"]

    def __str__(self) -> str:
        return f"What we seek: {self.opportunity}"
