"""Who works at a site, what is settled before it starts, and how ready it is."""

from django.db import models
from django.db.models import F, Q

from ...innovations.models import NeededCapability
from ...people.models import Person
from .site import ImplementationSite, OfSiteQuerySet


class TeamMember(models.Model):
    """Somebody in a site's bespoke team, by what they bring."""

    site = models.ForeignKey(ImplementationSite, on_delete=models.PROTECT, related_name="team")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="teams")
    capability = models.CharField(max_length=120)
    role = models.CharField(
        max_length=120, blank=True, help_text="Their post, such as ward sister."
    )
    needed = models.ForeignKey(
        NeededCapability,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="filled_by",
        help_text="Which of the capabilities that the version needs this person fills.",
    )
    hours_a_week = models.DecimalField(
        max_digits=4, decimal_places=1, null=True, blank=True, help_text="Agreed time, if known."
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        ordering = ["site", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=F("starts")),
                name="team_member_leaves_after_joining",
            ),
            models.CheckConstraint(
                condition=Q(hours_a_week=None) | Q(hours_a_week__range=(0, 80)),
                name="team_hours_fit_a_week",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.capability}"


class SetUpItem(models.Model):
    """One thing to settle before a site starts."""

    site = models.ForeignKey(ImplementationSite, on_delete=models.PROTECT, related_name="set_up")
    what = models.CharField(
        max_length=14,
        choices=[
            ("dpia", "Data protection impact assessment"),
            ("dcb0160", "Clinical safety, DCB0160"),
            ("data_sharing", "Data sharing agreement"),
            ("equality", "Equality and health inequality impact"),
            ("quality", "Quality impact"),
        ],
    )
    owner = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="set_up_items"
    )
    due = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        ordering = ["site", "what"]
        constraints = [
            models.UniqueConstraint(fields=["site", "what"], name="set_up_item_stands_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} at {self.site}"


class ReadinessRating(models.Model):
    """One NASSS domain rated at a site on a day."""

    site = models.ForeignKey(ImplementationSite, on_delete=models.PROTECT, related_name="readiness")
    domain = models.PositiveSmallIntegerField(help_text="NASSS domain, 1 to 7.")
    rating = models.CharField(
        max_length=11,
        choices=[
            ("simple", "Simple"),
            ("complicated", "Complicated"),
            ("complex", "Complex"),
        ],
    )
    note = models.TextField(blank=True)
    rated_on = models.DateField()
    rated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        ordering = ["site", "domain", "-rated_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(domain__range=(1, 7)), name="readiness_domain_is_one_to_seven"
            )
        ]

    def __str__(self) -> str:
        return f"{self.site}, domain {self.domain}: {self.rating}"
