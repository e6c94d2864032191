"""The colours of every picture, each with its job; their contrast is held by a test."""

from __future__ import annotations

from typing import Final

PAPER: Final = "#ffffff"
INK: Final = "#212b32"
QUIET_INK: Final = "#4c6272"
RULE: Final = "#d8dde0"
WASH: Final = "#f0f4f5"
MARK_RULE: Final = "#768692"

ACCENT: Final = "#005eb8"
ACCENT_DARK: Final = "#003d78"
ACCENT_WASH: Final = "#e3eef9"
ACCENT_TINT: Final = "#a9cdf0"

GOOD: Final = "#007f3b"
GOOD_WASH: Final = "#e3f3ea"
CONCERN: Final = "#b8480b"
CONCERN_WASH: Final = "#fdeee3"
WARN: Final = "#b01f14"
SPECIAL: Final = "#5c3a92"
SPECIAL_WASH: Final = "#efeaf6"
MUTED: Final = "#768692"

TEXT_ON_PAPER: Final = (INK, QUIET_INK, ACCENT, ACCENT_DARK, GOOD, CONCERN, WARN, SPECIAL)
MARKS_ON_PAPER: Final = (ACCENT, ACCENT_DARK, GOOD, CONCERN, WARN, SPECIAL, MUTED, MARK_RULE)


def luminance(colour: str) -> float:
    """Relative luminance 0 to 1 of `#rrggbb`. Source: WCAG 2.2, definition of it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return float(0.2126 * r + 0.7152 * g + 0.0722 * b)


def contrast(first: str, second: str) -> float:
    """Contrast ratio 1 to 21 of two colours. Source: WCAG 2.2, success criterion 1.4.3."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
