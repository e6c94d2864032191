"""The scales on which funnels are symmetric: arcsine, square root and log."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from spreadwell.methods.spc.shapes import Floats


@dataclass(frozen=True, slots=True)
class Scale:
    """One variance-stabilising scale; `truncates` leaves extremes out, not drawn in."""

    name: str
    truncates: bool

    def middle(self, centre: float) -> float:
        """The target on this scale."""
        if self.name == "proportion":
            return math.asin(math.sqrt(centre))
        return math.sqrt(centre) if self.name == "ratio" else math.log(centre)

    def error(self, bottom: Floats, centre: float) -> Floats:
        """The standard error of each unit on this scale, by chance alone."""
        if self.name == "ratio_log":
            return np.asarray(1 / np.sqrt(bottom * centre), dtype=np.float64)
        return np.asarray(1 / (2 * np.sqrt(bottom)), dtype=np.float64)

    def forward(self, ratios: Floats, top: Floats, bottom: Floats) -> Floats:
        """Ratios on this scale; no events count as half of one on the log scale."""
        if self.name == "proportion":
            return np.asarray(np.arcsin(np.sqrt(ratios)), dtype=np.float64)
        if self.name == "ratio":
            return np.asarray(np.sqrt(ratios), dtype=np.float64)
        return np.asarray(np.log(np.where(top == 0, 0.5, top) / bottom), dtype=np.float64)

    def back(self, scaled: Floats) -> Floats:
        """From this scale to ratios, held where the scale ends."""
        if self.name == "proportion":
            held = np.clip(scaled, 0, math.pi / 2)
            return np.asarray(np.sin(held) ** 2, dtype=np.float64)
        if self.name == "ratio":
            return np.asarray(np.maximum(scaled, 0.0) ** 2, dtype=np.float64)
        return np.asarray(np.exp(scaled), dtype=np.float64)


SCALES = {
    "proportion": Scale("proportion", truncates=False),
    "ratio": Scale("ratio", truncates=False),
    "ratio_log": Scale("ratio_log", truncates=True),
}
