"""The kinds of files that `spreadwell export` writes."""

from spreadwell.cli.kinds import Kind

KINDS = tuple(
    Kind(name, __name__, module)
    for name, module in (
        ("organisations", "organisations"),
        ("map", "map"),
        ("readings", "readings"),
        ("findings", "findings"),
        ("pack", "pack"),
        ("claims", "claims"),
    )
)
