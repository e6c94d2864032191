"""What each entry would take and whom it would reach, and what there is: inputs with ranges."""

from dataclasses import asdict, dataclass, fields

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import EntryCost, Shortlist, ShortlistEntry
from .permissions import check_run_shortlist
from .policies import check_before_decision

# What a range is called where one is wrong, by its field.
RANGES = {"money": "money", "staff": "staff time", "fifth": "reach in the most deprived fifth"}


@dataclass(frozen=True, slots=True)
class Cost:
    """Low, likely and high of money (pence a year), staff (hours a week) and reach (in 100).

    `fifth` is the share of the benefit that would reach the most deprived fifth.
    """

    money_low: int | None = None
    money: int | None = None
    money_high: int | None = None
    staff_low: float | None = None
    staff: float | None = None
    staff_high: float | None = None
    fifth_low: float | None = None
    fifth: float | None = None
    fifth_high: float | None = None
    source: str = ""


@action
def tell_cost(*, by: Person, entry: ShortlistEntry, cost: Cost) -> EntryCost:
    """Write down what one entry would take; a blank range stays not known."""
    check_run_shortlist(viewer_of(by), entry.shortlist)
    check_before_decision(entry.shortlist)
    for name, words in RANGES.items():
        values = [getattr(cost, key) for key in (f"{name}_low", name, f"{name}_high")]
        given = [value for value in values if value is not None]
        if given and len(given) < len(values):
            raise Invalid(f"Give the low, the likely and the high {words}.", field=name)
        if given != sorted(given):
            raise Invalid(f"Low, likely and high {words} must rise in this order.", field=name)
        if given and (given[0] < 0 or (name == "fifth" and given[-1] > 100)):
            raise Invalid(f"The {words} lies outside what is possible.", field=name)
    made, _ = EntryCost.objects.update_or_create(
        entry=entry, defaults=asdict(cost) | {"source": cost.source.strip()}
    )
    record(
        by=by,
        verb="shortlist.cost_told",
        thing=entry.shortlist,
        summary=f"{by} wrote down what “{entry.opportunity}” would take",
    )
    return made


@action
def set_budget(
    *,
    by: Person,
    shortlist: Shortlist,
    money: int | None = None,
    staff: float | None = None,
    equity_floor: int | None = None,
) -> Shortlist:
    """Say what there is: money in pence a year, staff hours a week, and the floor on reach."""
    check_run_shortlist(viewer_of(by), shortlist)
    check_before_decision(shortlist)
    if (money is not None and money < 0) or (staff is not None and staff < 0):
        raise Invalid("What there is cannot be less than nothing.", field="money")
    if equity_floor is not None and not 0 <= equity_floor <= 100:
        raise Invalid("The floor is a number of 100.", field="equity_floor")
    shortlist.money, shortlist.staff, shortlist.equity_floor = money, staff, equity_floor
    shortlist.save(update_fields=["money", "staff", "equity_floor"])
    record(
        by=by,
        verb="shortlist.budget_set",
        thing=shortlist,
        summary=f"{by} said what money and staff there are",
        detail={"money": money, "staff": staff, "equity_floor": equity_floor},
    )
    return shortlist


def cost_seen(entry: ShortlistEntry) -> dict[str, object]:
    """Return what an entry would take as plain values, to be frozen with a decision."""
    cost = EntryCost.objects.filter(entry=entry).first()
    return {one.name: getattr(cost, one.name) for one in fields(Cost)} if cost else {}
