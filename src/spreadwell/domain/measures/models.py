"""Measures with versions, aims made measurable, submissions and readings."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from ..foundation.origins import HasOrigin
from ..foundation.scope import ScopedQuerySet, Seer
from ..missions.models import AimVersion
from ..networks.models import Organisation
from ..people.models import Person
from .states import SUBMISSION


class Measure(HasOrigin):
    """A measure as it is defined now; the fields a query needs, the rest in its version.

    Read from a YAML file under review (`formats.measures.MeasureDefinition`).
    """

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    unit = models.CharField(max_length=80)
    statistic = models.CharField(max_length=12, help_text="proportion, count, rate or mean")
    per = models.PositiveIntegerField(default=1, help_text="Shown per this many: 100, 1,000.")
    direction = models.CharField(max_length=8, help_text="up, down or neither is improvement")
    kind = models.CharField(max_length=10, help_text="outcome, process or balancing")
    cadence = models.CharField(max_length=20)
    supplied_by = models.CharField(max_length=8, help_text="extract or site")
    target = models.FloatField(null=True, blank=True, help_text="In the shown unit.")
    open_data = models.BooleanField(
        default=False, help_text="Published figures that everybody signed in may see."
    )
    definition = models.JSONField(default=dict)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MeasureVersion(models.Model):
    """A definition as it was loaded, with the fingerprint of its file."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    definition = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    what_changed = models.TextField(blank=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "number"], name="measure_version_is_numbered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure}, version {self.number}"


class AimTargetQuerySet(ScopedQuerySet["AimTarget"]):
    """Aims made measurable."""

    def published(self) -> Q:
        """Public with its mission."""
        return Q(aim__mission__state="active")


class AimTarget(models.Model):
    """What an aim version means in numbers: measure, baseline, target and date."""

    aim = models.OneToOneField(AimVersion, on_delete=models.PROTECT, related_name="target")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="aims")
    baseline = models.FloatField(null=True, blank=True)
    baseline_period = models.CharField(max_length=16, blank=True)
    target = models.FloatField()
    by = models.DateField()
    population = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)

    objects = AimTargetQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.measure}: {self.target:g} by {self.by}"


class SubmissionQuerySet(ScopedQuerySet["Submission"]):
    """Submissions."""

    def own(self, viewer: Seer) -> Q:
        """A person sees what they sent."""
        return Q(sent_by_id=viewer.person_id)


class Submission(models.Model):
    """One batch of readings: checked, then accepted as a whole or not at all."""

    sent_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="submissions"
    )
    sent_at = models.DateTimeField(auto_now_add=True)
    way = models.CharField(
        max_length=8,
        choices=[("file", "File"), ("entry", "Entered on the page"), ("extract", "Extract")],
    )
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    content = models.BinaryField(null=True, blank=True, help_text="Kept until it is settled.")
    state = models.CharField(
        max_length=10, choices=SUBMISSION.choices(), default=SUBMISSION.first()
    )
    changes = models.JSONField(
        default=dict, blank=True, help_text="Counts: new, corrected, the same; by measure."
    )
    note = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="checked", settled_at=None)
                | (~Q(state="checked") & Q(settled_at__isnull=False)),
                name="settled_submission_says_when",
            )
        ]

    def __str__(self) -> str:
        return self.file_name or f"Submission {self.pk}"


class ReadingQuerySet(ScopedQuerySet["Reading"]):
    """Readings."""

    def own(self, viewer: Seer) -> Q:
        """A site's people see the readings of the organisation where it runs."""
        return Q(organisation__sites__in=viewer.site_ids)

    def published(self) -> Q:
        """Open data are for everybody signed in."""
        return Q(measure__open_data=True)

    def current(self) -> Self:
        """Keep readings that no correction has superseded and no withdrawal taken back."""
        return self.filter(is_current=True)


class Reading(models.Model):
    """One measure at one organisation in one period, optionally in one stratum.

    A correction adds a row and supersedes the old one, which stays. `ordinal` is the period's
    place in its kind, so that consecutive periods are consecutive integers.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="readings")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="readings")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="readings"
    )
    period = models.CharField(max_length=12)
    period_kind = models.CharField(max_length=20)
    ordinal = models.IntegerField()
    numerator = models.FloatField(null=True, blank=True)
    denominator = models.FloatField(null=True, blank=True)
    value = models.FloatField(null=True, blank=True)
    stratifier = models.CharField(max_length=40, blank=True)
    stratum = models.CharField(max_length=60, blank=True)
    is_current = models.BooleanField(default=True)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )

    objects = ReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "measure",
                    "organisation",
                    "ordinal",
                    "period_kind",
                    "stratifier",
                    "stratum",
                ],
                condition=Q(is_current=True),
                name="one_current_reading_a_place_and_period",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False)
                | (Q(numerator__isnull=False) & Q(denominator__isnull=False)),
                name="reading_has_a_value_or_both_parts",
            ),
            models.CheckConstraint(
                condition=Q(denominator=None) | Q(denominator__gte=0),
                name="denominator_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by=None) | ~Q(superseded_by=F("pk")),
                name="reading_does_not_supersede_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.organisation}, {self.period}"
