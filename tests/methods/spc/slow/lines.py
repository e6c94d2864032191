"""Centre and limits of each kind of chart, for one segment."""

from __future__ import annotations

import math
from decimal import Decimal

from tests.methods.spc.slow.digits import PI, mean, median
from tests.methods.spc.slow.parts import SCREEN, mean_range
from tests.methods.spc.slow.shapes import Line

D2 = Decimal("1.128")
Columns = dict[str, list[Decimal | None]]


def around(centre: Decimal, sigma: Decimal | None) -> Line:
    """Limits of three sigma either side, and the lines at two."""
    if sigma is None:
        return Line(centre)
    return Line(
        centre, centre - 3 * sigma, centre + 3 * sigma, centre - 2 * sigma, centre + 2 * sigma
    )


def xmr(columns: Columns, part, used, near, reading, screens) -> list[Line]:
    x = columns["value"]
    if not used:
        return [Line() for _ in part]
    ranges = [abs(x[b] - x[a]) for a, b in near]
    amr = mean_range(ranges, screens)
    sigma = None if amr is None else reading.width * amr / 3
    centre = mean([x[i] for i in used])
    return [around(centre, sigma) for _ in part]


def share(columns: Columns, part, used, near, reading, screens, binomial, prime) -> list[Line]:
    """p, u, p′ and u′; c is u with an exposure of one everywhere."""
    top, bottom, x = columns["numerator"], columns["denominator"], columns["value"]
    if not used:
        return [Line() for _ in part]
    centre = sum(top[i] for i in used) / sum(bottom[i] for i in used)
    variance = centre * (1 - centre) if binomial else centre
    sigmas = {i: (variance / bottom[i]).sqrt() for i in part if bottom[i] is not None}
    wider: Decimal | None = Decimal(1)
    if prime and variance > 0:
        z = {i: (x[i] - centre) / sigmas[i] for i in used}
        step = mean_range([abs(z[b] - z[a]) for a, b in near], screens)
        wider = None if step is None else step / D2
    lines = []
    for i in part:
        known = i in sigmas and wider is not None
        lines.append(around(centre, sigmas[i] * wider if known else None))
    return lines


def t(columns: Columns, part, used, near, reading, screens) -> list[Line]:
    """An XmR chart of roots: the lines here are still roots."""
    roots = [None if v is None else root(v) for v in columns["value"]]
    return xmr({"value": roots}, part, used, near, reading, screens)


def root(time: Decimal) -> Decimal:
    return Decimal(0) if time <= 0 else time ** (1 / Decimal("3.6"))


def back(line: Decimal | None) -> Decimal | None:
    if line is None or line <= 0:
        return None if line is None else Decimal(0)
    return line ** Decimal("3.6")


def unrooted(line: Line, reading) -> Line:
    """Lines of roots in the unit of the times."""
    all_five = (line.centre, line.low, line.high, line.low2, line.high2)
    told = Line(*(back(one) for one in all_five))
    if reading.blank_two_sigma and line.low2 is not None and line.low2 < 0:
        told.low2 = None
    return told


def g(columns: Columns, part, used, near, reading, screens) -> list[Line]:
    x = columns["value"]
    if not used:
        return [Line() for _ in part]
    level = mean([x[i] for i in used])
    line = around(level, (level * (level + 1)).sqrt())
    line.centre = median([x[i] for i in used])
    return [line for _ in part]


def c4(n: Decimal) -> Decimal:
    size = float(n)
    return Decimal(
        math.sqrt(2 / (size - 1)) * math.exp(math.lgamma(size / 2) - math.lgamma((size - 1) / 2))
    )


def subgroups(columns: Columns, part, used, near, reading, screens, of_means) -> list[Line]:
    """Xbar where `of_means`, else S."""
    x, sd, n = columns["value"], columns["sd"], columns["n"]
    if not used:
        return [Line() for _ in part]
    # A single reading has no deviation: it has weight in the mean, and no limits.
    several = [i for i in used if n[i] > 1]
    spread = None
    if several and len({n[i] for i in part if n[i] is not None}) == 1:
        spread = mean([sd[i] for i in several])
    elif several:
        freedom = sum(n[i] - 1 for i in several)
        spread = (sum((n[i] - 1) * sd[i] ** 2 for i in several) / freedom).sqrt()
    lines = []
    for i in part:
        if n[i] is None or n[i] == 1 or spread is None:
            sigma = None
        elif of_means:
            sigma = spread / (c4(n[i]) * n[i].sqrt())
        else:
            sigma = spread * (1 - c4(n[i]) ** 2).sqrt() / c4(n[i])
        middle = sum(n[j] * x[j] for j in used) / sum(n[j] for j in used) if of_means else spread
        lines.append(around(middle, sigma))
    return lines


def mr(columns: Columns, part, used, near, reading, screens) -> list[Line]:
    x = columns["value"]
    if reading.spans:
        # Here ranges are drawn first and points left out after: the next range still counts.
        near = [(i - 1, i) for i in used if i - 1 in part and x[i - 1] is not None]
    amr = mean_range([abs(x[b] - x[a]) for a, b in near], screens)
    if amr is None:
        return [Line() for _ in part]
    high = Decimal("3.267") * amr
    return [Line(amr, Decimal(0), high, Decimal(0), high * 2 / 3) for _ in part]


def iprime(columns: Columns, part, used, near, reading, screens) -> list[Line]:
    x, n = columns["value"], columns["n"]
    if not used:
        return [Line() for _ in part]
    centre = sum(x[i] * n[i] for i in used) / sum(n[i] for i in used)
    widest = SCREEN
    if reading.sizes_rest_on_all:
        near = [(i - 1, i) for i in part[1:] if x[i] is not None and x[i - 1] is not None]
        widest = Decimal("3.2665")
    steps = [(PI / 2).sqrt() * abs(x[b] - x[a]) / (1 / n[a] + 1 / n[b]).sqrt() for a, b in near]
    step = mean_range(steps, screens, widest)
    lines = []
    for i in part:
        known = step is not None and n[i] is not None
        lines.append(around(centre, step / n[i].sqrt() if known else None))
    return lines
