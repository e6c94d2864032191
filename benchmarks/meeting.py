"""How fast the meeting view answers a moved slider, beside solving each draw by itself.

    python -m benchmarks.meeting

Prints a JSON line for one shortlist of twelve and for three side by side: processor time of one
whole answer (portfolio, 100 plausible ones, what would change it, regret, who comes first, both
pictures), how many such answers fit into the second that a slider may take, and the same hundred
portfolios alone by `scipy.optimize.milp`, one draw after another. Nothing is stored or cached.
"""

import json
import os

import numpy as np

from benchmarks.priorities import timed

DRAWS, CRITERIA = 100, 8
ALLOWED = 1.0


def main() -> None:
    """Measure both sizes."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spreadwell.config.settings")
    import django

    django.setup()
    for count in (12, 36):
        print(json.dumps(measured(count)), flush=True)


def measured(count: int) -> dict[str, object]:
    """Time one answer at a table of so many opportunities, and the peer on the same rules."""
    from scipy import optimize

    from spreadwell.domain.models import Criterion
    from spreadwell.domain.priorities.meeting import Dials, Table, rules_of, weights_set
    from spreadwell.domain.priorities.portfolio import answer, regret
    from spreadwell.domain.priorities.robust import deprived_sentence
    from spreadwell.methods.priorities import draw_values
    from spreadwell.methods.priorities.rules import matrix
    from spreadwell.web.priorities.meeting import drawn_on_the_wall

    random = np.random.default_rng(3)
    ends = ("_low", "", "_high")
    takes = {}
    for name, least, most in (("money", 4e6, 4e7), ("staff", 6, 50), ("fifth", 12, 40)):
        amounts = random.uniform(least, most, count)
        takes |= {f"{name}{end}": amounts * x for end, x in zip(ends, (0.7, 1, 1.4), strict=True)}
    table = Table(
        names=tuple(f"Opportunity {n}" for n in range(count)),
        criteria=tuple(
            Criterion(slug=f"c{n}", name=f"Criterion {n}", side="powerful" if n < 4 else "possible")
            for n in range(CRITERIA)
        ),
        mean=random.uniform(1.5, 4.5, (count, CRITERIA)),
        se=random.uniform(0.1, 0.5, (count, CRITERIA)),
        missions=tuple(f"Mission {n // 12}" for n in range(count)),
        takes=takes,
    )
    dials = Dials(
        weights={f"c{n}": 5.0 + n for n in range(CRITERIA)},
        places=count // 3,
        money=int(takes["money"].sum() / 3),
        staff=float(takes["staff"].sum() / 3),
        equity_floor=22.0,
    )

    def whole() -> None:
        found = answer(table, dials)
        regret(table, dials)
        deprived_sentence(table, dials)
        drawn_on_the_wall(table, dials, found, invented=False)

    weights = weights_set(table, dials)
    rules = rules_of(table, dials, table.mean @ weights.middle())
    drawn = draw_values(table, weights.draw(DRAWS, random), random)
    rows, low, high = matrix(rules, count)
    limits = optimize.LinearConstraint(rows, low, high)

    def one_by_one() -> None:
        for values in drawn:
            optimize.milp(-values, integrality=np.ones(count), bounds=(0, 1), constraints=[limits])

    answered, peer = timed(whole), timed(one_by_one, 1)
    return {
        "opportunities": count,
        "answer_s": answered,
        "answers_in_the_second_allowed": round(ALLOWED / answered, 1),
        "draws_one_by_one_s": peer,
        "times_as_fast": round(peer / answered, 1),
    }


if __name__ == "__main__":
    main()
