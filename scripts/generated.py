"""Files that are written from the code; ``--check`` fails when one is stale."""

import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# path below the checkout -> what it must hold
GENERATED: dict[str, Callable[[], str]] = {}


def main() -> None:
    check = "--check" in sys.argv[1:]
    stale = []
    for name, make in GENERATED.items():
        file, text = ROOT / name, make()
        if file.exists() and file.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    if check and stale:
        sys.exit(f"stale, run `make generated`: {', '.join(stale)}")


if __name__ == "__main__":
    main()
