"""Implementation sites and what happens at them."""

from django.db import models
from django.db.models import F, Q

from ..foundation.origins import HasOrigin
from ..foundation.scope import M, ScopedQuerySet, Seer
from ..innovations.models import Component, InnovationVersion
from ..measures.models import Measure
from ..networks.models import Organisation
from ..people.models import Person
from .states import CONCERN, SITE


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
                condition=~Q(state="stopped") | (Q(stopped__isnull=False) & ~Q(stopped_because="")),
                name="stopped_site_says_when_and_why",
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


class TeamMember(models.Model):
    """Somebody in a site's bespoke team, by what they bring."""

    site = models.ForeignKey(ImplementationSite, on_delete=models.PROTECT, related_name="team")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="teams")
    capability = models.CharField(max_length=120)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        ordering = ["site", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=F("starts")),
                name="team_member_leaves_after_joining",
            )
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


class TestOfChange(models.Model):
    """A PDSA cycle."""

    __test__ = False

    site = models.ForeignKey(
        ImplementationSite, on_delete=models.PROTECT, related_name="tests_of_change"
    )
    measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="tests_of_change"
    )
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    question = models.TextField()
    prediction = models.TextField(help_text="What you expect to see, before the data.")
    plan = models.TextField(blank=True)
    started = models.DateField()
    what_happened = models.TextField(blank=True)
    learning = models.TextField(blank=True)
    next_act = models.CharField(
        max_length=8,
        blank=True,
        choices=[
            ("adopt", "Adopt"),
            ("adapt", "Adapt"),
            ("abandon", "Abandon"),
            ("repeat", "Repeat"),
        ],
    )
    ended = models.DateField(null=True, blank=True)

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        ordering = ["site", "started", "pk"]
        verbose_name_plural = "tests of change"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended=None) | Q(ended__gte=F("started")),
                name="test_of_change_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.question


class Adaptation(models.Model):
    """A change to the innovation at a site, in under a minute; FRAME completes it later."""

    site = models.ForeignKey(
        ImplementationSite, on_delete=models.PROTECT, related_name="adaptations"
    )
    component = models.ForeignKey(
        Component, null=True, blank=True, on_delete=models.PROTECT, related_name="adaptations"
    )
    on = models.DateField()
    what = models.TextField(help_text="What changed?")
    why = models.TextField(help_text="And why?")
    frame = models.JSONField(default=dict, blank=True, help_text="FRAME field → answer.")
    adopted_in = models.ForeignKey(
        InnovationVersion,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="adaptations_adopted",
    )
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        ordering = ["site", "on", "pk"]

    def __str__(self) -> str:
        return self.what


class ConditionRatingQuerySet(OfSiteQuerySet["ConditionRating"]):
    """Condition ratings: private to the site and the evaluators until shared."""

    def published(self) -> Q:
        """Ratings that the site has shared."""
        return Q(shared=True)


class ConditionRating(models.Model):
    """A CFIR 2.0 or NASSS construct rated at a site, −2 to +2; blank is not 0."""

    site = models.ForeignKey(
        ImplementationSite, on_delete=models.PROTECT, related_name="conditions"
    )
    framework = models.CharField(
        max_length=6, choices=[("cfir", "CFIR 2.0"), ("nasss", "NASSS")], default="cfir"
    )
    construct = models.CharField(max_length=120)
    rating = models.SmallIntegerField(null=True, blank=True)
    evidence = models.TextField(blank=True)
    rated_on = models.DateField()
    rated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    shared = models.BooleanField(default=False)

    objects = ConditionRatingQuerySet.as_manager()

    class Meta:
        ordering = ["site", "construct", "-rated_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__range=(-2, 2)),
                name="condition_is_minus_two_to_plus_two",
            ),
            models.CheckConstraint(
                condition=Q(rating=None) | ~Q(evidence=""), name="rating_gives_its_evidence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.construct} at {self.site}"


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
