"""Lessons, packs and notices."""

from django.db import models
from django.db.models import Q

from ..discovery.models import Finding
from ..foundation.origins import HasOrigin
from ..foundation.scope import ScopedQuerySet, Seer
from ..innovations.models import Innovation, InnovationVersion
from ..people.models import Person
from ..sites.models import ImplementationSite


class Lesson(HasOrigin):
    """Something learnt that the next site or mission should find."""

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="lessons")
    site = models.ForeignKey(
        ImplementationSite, null=True, blank=True, on_delete=models.PROTECT, related_name="lessons"
    )
    text = models.TextField()
    about = models.CharField(
        max_length=10,
        choices=[
            ("worked", "What worked"),
            ("not", "What did not"),
            ("condition", "A condition it needs"),
            ("stopped", "Why it stopped"),
        ],
    )
    learnt_on = models.DateField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-learnt_on", "-pk"]

    def __str__(self) -> str:
        return self.text[:80]


class PackQuerySet(ScopedQuerySet["Pack"]):
    """Packs."""

    def published(self) -> Q:
        """A pack that was published to the system."""
        return Q(published=True)


class Pack(models.Model):
    """What another site or system needs to adopt an innovation version, as one file."""

    version = models.ForeignKey(InnovationVersion, on_delete=models.PROTECT, related_name="packs")
    made_at = models.DateTimeField(auto_now_add=True)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    loaded = models.BooleanField(default=False, help_text="Came from another store.")
    published = models.BooleanField(default=False)

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"Pack of {self.version}"


class NoticeQuerySet(ScopedQuerySet["Notice"]):
    """Notices back."""

    def own(self, viewer: Seer) -> Q:
        """Whoever said it sees what it changed."""
        return Q(finding__contributor_id=viewer.person_id)

    def published(self) -> Q:
        """One that was worded so that anybody may read it."""
        return Q(public=True)


class Notice(models.Model):
    """To somebody who spoke: what their words changed, or why not."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="notices")
    innovation = models.ForeignKey(
        Innovation, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    text = models.TextField()
    did = models.BooleanField(default=True, help_text="We did; otherwise: we did not, because.")
    sent_on = models.DateField()
    sent_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seen_on = models.DateField(null=True, blank=True)
    moved = models.BooleanField(
        default=False,
        help_text="Written by itself, when a thing that holds the words moved on.",
    )
    mailed_on = models.DateField(
        null=True, blank=True, help_text="When somebody without an account was written to."
    )
    public = models.BooleanField(
        default=False, help_text="Names nobody; shown under “you said, we did”."
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_on", "-pk"]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def heading(self) -> str:
        """Say what the notice tells of: an answer that somebody wrote, or a step on the way."""
        if self.moved:
            return "A step on" if self.did else "Not further for now"
        return "We did" if self.did else "We did not, because"
