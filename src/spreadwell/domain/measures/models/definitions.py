"""Measures and the versions of their definitions."""

from django.db import models

from ...foundation.origins import HasOrigin
from ...foundation.scope import ScopedQuerySet
from ...people.models import Person


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
    is_local = models.BooleanField(
        default=False, help_text="Defined on a page here, rather than in a file under review."
    )
    needs_sign_off = models.BooleanField(
        default=False, help_text="Each period is approved and locked by somebody."
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
    made_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
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
