"""Series that make every rule fire often: hypothesis strategies for the columns of each kind."""

from __future__ import annotations

from hypothesis import strategies as st

wholes = st.integers(-30, 30)
counts = st.integers(0, 40)


def stretches(numbers, lowest: int):
    """A level, a climb, a zigzag: what shifts, trends and points far out are made of."""
    return st.one_of(
        st.lists(numbers, min_size=1, max_size=12),
        st.tuples(numbers, st.integers(3, 12), st.integers(-4, 4)).map(
            lambda t: [max(lowest, t[0] + t[2] * i) for i in range(t[1])]
        ),
        st.tuples(numbers, st.integers(3, 12)).map(
            lambda t: [max(lowest, t[0] + i % 2) for i in range(t[1])]
        ),
    )


def whole(numbers, lowest: int = -1000):
    """A series without gaps."""
    return st.lists(stretches(numbers, lowest), min_size=1, max_size=5).map(
        lambda parts: [x for part in parts for x in part]
    )


def gappy(full):
    """The same with a tenth of the values missing."""
    return full.flatmap(
        lambda v: st.lists(st.integers(0, 9), min_size=len(v), max_size=len(v)).map(
            lambda gaps: [None if gap == 0 else x for x, gap in zip(v, gaps, strict=True)]
        )
    )


def either(full):
    return st.one_of(full, gappy(full))


values = either(whole(wholes))
whole_values = whole(wholes)


def beside(column, name: str, other: str, numbers):
    """Two columns of one length."""
    return column.flatmap(
        lambda v: st.lists(numbers, min_size=len(v), max_size=len(v)).map(
            lambda w: {name: v, other: w}
        )
    )


def _shares(pair: dict) -> dict:
    """Numerators that fit into their denominators; now and then nobody is counted."""
    tops = [
        None if top is None else min(top, bottom)
        for top, bottom in zip(pair["numerator"], pair["denominator"], strict=True)
    ]
    return {"numerator": tops, "denominator": pair["denominator"]}


def _subgroups(three: dict) -> dict:
    length = len(three["value"])
    return {"value": three["value"], "sd": three["sd"][:length], "n": three["n"][:length]}


many = either(whole(counts, 0))
pairs = beside(many, "numerator", "denominator", st.sampled_from([0, 20, 40, 40, 40, 80]))
times = either(whole(st.integers(1, 60), 1))
subgroups = st.fixed_dictionaries(
    {
        "value": values,
        "sd": st.lists(st.integers(0, 6), min_size=60, max_size=60),
        "n": st.one_of(
            st.lists(st.sampled_from([5, 5, 8, 8, 12, 1]), min_size=60, max_size=60),
            st.just([6] * 60),
        ),
    }
).map(_subgroups)

COLUMNS = {
    "xmr": values.map(lambda v: {"value": v}),
    "mr": values.map(lambda v: {"value": v}),
    "run": values.map(lambda v: {"value": v}),
    "c": many.map(lambda v: {"value": v}),
    "g": many.map(lambda v: {"value": v}),
    "t": times.map(lambda v: {"value": v}),
    "p": pairs.map(_shares),
    "pprime": pairs.map(_shares),
    "u": pairs,
    "uprime": pairs,
    "xbar": subgroups,
    "s": subgroups.map(lambda three: {"sd": three["sd"], "n": three["n"]}),
    "iprime": beside(values, "value", "n", st.sampled_from([5, 20, 20, 45, None])),
}
