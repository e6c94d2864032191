"""Every kind of chart over time by its name, as the command line and the store write it."""

from __future__ import annotations

from spreadwell.methods.spc.kinds.attribute import P_PRIME, U_PRIME, C, P, U
from spreadwell.methods.spc.kinds.individuals import I_PRIME, MR, XMR
from spreadwell.methods.spc.kinds.kind import Kind
from spreadwell.methods.spc.kinds.rare import G, T
from spreadwell.methods.spc.kinds.run import RUN
from spreadwell.methods.spc.kinds.subgroups import XBAR, S

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (XMR, RUN, P, P_PRIME, U, U_PRIME, C, G, T, XBAR, S, MR, I_PRIME)
}


def kind_named(kind: str | Kind) -> Kind:
    """The kind of this name; ValueError names the choices."""
    if isinstance(kind, Kind):
        return kind
    if kind not in KINDS:
        raise ValueError(f"There is no chart {kind!r}: choose {', '.join(KINDS)}.")
    return KINDS[kind]
