"""A forecast beside the effect that was seen, with how far it missed."""

import pytest

from spreadwell.domain.claims.actions import open_protocol, register_protocol
from spreadwell.domain.outcomes.forecasts import Held, Outcome, by_criterion, held_against, scored
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.domain.priorities.actions import open_shortlist
from spreadwell.domain.priorities.deciding import decide_shortlist, name_body
from spreadwell.domain.priorities.evidence import Chosen
from spreadwell.domain.priorities.expecting import Expectation, expect
from spreadwell.domain.priorities.rounds import close_scoring
from tests.evidence_rooms import plant
from tests.factories import make_opportunity
from tests.panels import make_shortlist, score_all, seat

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def choose(shortlist, by, expectations):
    """Score each entry one better than the last, and take up all with what is expected."""
    scorer = seat(shortlist, by)
    entries = list(shortlist.entries.all())
    for at, (entry, expectation) in enumerate(zip(entries, expectations, strict=True)):
        score_all(scorer, entry, at + 2)
        expect(by=by, entry=entry, expectation=expectation)
    close_scoring(by=by, shortlist=shortlist)
    body = name_body(by=by, shortlist=shortlist, name="Board")
    decide_shortlist(
        by=by, shortlist=shortlist, body=body, reasons="Need",
        chosen=Chosen({one.pk: "in" for one in entries}, live=0),
    )  # fmt: skip


def test_what_was_forecast_stands_beside_what_was_seen(sign_in, administrator):
    planted = plant()
    innovation, measure = planted.innovation, planted.measure
    opportunity = make_opportunity(innovation.mission, state="proposed", title="Ring back")
    innovation.opportunity = opportunity
    innovation.save(update_fields=["opportunity"])
    shortlist = open_shortlist(
        by=administrator, mission=innovation.mission, title="Spring", opportunities=[opportunity]
    )
    choose(shortlist, administrator, [Expectation(low=3, middle=5, high=9, on=measure)])
    client = sign_in(administrator)
    assert "No forecast can be held against" in client.get("/shortlists/forecasts/").text
    protocol = register_protocol(
        by=planted.analyst, innovation=innovation, measure=measure,
        comparators="PCNs not using it", comparator_codes=planted.codes,
    )  # fmt: skip
    open_protocol(by=planted.analyst, protocol=protocol)
    page = " ".join(client.get("/shortlists/forecasts/").text.split())
    assert "1 of 1 known effect fell within what was forecast" in page
    assert "so forecasting came closer" in page
    assert "At least three known effects are needed" in page
    (score, _) = scored(held_against(viewer_of(administrator)))
    assert score.missed < 2 < score.unmoved < 8


def test_criteria_that_order_the_effects_foretold_them(administrator):
    shortlist = make_shortlist(administrator, 4, places=4)
    expectation = Expectation(low=1, middle=2, high=3)
    choose(shortlist, administrator, [expectation] * 4)
    forecasts = [one.forecast for one in shortlist.entries.order_by("opportunity__title")]

    def seen(values):
        return [
            Held(one, Outcome(value, value - 1, value + 1, "", 0))
            for one, value in zip(forecasts, values, strict=True)
        ]

    rising = by_criterion(seen([1, 2, 3, 4]))
    assert len(rising) == 8
    assert {one.of for one in rising} == {4}
    assert [one.correlation for one in rising] == pytest.approx([1.0] * 8)
    assert rising[0].words == "foretold well what was seen"
    falling = by_criterion(seen([4, 3, 2, 1]))
    assert falling[0].words == "pointed the other way"
    assert by_criterion(seen([1, 2, 3, 4])[:2]) == []
    every, panel = scored(seen([2, 2, 2, 9]))
    assert (every.known, every.within, panel.name) == (4, 3, "Spring")
    assert every.missed > scored(seen([2, 2, 2, 2]))[0].missed
