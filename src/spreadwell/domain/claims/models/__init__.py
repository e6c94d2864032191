"""What is planned to be estimated, what was estimated, and what may be said of it."""

from .claims import Claim
from .effects import Effect, GradeMove, Protocol, ProtocolChange

__all__ = ["Claim", "Effect", "GradeMove", "Protocol", "ProtocolChange"]
