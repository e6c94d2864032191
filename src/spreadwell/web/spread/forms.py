"""Forms of waves."""

from typing import Any

from spreadwell.domain.decisions.models import Decision
from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.networks.models import Network
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import ImplementationSite
from spreadwell.domain.sites.states import ENDED
from spreadwell.domain.spread.models import Wave
from spreadwell.domain.spread.policies import OPENING

from ..asking import Choose, offer
from ..formkit import DayField, LongText, PageForm


class WaveForm(PageForm):
    """A wave."""

    network = Choose(
        label="In which network?",
        help_text="Its own network means spread; another one means scale.",
    )
    starts_on = DayField(label="When do its sites start?")
    note = LongText(label="What will it show us?", rows=2, required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "network", Network.objects.visible_to(viewer).exclude(state="closed"))


class PlaceForm(PageForm):
    """A site that starts with a wave."""

    site = Choose(label="Which site?")

    def __init__(self, *args: Any, viewer: Viewer, innovation: Innovation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = ImplementationSite.objects.visible_to(viewer).filter(
            version__innovation=innovation, place=None
        )
        offer(self, "site", rows.exclude(state__in=ENDED))


class OpenForm(PageForm):
    """The decision on which a later wave opens."""

    decision = Choose(label="On which decision?", required=False)

    def __init__(self, *args: Any, viewer: Viewer, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Decision.objects.visible_to(viewer).filter(
            gate__innovation=wave.version.innovation, choice__in=OPENING
        )
        offer(self, "decision", rows)


class CancelForm(PageForm):
    """Why a wave is cancelled."""

    reason = LongText(label="Why is it cancelled?", rows=2)
