"""Safety concerns."""

from django.db import models
from django.db.models import Q

from ...foundation.scope import ScopedQuerySet, Seer
from ...people.models import Person
from ..states import CONCERN
from .site import ImplementationSite


class SafetyConcernQuerySet(ScopedQuerySet["SafetyConcern"]):
    """Safety concerns."""

    def own(self, viewer: Seer) -> Q:
        """The site's people, its safety lead, who raised it, its facilitator, its mission's lead.

        Not everybody in the network: a company in it has no place in a concern of a site.
        """
        innovation = "site__version__innovation__"
        return (
            Q(site_id__in=viewer.site_ids)
            | Q(raised_by_id=viewer.person_id)
            | Q(site__safety_lead_id=viewer.person_id)
            | Q(**{f"{innovation}network_id__in": viewer.facilitated_network_ids})
            | Q(**{f"{innovation}mission_id__in": viewer.mission_ids})
        )


class SafetyConcern(models.Model):
    """Something that may harm somebody; it alerts the site's named safety lead."""

    site = models.ForeignKey(ImplementationSite, on_delete=models.PROTECT, related_name="concerns")
    text = models.TextField()
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="concerns")
    raised_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=CONCERN.choices(), default=CONCERN.first())
    paused_site = models.BooleanField(default=False)
    outcome = models.TextField(blank=True)

    objects = SafetyConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="resolved") | ~Q(outcome=""),
                name="resolved_concern_says_its_outcome",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
