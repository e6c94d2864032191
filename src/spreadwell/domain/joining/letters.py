"""The words that go back to those who offered or applied, proposed for a person to change."""

from dataclasses import dataclass

from .models import ExpressionOfInterest
from .ranking import Ranked

# Below this mean a criterion is named as what to build on; 2 is the middle of the scale.
TO_BUILD_ON = 2.5


@dataclass(frozen=True, slots=True)
class Letter:
    """An answer as it can be sent: to whom, about what, and the text."""

    to: str
    subject: str
    text: str


def letter_of(interest: ExpressionOfInterest) -> Letter:
    """Return the answer to an offer as a letter; without a contact nobody can be written to."""
    name = interest.contact_name or interest.organisation_name
    text = (
        f"Dear {name},\n\n"
        f"Thank you for offering that {interest.organisation_name} takes part in "
        f"“{interest.mission}”.\n\n{interest.answer}\n\n"
        f"The mission lead for “{interest.mission}”"
    )
    return Letter(interest.contact_email, f"Your offer to “{interest.mission}”", text)


def welcome(interest: ExpressionOfInterest) -> str:
    """Propose the answer to an offer that is accepted."""
    return (
        f"We should be glad to have {interest.organisation_name} with us, and have made it a "
        "member of the network. Its facilitator will be in touch with the day of the next meeting."
    )


def from_scores(row: Ranked) -> str:
    """Propose the reasons to give an applicant, from its scores; blank where they are not whole.

    The sentences hold whether it is chosen or not, so that a changed choice leaves none untrue.
    """
    weak = [one.name for one in row.criteria if one.mean is not None and one.mean < TO_BUILD_ON]
    strong = [one.name for one in row.criteria if one.mean is not None and one.mean >= TO_BUILD_ON]
    said = []
    if strong:
        said.append(f"The reviewers saw the strength of your application in {_listed(strong)}.")
    if weak:
        said.append(f"They would have liked to read more on {_listed(weak)}.")
    return " ".join(said)


def _listed(names: list[str]) -> str:
    lower = [in_a_sentence(name) for name in names]
    return lower[0] if len(lower) == 1 else f"{', '.join(lower[:-1])} and {lower[-1]}"


def in_a_sentence(name: str) -> str:
    """Return a name as it stands inside a sentence; “GP time” and “NHS” keep their capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
