"""How long a scorer still has to go, from what remains; nothing is timed.

A scorer should be done in half an hour: sixty screened, twelve scored on eight criteria and seven
pairs weighed come to 30 minutes.
"""

from dataclasses import dataclass

# Reading a card of two sentences and ticking twice.
SCREEN_SECONDS = 12
# One criterion with its anchors; a sentence at the ends now and then is in it.
SCORE_SECONDS = 10
PAIR_SECONDS = 15
# The most that stand before the panel with all criteria: more, and nobody is done in half an hour.
MOST_BEFORE_THE_PANEL = 12


@dataclass(frozen=True, slots=True)
class Left:
    """What remains for one scorer, counted in answers."""

    screens: int = 0
    scores: int = 0
    pairs: int = 0

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded up; 0 only when nothing remains."""
        seconds = (
            self.screens * SCREEN_SECONDS + self.scores * SCORE_SECONDS + self.pairs * PAIR_SECONDS
        )
        return -(-seconds // 60)
