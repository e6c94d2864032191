"""The counts that the picture of the loop shows: what the viewer may see at each step."""

from datetime import date

from django.urls import reverse

from spreadwell.charts.loop import Step
from spreadwell.domain.claims.footing import lost_among
from spreadwell.domain.claims.models import Claim, Effect
from spreadwell.domain.claims.policies import ENDED
from spreadwell.domain.decisions.models import Decision
from spreadwell.domain.discovery.models import Finding, Opportunity
from spreadwell.domain.innovations.models import Gate, Innovation
from spreadwell.domain.learning.models import Lesson
from spreadwell.domain.measures.models import Reading
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.networks.models import Network
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.priorities.models import Shortlist
from spreadwell.domain.sites.models import ImplementationSite, SetUpItem
from spreadwell.domain.spread.models import Wave


def loop_steps(viewer: Viewer, today: date) -> list[Step]:
    """Return one step of the loop after another with its count, what is late, and its link.

    Missions that are closed, with their innovations and sites, are no longer in the loop.
    """
    gates = Gate.objects.visible_to(viewer).filter(state="open", due__lt=today).count()
    shortlists = Shortlist.objects.visible_to(viewer)
    sites = ImplementationSite.objects.visible_to(viewer).exclude(
        version__innovation__mission__state="closed"
    )
    late_sites = (
        SetUpItem.objects.visible_to(viewer)
        .filter(done_on=None, due__lt=today, site__state__in=["planned", "preparing"])
        .values("site")
        .distinct()
        .count()
    )
    late_waves = Wave.objects.visible_to(viewer).filter(state="planned", starts_on__lt=today)
    return [
        Step(
            "mission",
            Mission.objects.visible_to(viewer).exclude(state="closed").count(),
            0,
            reverse("missions:list"),
        ),
        Step("discovery", Finding.objects.visible_to(viewer).count(), 0, reverse("discovery:list")),
        Step(
            "opportunity",
            Opportunity.objects.visible_to(viewer).count(),
            0,
            reverse("discovery:opportunities"),
        ),
        Step(
            "shortlist",
            shortlists.count(),
            shortlists.exclude(state="decided").filter(closes_on__lt=today).count(),
            reverse("priorities:list"),
        ),
        Step(
            "innovation",
            Innovation.objects.visible_to(viewer).exclude(mission__state="closed").count(),
            0,
            reverse("innovations:list"),
        ),
        Step("network", Network.objects.visible_to(viewer).count(), 0, reverse("networks:list")),
        Step("site", sites.count(), late_sites, reverse("sites:list")),
        Step(
            "readings",
            Reading.objects.visible_to(viewer).current().count(),
            0,
            reverse("measures:list"),
        ),
        Step(
            "effect",
            Effect.objects.visible_to(viewer).filter(is_latest=True).count(),
            0,
            reverse("effects:list"),
        ),
        Step(
            "claim",
            Claim.objects.visible_to(viewer).exclude(state__in=ENDED).count(),
            len(lost_among(viewer)),
            reverse("claims:list"),
        ),
        Step(
            "decision",
            Decision.objects.visible_to(viewer).count(),
            gates,
            reverse("decisions:list"),
        ),
        Step(
            "wave",
            Wave.objects.visible_to(viewer).filter(state__in=["planned", "open"]).count(),
            late_waves.count(),
            reverse("spread:list"),
        ),
        Step("learning", Lesson.objects.visible_to(viewer).count(), 0, reverse("learning:list")),
    ]
