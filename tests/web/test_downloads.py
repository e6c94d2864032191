"""Files that hold invented data say so in their name; those of real data do not."""

from spreadwell.web.downloads import file_of


def test_the_name_of_a_file_says_that_it_is_invented():
    plain = file_of(b"x", "décision 3/evidence.json", "application/json")
    told = file_of(b"x", "a.b.csv", "text/csv", invented=True)
    assert plain["Content-Disposition"].endswith('evidence.json"')
    assert "invented" not in plain["Content-Disposition"]
    assert told["Content-Disposition"] == 'attachment; filename="a.b-invented-example.csv"'
