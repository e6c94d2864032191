"""Decisions. What is decided points here; a decision knows nothing of later steps."""

import hashlib
import json

from django.db import models
from django.db.models import Q

from ..foundation.origins import HasOrigin
from ..foundation.scope import ScopedQuerySet
from ..people.models import Person


class DecidingBody(models.Model):
    """A named body that decides, such as a research and innovation board."""

    name = models.CharField(max_length=160, unique=True)
    remit = models.TextField(blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "deciding bodies"

    def __str__(self) -> str:
        return self.name


class Choice(models.TextChoices):
    """What may be decided."""

    SHORTLIST = "shortlist", "Settle the shortlist"
    SITES = "sites", "Choose the sites"
    TEST = "test", "Test"
    ADAPT = "adapt", "Adapt"
    SPREAD = "spread", "Spread"
    SCALE = "scale", "Scale"
    PAUSE = "pause", "Pause"
    STOP = "stop", "Stop, with its learning"
    CONTINUE = "continue", "Continue to a date, then stop unless a named thing is seen"


class DecisionQuerySet(ScopedQuerySet["Decision"]):
    """Decisions."""

    def published(self) -> Q:
        """Shown beyond the team once its body has published it."""
        return Q(published=True)


class Decision(HasOrigin):
    """One decision, never edited: a later one may supersede it."""

    body = models.ForeignKey(DecidingBody, on_delete=models.PROTECT, related_name="decisions")
    question = models.CharField(max_length=240)
    choice = models.CharField(max_length=10, choices=Choice)
    reasons = models.TextField()
    dissent = models.TextField(blank=True)
    decided_on = models.DateField()
    until = models.DateField(null=True, blank=True, help_text="For “continue to a date”.")
    unless = models.TextField(blank=True, help_text="What must be seen by then.")
    evidence = models.JSONField(
        default=dict, blank=True, help_text="What the body saw, frozen as it was."
    )
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    published = models.BooleanField(default=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(choice="continue") | (Q(until__isnull=False) & ~Q(unless="")),
                name="continuing_names_a_date_and_a_condition",
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="decision_gives_reasons"),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.get_choice_display()}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the frozen evidence, to show that it is what the body saw."""
        text = json.dumps(self.evidence, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class DeclaredInterest(models.Model):
    """An interest somebody declared for one decision."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="interests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interests")
    what = models.TextField()
    took_part = models.BooleanField(default=False)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.person}: {self.what}"
