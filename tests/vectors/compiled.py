"""The vectors that the browser must agree on, with their canonical trees, as JSON lines.

The browser has no parser, so its tests ask this script: ``python tests/vectors/compiled.py``.
"""

import json
import sys
from pathlib import Path

from dougong.engines.expression.canonical import envelope
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.vectors import checked, load_vectors


def main() -> None:
    functions = load_functions()
    for vector in load_vectors(Path(__file__).parent / "expression"):
        found = checked(vector, functions)
        if not found.ok:
            continue
        declared = [functions[name].back_ends for name in found.uses]
        if "browser" in set(vector.get("back_ends", ["browser"])).intersection(*declared):
            line = {"case": vector, "envelope": envelope(found.node, found.kind, found.depends)}
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


main()
