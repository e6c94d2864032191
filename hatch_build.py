"""The wheel's build hook: styles and scripts go in, so that its users need no node."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))

from launcher import assets, stamp


class AssetHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds the vendor folder before files are collected."""

    def dependencies(self) -> list[str]:
        """Ask the build's front end for node only where the machine has none that will do."""
        if stamp.assets_are_built(self.root) or assets.own_node():
            return []
        lock = (Path(self.root) / assets.NODE_LOCK).read_text()
        return [lock.split(maxsplit=1)[0]]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the assets and add them, though git ignores their folder."""
        assets.build_assets(Path(self.root), Path(self.root) / stamp.VENDOR)
        build_data["artifacts"].append(f"/{stamp.VENDOR}/**")
