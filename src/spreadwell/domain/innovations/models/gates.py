"""Points at which a body decides about an innovation."""

from django.db import models
from django.db.models import Q

from ...decisions.models import DecidingBody, Decision
from ...foundation.scope import ScopedQuerySet
from ..states import GATE
from .innovation import Innovation


class Gate(models.Model):
    """A point at which a body decides about an innovation; what it asks stands here."""

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="gates")
    body = models.ForeignKey(DecidingBody, on_delete=models.PROTECT, related_name="gates")
    question = models.CharField(max_length=240)
    recommendation = models.TextField(blank=True)
    criteria = models.JSONField(
        default=list, help_text="List of {name, needed, met: true, false or null for unknown}."
    )
    opened_on = models.DateField()
    due = models.DateField()
    state = models.CharField(max_length=10, choices=GATE.choices(), default=GATE.first())
    decision = models.OneToOneField(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="gate"
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["due"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="decided", decision__isnull=False)
                | (~Q(state="decided") & Q(decision=None)),
                name="decided_gate_has_its_decision",
            )
        ]

    def __str__(self) -> str:
        return self.question
