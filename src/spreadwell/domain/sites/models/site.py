"""Implementation sites and how long each stood in a state."""

from django.db import models
from django.db.models import F, Q

from ...foundation.origins import HasOrigin
from ...foundation.scope import M, ScopedQuerySet, Seer
from ...innovations.models import InnovationVersion
from ...networks.models import Organisation
from ...people.models import Person
from ..states import ENDED, SITE


class ImplementationSiteQuerySet(ScopedQuerySet["ImplementationSite"]):
    """Implementation sites."""

    def own(self, viewer: Seer) -> Q:
        """A site's people see it, a network's members see the network's sites."""
        return Q(pk__in=viewer.site_ids) | Q(version__innovation__network_id__in=viewer.network_ids)


class ImplementationSite(HasOrigin):
    """One place where one innovation version runs."""

    version = models.ForeignKey(InnovationVersion, on_delete=models.PROTECT, related_name="sites")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=160)
    state = models.CharField(max_length=10, choices=SITE.choices(), default=SITE.first())
    planned_start = models.DateField(null=True, blank=True)
    started = models.DateField(null=True, blank=True, help_text="First day live.")
    stopped = models.DateField(null=True, blank=True)
    stopped_because = models.TextField(blank=True)
    safety_lead = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="safety_leads"
    )
    what_changed = models.TextField(blank=True, help_text="The site's own words, last month.")
    needs_help = models.TextField(blank=True)

    objects = ImplementationSiteQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "organisation"], name="version_runs_once_at_a_place"
            ),
            models.CheckConstraint(
                condition=Q(stopped=None) | Q(started=None) | Q(stopped__gte=F("started")),
                name="site_stops_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(state="live") | Q(started__isnull=False),
                name="live_site_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ENDED) | (Q(stopped__isnull=False) & ~Q(stopped_because="")),
                name="ended_site_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="de_adopted") | Q(started__isnull=False),
                name="de_adopted_site_was_live",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OfSiteQuerySet(ScopedQuerySet[M]):
    """Rows that belong to a site."""

    def own(self, viewer: Seer) -> Q:
        """The site's people see them, and those who work with its network."""
        return Q(site_id__in=viewer.site_ids) | Q(
            site__version__innovation__network_id__in=viewer.network_ids
        )


class SiteSpell(models.Model):
    """How long a site stood in one state; `left` is blank for the present one."""

    site = models.ForeignKey(ImplementationSite, on_delete=models.PROTECT, related_name="spells")
    state = models.CharField(max_length=10, choices=SITE.choices())
    entered = models.DateField()
    left = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        ordering = ["site", "entered", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site"], condition=Q(left=None), name="site_stands_in_one_state"
            ),
            models.CheckConstraint(
                condition=Q(left=None) | Q(left__gte=F("entered")),
                name="site_state_is_left_after_it_is_entered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site}: {self.get_state_display()}"
