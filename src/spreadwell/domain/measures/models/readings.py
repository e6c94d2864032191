"""Readings, and the columns that charts and effects are computed from."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from ...foundation.scope import ScopedQuerySet, Seer
from ...networks.models import Organisation
from .definitions import Measure
from .submissions import Submission


class ReadingQuerySet(ScopedQuerySet["Reading"]):
    """Readings."""

    _seer: Seer | None = None

    def _clone(self) -> Self:
        made: Self = super()._clone()  # type: ignore[misc]
        made._seer = self._seer
        return made

    def visible_to(self, viewer: Seer) -> Self:
        """Keep the rows that the viewer may see, and remember for whom."""
        seen = super().visible_to(viewer)._clone()
        seen._seer = viewer
        return seen

    def as_columns(self) -> "ReadingQuerySet":
        """The same scope over packed columns; ValueError where it was narrowed further."""
        if issubclass(self.model, ReadingColumns):
            return self
        every, columns = Reading.objects.all(), ReadingColumns.objects.all()
        if self._seer is not None:
            every, columns = every.visible_to(self._seer), columns.visible_to(self._seer)
        if len(self.query.where.children) != len(every.query.where.children):
            raise ValueError("Readings as columns come in whole series: give a scope, unfiltered.")
        return columns

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
    # The constraint below leads with the measure, so that an index of its own would only slow
    # the storing of millions.
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, related_name="readings", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="readings"
    )
    period = models.CharField(max_length=12)
    period_kind = models.CharField(max_length=20)
    ordinal = models.IntegerField()
    numerator = models.FloatField(null=True, blank=True)
    denominator = models.FloatField(null=True, blank=True)
    value = models.FloatField(null=True, blank=True)
    sd = models.FloatField(null=True, blank=True, help_text="Of the people behind a mean.")
    n = models.FloatField(null=True, blank=True, help_text="How many people are behind a mean.")
    suppressed = models.BooleanField(
        default=False, help_text="Counted, but too few to be told; never nought."
    )
    stratifier = models.CharField(max_length=40, blank=True)
    stratum = models.CharField(max_length=60, blank=True)
    is_current = models.BooleanField(default=True)
    superseded_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="supersedes",
        db_index=False,
    )

    objects = ReadingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["superseded_by"],
                condition=Q(superseded_by__isnull=False),
                name="superseded_readings",
            )
        ]
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
                | (Q(numerator__isnull=False) & Q(denominator__isnull=False))
                | Q(suppressed=True),
                name="reading_has_a_value_or_both_parts",
            ),
            models.CheckConstraint(
                condition=Q(suppressed=False) | Q(numerator=None, value=None),
                name="suppressed_reading_tells_no_number",
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


class ReadingColumns(models.Model):
    """The current readings of one series, packed as columns: what charts and effects read.

    Derived from `Reading` in the same transaction as every change of it, so that thousands of
    series reach the arrays without a row each. Each column is little-endian: `ordinals` int32,
    the numbers float64 with NaN for blank; a column without a number is empty.
    """

    measure = models.ForeignKey(
        Measure, on_delete=models.CASCADE, related_name="columns", db_index=False
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="columns")
    period_kind = models.CharField(max_length=20)
    stratifier = models.CharField(max_length=40, blank=True)
    stratum = models.CharField(max_length=60, blank=True)
    first = models.IntegerField(help_text="Ordinal of the first period.")
    last = models.IntegerField(help_text="Ordinal of the last period.")
    suppressed = models.PositiveIntegerField(default=0, help_text="Readings without a number.")
    ordinals = models.BinaryField()
    numerator = models.BinaryField(default=bytes)
    denominator = models.BinaryField(default=bytes)
    value = models.BinaryField(default=bytes)
    sd = models.BinaryField(default=bytes)
    n = models.BinaryField(default=bytes)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "stratifier", "organisation", "stratum", "period_kind"],
                name="one_row_of_columns_a_series",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.organisation}, {self.stratum or 'everyone'}"
