"""What is planned to be estimated, what was estimated, and what may be said of it."""

from .claims import Claim
from .effects import Effect, GradeMove, Protocol, ProtocolChange
from .ledger import ClaimConflict, ClaimQuestion, SourceInvitation

__all__ = [
    "Claim",
    "ClaimConflict",
    "ClaimQuestion",
    "Effect",
    "GradeMove",
    "Protocol",
    "ProtocolChange",
    "SourceInvitation",
]
