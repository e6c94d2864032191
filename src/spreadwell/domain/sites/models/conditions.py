"""The conditions a mission asks about and how they are rated at each site."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from ...foundation.scope import ScopedQuerySet, Seer
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

    def visible_to(self, viewer: Seer) -> Self:
        """Keep the ratings that the viewer may see.

        Where two rate, nobody sees what one of them rated until the other has rated too: whoever
        reads it could be the other one. Only who rated sees it before.
        """
        waiting = self.model._default_manager.filter(
            self.waiting(), ~Q(rated_by_id=viewer.person_id)
        )
        return super().visible_to(viewer).exclude(pk__in=waiting.values("pk"))

    @staticmethod
    def waiting() -> Q:
        """Return the rule for ratings whose second rater has not rated yet."""
        others = ConditionRating._default_manager.filter(
            site=OuterRef("site"), moment=OuterRef("moment"), rater__in=["first", "second"]
        ).exclude(rater=OuterRef("rater"))
        asked = Q(
            site__version__innovation__mission__condition_set__second_rater=True,
            rater__in=["first", "second"],
            shared=False,
        )
        return asked & ~Q(moment="") & ~Q(Exists(others))

    def own(self, viewer: Seer) -> Q:
        """The site's people and those who work with its network; while two rate, each their own."""
        return super().own(viewer)

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
