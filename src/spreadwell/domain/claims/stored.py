"""What a stored look says: its result, with a moved grade laid over it, and equity beside it."""

from dataclasses import replace

from spreadwell.methods.effects.grade import WORDS
from spreadwell.methods.effects.plain import from_plain
from spreadwell.methods.effects.results import Cap, EffectResult, Grade
from spreadwell.methods.effects.strata import Equity

from .models import Effect, GradeMove


def result_of(effect: Effect) -> EffectResult:
    """The result of a look as it stands: as computed, or with the grade that somebody moved.

    Looks of earlier versions lack what is new; there it reads as not computed.
    """
    result = EffectResult.from_dict(effect.result)
    move = standing_move(effect)
    if move is None:
        return result
    reason = (
        f"{move.by} moved it by one, from “{WORDS[move.was]}” to “{WORDS[move.to]}”: {move.why}"
    )
    caps = (*result.grade.caps, Cap("moved", move.to, reason, None))
    grade = Grade(move.to, WORDS[move.to], caps, result.grade.shows_size)
    return replace(result, grade=grade)


def standing_move(effect: Effect) -> GradeMove | None:
    """The move of its grade that stands, None where the grade is as computed."""
    computed = effect.result["grade"]["letter"]
    # Only a look whose grade differs from the computed one can have a move that stands.
    if effect.grade in ("", computed):
        return None
    return effect.grade_moves.select_related("by").order_by("-pk").first()


def shows_size(result: EffectResult) -> bool:
    """Whether a page may show a size or a picture of one: past the gate, and people not picked."""
    return result.gate.ok and result.grade.shows_size


def equity_of(effect: Effect) -> dict[str, Equity]:
    """The effect by group of people, by how they are told apart."""
    return {name: from_plain(Equity, plain) for name, plain in effect.equity.items()}
