"""What is asked about a file's numbers once nothing is wrong with them any more."""

from spreadwell.domain.measures.models import Measure, Submission
from spreadwell.domain.measures.questions import keep_questions, questions_about
from spreadwell.domain.networks.queries import keys_by_code
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.formats.problems import FileProblem
from spreadwell.formats.readings import read_readings

MOST_BYTES = 2 * 2**20
"""A larger file is a program's extract: its numbers are looked at on the charts instead."""


def ask_about(*, by: Person, submission: Submission) -> Submission:
    """Ask about numbers unlike those before them; the worst of them, and of small files only."""
    if submission.content is None or len(submission.content) > MOST_BYTES:
        return submission
    try:
        readings = read_readings(bytes(submission.content), name=submission.file_name)
    except FileProblem:  # names that only its sender's list explains
        return submission
    measures = {one.slug: one for one in Measure.objects.filter(slug__in=readings.measures)}
    places = keys_by_code()
    if len(measures) < len(readings.measures) or not set(readings.sites) <= set(places):
        return submission
    asked = questions_about(viewer_of(by), readings, measures, places)
    if not asked:
        return submission
    return keep_questions(by=by, submission=submission, asked=asked)
