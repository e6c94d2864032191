"""Which counts of people may be told, how they are rounded, and what must be hidden beside them."""

from .profiles import DEFAULT, PROFILES, Profile, profile_named, stricter
from .release import Released, ReleasedMeans, release, release_counts, release_means
from .tables import protect_grid, protect_rows

__all__ = [
    "DEFAULT",
    "PROFILES",
    "Profile",
    "Released",
    "ReleasedMeans",
    "profile_named",
    "protect_grid",
    "protect_rows",
    "release",
    "release_counts",
    "release_means",
    "stricter",
]
