"""Organisations with their former names, the edges between them, loads and maps."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from ...foundation.origins import HasOrigin
from ...foundation.scope import ScopedQuerySet
from ...people.models import Person


class OrganisationKind(models.TextChoices):
    """The kinds of body that take part."""

    ICB = "icb", "Integrated care board"
    SUB_ICB = "sub_icb", "Sub-ICB location"
    TRUST = "trust", "Trust"
    PCN = "pcn", "Primary care network"
    PRACTICE = "practice", "GP practice"
    PRESCRIBER = "prescriber", "Other prescribing service"
    COUNCIL = "council", "Council"
    SCHOOL = "school", "School"
    UNIVERSITY = "university", "University"
    HIN = "hin", "Health innovation network"
    REFERENCE_GROUP = "reference_group", "Clinical reference group"
    EXECUTIVE_GROUP = "executive_group", "Executive group"
    CHARITY = "charity", "Charity"
    COMPANY = "company", "Company"
    PATIENT_GROUP = "patient_group", "Patient group"
    WARD = "ward", "Ward"
    AREA = "area", "Area"


class OrganisationQuerySet(ScopedQuerySet["Organisation"]):
    """Organisations."""

    def open_on(self, day: date) -> Self:
        """Keep the organisations that were open on a day."""
        return self.filter(Q(opened=None) | Q(opened__lte=day)).filter(
            Q(closed=None) | Q(closed__gt=day)
        )


class Organisation(HasOrigin):
    """A body or a part of one, as it was from `opened` until `closed` (first day without)."""

    code = models.CharField(
        max_length=24, unique=True, help_text="ODS code where one exists; text, zeros kept."
    )
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    borough = models.CharField(max_length=80, blank=True)
    opened = models.DateField(null=True, blank=True)
    closed = models.DateField(null=True, blank=True)
    population = models.PositiveIntegerField(
        null=True, blank=True, help_text="Registered or resident people, as the source says."
    )
    deprivation_decile = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="IMD 2019 decile among its kind, 1 most deprived."
    )
    facts = models.JSONField(default=dict, blank=True, help_text="Further facts with their year.")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed=None) | Q(opened=None) | Q(closed__gt=F("opened")),
                name="organisation_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(deprivation_decile=None) | Q(deprivation_decile__range=(1, 10)),
                name="deprivation_decile_is_one_to_ten",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationNameQuerySet(ScopedQuerySet["OrganisationName"]):
    """Former names and codes."""


class OrganisationName(models.Model):
    """What an organisation was called, and under which code, until it was called otherwise.

    The present name and code stand with the organisation itself; `ends` is the first day on which
    this one no longer held.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="former_names"
    )
    code = models.CharField(max_length=24, db_index=True)
    name = models.CharField(max_length=200)
    ends = models.DateField()

    objects = OrganisationNameQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "ends", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code}) until {self.ends}"


class OrganisationLoadQuerySet(ScopedQuerySet["OrganisationLoad"]):
    """Loads of organisation files."""


class OrganisationLoad(models.Model):
    """One load of organisation files that changed something; taken as a whole."""

    loaded_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField(help_text="From when changes count that carry no day of their own.")
    files = models.JSONField(default=list, help_text="Name, layout and SHA-256 of each file.")
    counts = models.JSONField(default=dict, help_text="What was new, changed, closed, the same.")

    objects = OrganisationLoadQuerySet.as_manager()

    class Meta:
        ordering = ["-loaded_at", "-pk"]

    def __str__(self) -> str:
        return f"Organisations loaded on {self.loaded_at:%-d %B %Y}"


class EdgeKind(models.TextChoices):
    """How one organisation stands to another (read: source … target)."""

    OPERATES = "operates", "operates"
    COMMISSIONS = "commissions", "commissions"
    MEMBER_OF = "member_of", "is a member of"
    LOCATED_IN = "located_in", "is located in"
    SUCCEEDED_BY = "succeeded_by", "was succeeded by"


class OrganisationEdgeQuerySet(ScopedQuerySet["OrganisationEdge"]):
    """Edges between organisations."""

    def running_on(self, day: date) -> Self:
        """Keep the edges that ran on a day."""
        return self.filter(Q(starts=None) | Q(starts__lte=day)).filter(
            Q(ends=None) | Q(ends__gt=day)
        )


class OrganisationEdge(models.Model):
    """A typed, dated edge; `ends` is the first day on which it no longer holds."""

    source = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="edges_out")
    kind = models.CharField(max_length=14, choices=EdgeKind)
    target = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="edges_in")
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    objects = OrganisationEdgeQuerySet.as_manager()

    class Meta:
        ordering = ["source", "kind", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(starts=None) | Q(ends__gt=F("starts")),
                name="edge_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="edge_joins_two_organisations"
            ),
            models.UniqueConstraint(
                fields=["source", "kind", "target", "starts"], name="edge_is_told_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()} {self.target}"


class MapLayer(models.Model):
    """The outlines of areas, such as boroughs, on which organisations and sites are shown."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    one = models.CharField(max_length=60, default="area", help_text="What one area is called.")
    many = models.CharField(max_length=60, default="areas")
    source = models.TextField(help_text="Whose outlines these are, as they ask to be credited.")
    licence = models.CharField(max_length=120)
    outlines = models.JSONField(help_text="GeoJSON feature collection as it was loaded.")
    loaded_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
