"""The kinds of files that `spreadwell import` brings in."""

from spreadwell.cli.kinds import Kind

KINDS = tuple(
    Kind(name, __name__, module)
    for name, module in (
        ("organisations", "organisations"),
        ("map", "map"),
        ("measures", "measures"),
        ("readings", "readings"),
        ("findings", "findings"),
        ("pack", "pack"),
    )
)
