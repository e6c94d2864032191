"""The conditions a mission asks about and how they are rated at each site."""

from django.db import models
from django.db.models import Q

from ...foundation.scope import ScopedQuerySet
from ...missions.models import Mission
from ...people.models import Person
from .site import ImplementationSite, OfSiteQuerySet


class ConditionSet(models.Model):
    """The conditions that matter to a mission, about a dozen, and whether two people rate them."""

    mission = models.OneToOneField(Mission, on_delete=models.PROTECT, related_name="condition_set")
    constructs = models.JSONField(default=list, help_text="Names of CFIR 2.0 constructs, in order.")
    second_rater = models.BooleanField(
        default=False, help_text="A second person rates too, and both agree on one rating."
    )
    chosen_on = models.DateField()
    chosen_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Conditions that matter to {self.mission}"


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
    rater = models.CharField(
        max_length=9,
        choices=[
            ("first", "First rater"),
            ("second", "Second rater"),
            ("consensus", "Agreed by both"),
        ],
        default="first",
    )
    moment = models.CharField(
        max_length=5,
        blank=True,
        choices=[("start", "Start"), ("mid", "Mid-point"), ("end", "End")],
    )
    informants = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many people the rating rests on."
    )
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
