"""What the record of tests of change says about a team's work, told to the team itself."""

from spreadwell.methods.improvement.cycles import Cycle, look_at_cycles
from spreadwell.methods.improvement.progress import Progress, Seen, suggest_progress

__all__ = ["Cycle", "Progress", "Seen", "look_at_cycles", "suggest_progress"]
