"""Those who spoke without an account hear by mail that something came of it, if they agreed."""

from datetime import date, timedelta

import pytest
from django.core import mail

from spreadwell.domain.discovery.opportunities import raise_opportunity
from spreadwell.domain.models import Notice
from spreadwell.exchange import told_back
from spreadwell.exchange.heard_links import finding_of
from spreadwell.exchange.told_back import tell_contacts
from tests.factories import make_finding, make_mission

pytestmark = [pytest.mark.django_db, pytest.mark.store]
MONDAY = date(2030, 3, 18)


@pytest.fixture
def said(administrator):
    """What somebody said who agreed to be contacted, and a step that it made."""
    mission = make_mission()
    theme = mission.themes.create(name="Nobody rings")
    given = {"contributor_label": "A carer in Brent", "contact": "carer@example.org"}
    made = make_finding(mission, theme=theme, consents_contact=True, **given)
    make_finding(mission, theme=theme, contributor_label="Somebody who did not agree")
    step(administrator, mission)
    return made


def step(by, mission) -> None:
    """Let something come of all that was said in a mission."""
    raise_opportunity(
        by=by, mission=mission, title="Ring", need="Nobody rings.", change="Ring.",
        themes=list(mission.themes.all()),
    )  # fmt: skip


def test_one_mail_leads_to_the_private_page_and_says_nothing_itself(said, client, settings):
    settings.ADDRESS = "http://testserver"
    assert tell_contacts(MONDAY) == 1
    [sent] = mail.outbox
    assert sent.to == [said.contact]
    assert said.text not in sent.body and "“Ring”" not in sent.body
    [address] = [line for line in sent.body.split() if line.startswith("http")]
    assert finding_of(address.rstrip("/").rpartition("/")[2]) == said.pk
    page = client.get(address).content.decode()
    assert said.text in page and "How far it has come" in page and "“Ring”" in page


def test_nothing_is_told_twice_and_one_mail_a_week_is_enough(said, administrator):
    assert tell_contacts(MONDAY, dry=True) == 1 and not mail.outbox
    assert tell_contacts(MONDAY) == 1
    step(administrator, said.mission)
    assert tell_contacts(MONDAY + timedelta(days=6)) == 0
    assert tell_contacts(MONDAY + timedelta(days=7)) == 1
    assert tell_contacts(MONDAY + timedelta(days=30)) == 0
    assert len(mail.outbox) == 2
    assert not said.notices.filter(mailed_on=None).exists()
    assert Notice.objects.filter(mailed_on=None).count() == 2  # of whoever did not agree


def test_a_mail_that_cannot_be_sent_is_tried_again(said, monkeypatch):
    class Down:
        def send(self):
            raise OSError("The post is closed.")

    with monkeypatch.context() as patched:
        patched.setattr(told_back, "_mail", lambda address, notices: Down())
        assert tell_contacts(MONDAY) == 0
    assert tell_contacts(MONDAY) == 1
