"""Missions, their strands and the versions of their aims."""

from django.db import models
from django.db.models import Q

from ..foundation.origins import HasOrigin
from ..foundation.scope import M, ScopedQuerySet
from ..networks.models import Network
from ..people.models import Person
from .states import MISSION


class MissionQuerySet(ScopedQuerySet["Mission"]):
    """Missions."""

    def published(self) -> Q:
        """An active mission is public."""
        return Q(state="active")


class Mission(HasOrigin):
    """A system priority with an aim that can be measured."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    summary = models.TextField(help_text="What it seeks, in plain words; shown to the public.")
    state = models.CharField(max_length=10, choices=MISSION.choices(), default=MISSION.first())
    sro = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="missions_owned",
        verbose_name="senior responsible owner",
    )
    lead = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="missions_led"
    )
    safeguarding_owner = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="missions_safeguarded",
        help_text="Hears at once of worries about somebody's safety; the mission lead if nobody.",
    )
    networks = models.ManyToManyField(Network, blank=True, related_name="missions")
    live_limit = models.PositiveSmallIntegerField(
        default=5, help_text="The most innovations live at once: fewer things for longer."
    )
    committed_until = models.DateField(null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)

    objects = MissionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class OfMissionQuerySet(ScopedQuerySet[M]):
    """Rows that belong to a mission."""

    def published(self) -> Q:
        """What belongs to an active mission is public with it."""
        return Q(mission__state="active")


class Strand(models.Model):
    """A part of a mission, such as prevention or the detection gap."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="strands")
    name = models.CharField(max_length=160)
    order = models.PositiveSmallIntegerField(default=0)

    objects = OfMissionQuerySet.as_manager()

    class Meta:
        ordering = ["mission", "order"]
        constraints = [
            models.UniqueConstraint(fields=["mission", "name"], name="strand_is_named_once")
        ]

    def __str__(self) -> str:
        return self.name


class AimVersion(models.Model):
    """The aim as it was worded from one day on; versions are added, never edited."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="aims")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    why = models.TextField(blank=True, help_text="Why this version replaced the one before.")
    adopted_on = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)

    objects = OfMissionQuerySet.as_manager()

    class Meta:
        ordering = ["mission", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "number"], name="aim_version_is_numbered_once"
            )
        ]

    def __str__(self) -> str:
        return self.text
