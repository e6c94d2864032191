"""Whoever does what the tutorial “Your first mission” says arrives where it says."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from spreadwell.cli.main import main
from spreadwell.domain.models import (
    ImplementationSite,
    Innovation,
    Measure,
    Mission,
    Network,
    Organisation,
    Person,
    Protocol,
    Reading,
    Submission,
)
from tests.docs.pages import DOCS, blocks

pytestmark = [pytest.mark.django_db, pytest.mark.store]

STARTED = timezone.localdate() - timedelta(days=40)


class Reader:
    """Somebody who does what the tutorial says."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def send(self, page: str, *where: object, expect: str = "", **answers: object) -> str:
        """Open a page, send its form, and return what the next page says."""
        address = reverse(page, args=where)
        done = self.client.post(address, answers, follow=True)
        said = done.content.decode()
        assert done.status_code == 200, f"{address}: {done.status_code}\n{said}"
        assert done.redirect_chain, f"{address} was not taken:\n{said}"
        assert expect in said, f"{address} does not lead to “{expect}”:\n{said}"
        return said


@pytest.fixture
def reader(client: Client) -> Reader:
    """A visitor of an empty store."""
    return Reader(client)


def readings(measure: str, *sites: str) -> bytes:
    """Two years of months, as the tutorial asks for."""
    first = STARTED.year * 12 + STARTED.month - 25
    months = [f"{n // 12}-{n % 12 + 1:02}" for n in range(first, first + 25)]
    rows = [f"{measure},{site},{month},60,100" for site in sites for month in months]
    return "\n".join(["measure,site,period,numerator,denominator", *rows]).encode()


def test_from_an_empty_store_to_a_registered_protocol(reader: Reader, tmp_path):
    reader.send(
        "people:first", name="Sorrel", email="sorrel@example.org", password="three plain words",
        expect="Open the first mission",
    )  # fmt: skip
    reader.send(
        "missions:open", title="Diabetes feet", summary="Nobody loses a foot in vain.",
        aim="By March 2029, 80 of 100 feet checked.", live_limit=3,
    )  # fmt: skip
    mission = Mission.objects.get()
    reader.send("people:add", name="Lead", email="lead@example.org", password="four plain words!")
    lead = Person.objects.get(email="lead@example.org")
    reader.send("missions:people", mission.slug, lead=lead.pk, expect="Mission lead: Lead")

    definition = tmp_path / "feet_checked.yaml"
    definition.write_text(blocks(DOCS / "how-to" / "add-a-measure.md", "yaml")[0])
    assert main(["import", "measures", str(definition)]) == 0
    measure = Measure.objects.get()
    reader.send(
        "missions:aim", mission.slug, text="By March 2029, 80 of 100 feet checked every year.",
        why="Now with its numbers.", measure=measure.pk, baseline=60, target=80,
        by_day="2029-03-31",
    )  # fmt: skip
    reader.send("missions:activate", mission.slug)
    assert "Diabetes feet" in Client().get(reverse("public_home")).content.decode()

    reader.send(
        "discovery:add", mission=mission.pk, text="My feet were never looked at.",
        role="patient", heard_on=STARTED.isoformat(), source_kind="engagement", strength=1,
    )  # fmt: skip
    reader.send(
        "networks:form", name="Foot network", purpose="No foot is lost in vain.",
        basis="population", expect="Add a member",
    )  # fmt: skip
    for code in ("ZZ001", "ZZ002"):
        reader.send("networks:add_organisation", code=code, name=f"Practice {code}", kind="pcn")
    network = Network.objects.get()
    place = Organisation.objects.get(code="ZZ001")
    reader.send(
        "networks:member", network.slug, organisation=place.code, role="Runs the checks",
        interests="none", expect="Runs the checks",
    )  # fmt: skip

    reader.send(
        "innovations:start", mission.slug, name="Foot clinic", sentence="Your feet, once a year.",
        network=network.pk, stage="testing", known_so_far="It runs in one place.",
        entered_because="It ran before the mission.", expect="Release a version",
    )  # fmt: skip
    innovation = Innovation.objects.get()
    reader.send(
        "innovations:version", innovation.slug, core="Look at both feet", adaptable="Where",
        expect="Look at both feet",
    )  # fmt: skip
    reader.send(
        "innovations:measure", innovation.slug, measure=measure.pk, primary="on", link="direct",
        smallest_worthwhile=2, expect="Judged on this",
    )  # fmt: skip

    reader.send("sites:plan", innovation.slug, organisation=place.name)
    site = ImplementationSite.objects.get()
    reader.send("sites:safety_lead", site.pk, person=lead.pk)
    for item in site.set_up.all():
        reader.send("sites:set_up", item.pk, owner=lead.pk, done_on=STARTED.isoformat())
    site.refresh_from_db()
    for to in ("preparing", "live"):
        reader.send("sites:move", site.pk, to=to)
        site.refresh_from_db()
        assert site.state == to

    file = SimpleUploadedFile("readings.csv", readings("feet_checked", "ZZ001", "ZZ002"))
    reader.send("measures:send", file=file, expect="50 new, 0 corrected, 0 the same")
    reader.send("measures:accept", Submission.objects.get().pk, expect="The charts show it now")
    assert Reading.objects.count() == 50
    chart = reverse("measures:chart", args=["feet_checked", "ZZ001"])
    assert reader.client.get(chart).status_code == 200

    reader.send(
        "effects:register", innovation=innovation.pk, measure=measure.pk, compared="same_kind",
        comparators="Practices of the network that do not hold the clinic yet.",
        smallest_worthwhile=2, expect="Cannot be evaluated yet",
    )  # fmt: skip
    assert Protocol.objects.get().comparator_codes == ["ZZ002"]
