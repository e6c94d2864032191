"""Files that hold invented data say so in their name; those of real data do not."""

import pytest
from django.http import Http404

from spreadwell.charts.frame import Look
from spreadwell.web.downloads import KINDS, file_of, picture_file
from tests.charts.picture_samples import draw_event_study


def test_the_name_of_a_file_says_that_it_is_invented():
    plain = file_of(b"x", "décision 3/evidence.json", "application/json")
    told = file_of(b"x", "a.b.csv", "text/csv", invented=True)
    assert plain["Content-Disposition"].endswith('evidence.json"')
    assert "invented" not in plain["Content-Disposition"]
    assert told["Content-Disposition"] == 'attachment; filename="a.b-invented-example.csv"'


def test_a_picture_is_kept_in_four_forms():
    picture = draw_event_study(Look())
    ways = {kind: picture_file(picture, "study", kind) for kind in KINDS}
    assert ways["png"].content.startswith(b"\x89PNG") and ways["png"]["Content-Type"] == "image/png"
    assert b"<svg" in ways["svg"].content and b"vega-lite" in ways["json"].content
    assert ways["csv"].content.startswith(b"\xef\xbb\xbf")
    with pytest.raises(Http404, match="no such picture"):
        picture_file(picture, "study", "exe")
