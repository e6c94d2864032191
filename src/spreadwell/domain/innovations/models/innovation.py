"""Innovations and their versions with what belongs to each."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from ...discovery.models import Opportunity
from ...foundation.origins import HasOrigin
from ...foundation.scope import M, ScopedQuerySet, Seer
from ...missions.models import Mission
from ...networks.models import Network
from ..states import STAGE


class SeenWithInnovation(ScopedQuerySet[M]):
    """Rows seen by whoever sees the innovation at the end of `path`."""

    path: ClassVar[str] = "innovation__"

    def own(self, viewer: Seer) -> Q:
        """Network members see their networks' innovations."""
        return Q(**{f"{self.path}network_id__in": viewer.network_ids})

    def published(self) -> Q:
        """An innovation that has been made public."""
        return Q(**{f"{self.path}public": True})


class InnovationQuerySet(SeenWithInnovation["Innovation"]):
    """Innovations."""

    path = ""


class Innovation(HasOrigin):
    """What is tried, in one network, for one mission."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    sentence = models.TextField(help_text="What it is, in one sentence a patient understands.")
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="innovations")
    network = models.ForeignKey(
        Network, null=True, blank=True, on_delete=models.PROTECT, related_name="innovations"
    )
    opportunity = models.OneToOneField(
        Opportunity, null=True, blank=True, on_delete=models.PROTECT, related_name="innovation"
    )
    stage = models.CharField(max_length=10, choices=STAGE.choices(), default=STAGE.first())
    public = models.BooleanField(default=False, help_text="Shown on the public pages.")
    known_so_far = models.TextField(
        blank=True, help_text="For one that already ran somewhere: what is known of it."
    )
    entered_because = models.TextField(
        blank=True, help_text="Why it entered at its stage without passing through discovery."
    )
    stopped_because = models.TextField(blank=True)

    objects = InnovationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage="stopped") | ~Q(stopped_because=""),
                name="stopped_innovation_says_why",
            ),
            models.CheckConstraint(
                condition=Q(known_so_far="") | ~Q(entered_because=""),
                name="known_so_far_comes_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StageSpell(models.Model):
    """How long an innovation stood in one stage; `left` is blank for the present one."""

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="spells")
    stage = models.CharField(max_length=10, choices=STAGE.choices())
    entered = models.DateField()
    left = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = SeenWithInnovation.as_manager()

    class Meta:
        ordering = ["innovation", "entered", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["innovation"], condition=Q(left=None), name="innovation_stands_in_one_stage"
            ),
            models.CheckConstraint(
                condition=Q(left=None) | Q(left__gte=F("entered")),
                name="stage_is_left_after_it_is_entered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.innovation}: {self.get_stage_display()}"


class InnovationVersion(models.Model):
    """The innovation as described from one day on, by the twelve items of TIDieR."""

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    what_changed = models.TextField(blank=True)
    released_on = models.DateField(null=True, blank=True)
    tidier = models.JSONField(default=dict, help_text="TIDieR item → text.")
    logic_model = models.JSONField(default=dict, blank=True)
    driver_diagram = models.TextField(
        blank=True, help_text="An outline: the aim, beneath it drivers, beneath them change ideas."
    )

    objects = SeenWithInnovation.as_manager()

    class Meta:
        ordering = ["innovation", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["innovation", "number"], name="innovation_version_is_numbered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.innovation}, version {self.number}"


class ComponentQuerySet(SeenWithInnovation["Component"]):
    """Components, seen through their version."""

    path = "version__innovation__"


class Component(models.Model):
    """A part of a version that must stay (core) or may change (adaptable)."""

    version = models.ForeignKey(
        InnovationVersion, on_delete=models.PROTECT, related_name="components"
    )
    name = models.CharField(max_length=160)
    kind = models.CharField(
        max_length=9, choices=[("core", "Core: must stay"), ("adaptable", "Adaptable")]
    )
    description = models.TextField(blank=True)

    objects = ComponentQuerySet.as_manager()

    class Meta:
        ordering = ["version", "-kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="component_is_named_once")
        ]

    def __str__(self) -> str:
        return self.name


class NeededCapabilityQuerySet(SeenWithInnovation["NeededCapability"]):
    """Needed capabilities, seen through their version."""

    path = "version__innovation__"


class NeededCapability(models.Model):
    """Something a site's team must be able to do for this version to work."""

    version = models.ForeignKey(
        InnovationVersion, on_delete=models.PROTECT, related_name="capabilities"
    )
    name = models.CharField(max_length=120)
    why = models.TextField(blank=True)
    hours_a_week = models.DecimalField(
        max_digits=4, decimal_places=1, null=True, blank=True, help_text="Time it takes, if known."
    )

    objects = NeededCapabilityQuerySet.as_manager()

    class Meta:
        ordering = ["version", "name"]
        verbose_name_plural = "needed capabilities"
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="capability_is_named_once")
        ]

    def __str__(self) -> str:
        return self.name
