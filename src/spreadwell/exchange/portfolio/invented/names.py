"""Names of invented places: plants and country words, none of them a real PCN or practice."""

_FRONT = ("Ash", "Bram", "Cop", "Dove", "Elder", "Fallow", "Grey", "Holly", "Ivy", "Kestrel",
          "Lark", "Marsh", "Nettle", "Oxlip", "Plum", "Quill")  # fmt: skip
_BACK = ("mere", "wick", "combe")

PCN_NAMES = tuple(f"{front}{back}" for back in _BACK for front in _FRONT)
"""Forty-eight names: forty-five networks, and one that two of them became."""

_LAST = ("Rise", "Fold", "Barrow")
PRACTICE_NAMES = tuple(f"{front}leigh {last}" for last in _LAST for front in _FRONT)
PRACTICE_KINDS = ("Surgery", "Practice", "Medical Centre", "Health Centre")
