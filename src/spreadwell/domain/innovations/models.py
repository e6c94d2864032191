"""Innovations, versions, components, measures, assurance, stages and gates."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from ..decisions.models import DecidingBody, Decision
from ..discovery.models import Opportunity
from ..foundation.origins import HasOrigin
from ..foundation.scope import M, ScopedQuerySet, Seer
from ..measures.models import Measure
from ..missions.models import Mission
from ..networks.models import Network
from ..people.models import Person
from .states import GATE, STAGE


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


class ComponentQuerySet(SeenWithInnovation["Component"]):
    """Components, seen through their version."""

    path = "version__innovation__"


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


class InnovationVersion(models.Model):
    """The innovation as described from one day on, by the twelve items of TIDieR."""

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    what_changed = models.TextField(blank=True)
    released_on = models.DateField(null=True, blank=True)
    tidier = models.JSONField(default=dict, help_text="TIDieR item → text.")
    logic_model = models.JSONField(default=dict, blank=True)

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


class AssuranceItem(models.Model):
    """One assurance an innovation holds or lacks, with its expiry and proof."""

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="assurance")
    framework = models.CharField(
        max_length=12,
        choices=[
            ("dtac", "DTAC"),
            ("nice_esf", "NICE evidence standards tier"),
            ("ukca", "UKCA or CE mark"),
            ("dcb0129", "Clinical safety, DCB0129"),
        ],
    )
    status = models.CharField(
        max_length=12,
        choices=[
            ("held", "Held"),
            ("in_progress", "In progress"),
            ("missing", "Missing"),
            ("not_needed", "Not needed"),
        ],
    )
    detail = models.CharField(max_length=200, blank=True)
    expires_on = models.DateField(null=True, blank=True)

    objects = SeenWithInnovation.as_manager()

    class Meta:
        ordering = ["innovation", "framework"]
        constraints = [
            models.UniqueConstraint(
                fields=["innovation", "framework"], name="assurance_is_told_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.innovation}: {self.get_framework_display()}"


class Gate(models.Model):
    """A point at which a body decides about an innovation; what it asks stands here."""

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="gates")
    body = models.ForeignKey(DecidingBody, on_delete=models.PROTECT, related_name="gates")
    question = models.CharField(max_length=240)
    recommendation = models.TextField(blank=True)
    criteria = models.JSONField(
        default=list, help_text="List of {name, needed, met: true, false or null for unknown}."
    )
    opened_on = models.DateField()
    due = models.DateField()
    state = models.CharField(max_length=10, choices=GATE.choices(), default=GATE.first())
    decision = models.OneToOneField(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="gate"
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["due"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="decided", decision__isnull=False)
                | (~Q(state="decided") & Q(decision=None)),
                name="decided_gate_has_its_decision",
            )
        ]

    def __str__(self) -> str:
        return self.question
