"""Waves and the sites in them."""

from django.db import models
from django.db.models import Q

from ..decisions.models import Decision
from ..foundation.scope import ScopedQuerySet, Seer
from ..innovations.models import InnovationVersion
from ..networks.models import Network
from ..sites.models import ImplementationSite
from .states import WAVE


class WaveQuerySet(ScopedQuerySet["Wave"]):
    """Waves."""

    def own(self, viewer: Seer) -> Q:
        """Members see the waves of their networks."""
        return Q(network_id__in=viewer.network_ids) | Q(
            version__innovation__network_id__in=viewer.network_ids
        )


class Wave(models.Model):
    """Sites of one network that start together: spread at home, scale in another network."""

    version = models.ForeignKey(InnovationVersion, on_delete=models.PROTECT, related_name="waves")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="waves")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=[("spread", "Spread"), ("scale", "Scale")])
    starts_on = models.DateField()
    state = models.CharField(max_length=9, choices=WAVE.choices(), default=WAVE.first())
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="waves"
    )
    note = models.TextField(blank=True)

    objects = WaveQuerySet.as_manager()

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="wave_is_numbered_once"),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(number=1) | Q(decision__isnull=False),
                name="later_wave_opens_on_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"Wave {self.number} of {self.version.innovation}"


class WaveSiteQuerySet(ScopedQuerySet["WaveSite"]):
    """Sites in waves."""

    def own(self, viewer: Seer) -> Q:
        """Members see the waves of their networks."""
        return Q(wave__network_id__in=viewer.network_ids)


class WaveSite(models.Model):
    """One site in one wave."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="places")
    site = models.OneToOneField(ImplementationSite, on_delete=models.PROTECT, related_name="place")

    objects = WaveSiteQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.site} in {self.wave}"
