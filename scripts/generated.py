"""Files that are written from the code; ``--check`` fails when one is stale."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from pydantic import SecretStr

from dougong.engines.expression.reference import example_vectors, reference
from dougong.kinds import load_kinds
from dougong.main import create_api, create_services
from dougong.platform.definitions.json_schema import document_schema
from dougong.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parent.parent


def functions() -> str:
    return reference(load_kinds().functions)


def app_schema() -> str:
    return _json(document_schema(load_kinds()))


@cache
def openapi() -> str:
    """OpenAPI of the platform; what it says does not depend on the installation."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), workers=0)
        services = create_services(settings)
        try:
            return _json(create_api(services).openapi())
        finally:
            services.database.close()


def types() -> str:
    """The shapes of the API as TypeScript, by openapi-typescript."""
    with tempfile.TemporaryDirectory() as folder:
        document, out = Path(folder, "openapi.json"), Path(folder, "schema.d.ts")
        document.write_text(openapi(), encoding="utf-8")
        subprocess.run(
            [sys.executable, ROOT / "scripts" / "web.py", "types", document, out], check=True, capture_output=True
        )
        return out.read_text(encoding="utf-8")


def settings() -> str:
    """Every setting with its default, as a table."""
    lines = [
        "<!-- Written by `make generated` from dougong/settings.py; do not edit. -->",
        "",
        "# Settings",
        "",
        "A variable of the environment beats `dougong.toml` (or the file named by `DOUGONG_CONFIG`), which beats",
        "the default. In the file the names are lower-case and without `DOUGONG_`. In the environment lists are",
        "separated by commas.",
        "",
        "| variable | default | meaning |",
        "|---|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        lines.append(f"| `{PREFIX}{name.upper()}` | {_default(field.default)} | {field.description} |")
    return "\n".join(lines) + "\n"


def _default(value: object) -> str:
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, tuple):
        value = ",".join(value)
    return f"`{value}`" if value not in ("", None) else ""


def vectors() -> str:
    return example_vectors(load_kinds().functions)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


# path below the checkout -> what it must hold
GENERATED: dict[str, Callable[[], str]] = {
    "docs/reference/functions.md": functions,
    "docs/reference/app-schema.json": app_schema,
    "docs/reference/openapi.json": openapi,
    "web/src/platform/api/schema.d.ts": types,
    "docs/reference/settings.md": settings,
    "tests/vectors/expression/examples.json": vectors,
}


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
