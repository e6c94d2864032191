"""The result of ``spreadwell prioritise`` as JSON."""

from pydantic import BaseModel

from spreadwell.cli.sources import Result


class CellOut(BaseModel):
    """One opportunity on one criterion: what the panel says, and what it does not know."""

    criterion: str
    mean: float
    se: float
    sd: float | None
    known: int
    dont_know: int
    two_camps: bool
    worth_discussing: float


class OpportunityOut(BaseModel):
    """One opportunity.

    ``powerful`` and ``possible`` are null where no criterion is of that side; ``score`` is the
    value at the middle of the weights and ``se`` its standard error; ``disagreement`` the mean
    standard deviation between scorers, null under two; ``rank_acceptability`` the share of draws
    at each rank, first to last; ``central_weights`` null where it is never first.
    """

    name: str
    powerful: float | None
    possible: float | None
    se: float
    disagreement: float | None
    rank_acceptability: list[float]
    central_weights: dict[str, float] | None
    core_index: float | None
    in_portfolio: bool
    score: float
    powerful_se: float | None
    possible_se: float | None
    confidence: float | None
    standing: str
    worth_discussing: float
    cells: list[CellOut]


class Relaxation(BaseModel):
    """One rule of a conflict and the least by which it alone must give way; null if it cannot."""

    rule: str
    by: float | None
    sentence: str


class ConflictOut(BaseModel):
    """A smallest set of rules that cannot all hold."""

    rules: list[str]
    relaxations: list[Relaxation]
    sentence: str


class WeightsOut(BaseModel):
    """Which weights were taken as plausible, and their middle."""

    kind: str
    middle: dict[str, float]


class Search(BaseModel):
    """How the portfolios were found: ``complete`` is false when the exact search was capped."""

    exact: bool
    complete: bool
    core_index_from: str
    draws: int
    value: float | None
    gap: float | None


class PrioritiesOutput(Result):
    """Opportunities in the order of the file, and the portfolio proposed.

    ``portfolios`` are all non-dominated ones with ``--exact``, else null; ``standing`` of an
    opportunity is core, borderline or exterior.
    """

    opportunities: list[OpportunityOut]
    portfolio: list[str]
    portfolios: list[list[str]] | None
    equity_price: float | None
    conflicts: list[ConflictOut]
    seed: int
    draws: int
    scale: list[float]
    criteria: dict[str, str | None]
    weights: WeightsOut
    search: Search
    sentences: list[str]
