"""What goes on in networks: how their members see them, and the map on which sites are shown."""

from datetime import timedelta

from spreadwell.domain.models import HealthAnswer, HealthCheck
from spreadwell.domain.networks.models import Feature
from spreadwell.exchange.organisations.maps import load_map_file
from spreadwell.formats.geojson import ONS_OUTLINES

from .content import REAL, told
from .loading import Loading, keep_all


def load(loading: Loading) -> None:
    """Load the rounds in which members of networks were asked, and the boroughs of London."""
    load_map_file(
        REAL / "london_boroughs.geojson", by=None, name="London boroughs", one="borough",
        many="boroughs", credit=ONS_OUTLINES, licence="Open Government Licence v3.0",
    )  # fmt: skip
    answers = []
    for one in told("networks")["networks"]:
        for asked in one.get("health", []):
            network = loading.networks[one["slug"]]
            opens = loading.when(asked, "opens")
            made = HealthCheck.objects.create(
                network=network, opens=opens, closes=loading.when(asked, "closes"),
                opened_by=loading.person("facilitator"),
            )  # fmt: skip
            answers += [
                HealthAnswer(
                    check_round=made, person=loading.person(who), feature=feature,
                    view=int(view), answered_on=opens + timedelta(days=2),
                )
                for who, views in asked["views"].items()
                for feature, view in zip(Feature.values, str(views), strict=True)
                if view != "-"
            ]  # fmt: skip
    keep_all(HealthAnswer, answers)
