"""Our folder ``platform`` and Python's module of that name live side by side."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BOTH = "import platform, dougong.platform; print(platform.python_version(), dougong.platform.__name__)"


def test_our_platform_and_pythons_are_both_there() -> None:
    for folder in (ROOT, ROOT / "dougong"):
        shown = subprocess.run(
            [sys.executable, "-P", "-c", BOTH], cwd=folder, capture_output=True, text=True, check=True
        )
        version, ours = shown.stdout.split()
        assert version.startswith(f"{sys.version_info.major}.")
        assert ours == "dougong.platform"


def test_of_the_test_folders_only_what_they_share_is_a_package() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == [ROOT / "tests" / "support" / "__init__.py"]
