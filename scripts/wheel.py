"""What goes into the wheel beside the package: the examples, and the pages where they are built.

An editable installation finds both in the checkout, so nothing is copied for it.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Beside(BuildHookInterface):  # type: ignore[type-arg,misc]  # hatchling is there while building only
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        included = build_data["force_include"]
        included[str(root / "examples")] = "dougong/examples"
        if (root / "web" / "dist" / "index.html").is_file():
            included[str(root / "web" / "dist")] = "dougong/web"
