"""Networks, who is in them, their meetings and what members promised."""

from django.db import models
from django.db.models import F, Q

from ...foundation.origins import HasOrigin
from ...foundation.scope import M, ScopedQuerySet, Seer
from ...people.models import Person
from ..states import NETWORK
from .organisations import Organisation


class Basis(models.TextChoices):
    """What a network is formed around."""

    EXPERTISE = "expertise", "Expertise"
    EXPERIENCE = "experience", "Experience"
    POPULATION = "population", "A population's need"


class NetworkQuerySet(ScopedQuerySet["Network"]):
    """Networks."""


class Network(HasOrigin):
    """Organisations and people with a common purpose."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    purpose = models.TextField(help_text="What its members want to bring about, in a sentence.")
    basis = models.CharField(max_length=12, choices=Basis, default=Basis.EXPERTISE)
    formed_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=NETWORK.choices(), default=NETWORK.first())

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OfNetworkQuerySet(ScopedQuerySet[M]):
    """Rows that belong to a network."""

    def own(self, viewer: Seer) -> Q:
        """A network's members see what belongs to it, and so do the people of its sites."""
        sites = Q(network__innovations__versions__sites__in=viewer.site_ids)
        return Q(network_id__in=viewer.network_ids) | sites


class MembershipQuerySet(OfNetworkQuerySet["Membership"]):
    """Memberships."""

    def own(self, viewer: Seer) -> Q:
        """Whoever is a member sees their own membership, wherever they work."""
        rule = super().own(viewer)
        return rule | Q(person_id=viewer.person_id) if viewer.person_id else rule


class Membership(models.Model):
    """One organisation or person in one network, with a specific role and dates."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=120, help_text="What this member brings or does.")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    interests = models.TextField(blank=True, help_text="Declared interests; “none” when asked.")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["network", "starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(person__isnull=False),
                name="member_is_an_organisation_or_a_person",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=F("starts")),
                name="membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation or self.person} in {self.network}"


class Meeting(models.Model):
    """One meeting of a network."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="meetings")
    on = models.DateField()
    purpose = models.CharField(max_length=200)
    notes = models.TextField(blank=True)

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"{self.network}, {self.on:%-d %B %Y}"


class NetworkActionQuerySet(OfNetworkQuerySet["NetworkAction"]):
    """What somebody said they would do."""

    def own(self, viewer: Seer) -> Q:
        """Whoever promised it sees it too, wherever they work."""
        return super().own(viewer) | Q(owner_id=viewer.person_id)


class NetworkAction(models.Model):
    """Something somebody said they would do, by when."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="actions")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    what = models.TextField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="network_actions")
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    objects = NetworkActionQuerySet.as_manager()

    class Meta:
        ordering = ["done_on", "due"]

    def __str__(self) -> str:
        return self.what
