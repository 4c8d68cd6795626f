"""``dougong app``: apps as files, for builders who keep them in git.

Where ``FILE|APP`` is asked, a path of a JSON file or the key of an app will do; ``APP@3`` is its third version.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from sqlalchemy import Connection

from dougong.designer_api.depends import ports_of, publishing_of
from dougong.engines.finding import Finding
from dougong.errors import Locale, NotFound, Text
from dougong.kinds import load_kinds
from dougong.main import create_services
from dougong.platform import audit
from dougong.platform.access.principal import Principal
from dougong.platform.db import Unit
from dougong.platform.definitions import drafts, versions
from dougong.platform.definitions.changes import differences
from dougong.platform.definitions.check import check, check_document
from dougong.platform.definitions.reading import Document, read_document
from dougong.platform.publishing.apply import ConfirmMissing
from dougong.platform.publishing.plan import Plan, make_plan, problem_json
from dougong.runtime.services.context import Services
from dougong.settings import Settings

# the operator at the command line: whoever can run it holds the database anyway
OPERATOR = Principal(user=None, name="dougong app", builder=True)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    app = commands.add_parser("app", help="check, plan, publish, export and compare apps")
    verbs = app.add_subparsers(dest="verb", required=True)
    _verb(verbs, "check", run_check, "tell every problem of a document")
    _verb(verbs, "plan", run_plan, "say what publishing would do; a file becomes the draft")
    publish = _verb(verbs, "publish", run_publish, "plan and publish")
    publish.add_argument("--confirm", action="append", default=[], metavar="STEP", help="a step's id, or `all`")
    publish.add_argument("--note", default="", help="what this version is about")
    _verb(verbs, "test", run_test, "run the app's own tests; a file becomes the draft")
    export = _verb(verbs, "export", run_export, "write the document of an app")
    export.add_argument("-o", "--output", type=Path, help="a file; standard output if left out")
    diff = _verb(verbs, "diff", run_diff, "what differs, in words")
    diff.add_argument("other", nargs="?", metavar="FILE|APP", help="the newer one; the app's draft if left out")


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, run: Callable[..., int], words: str
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=words)
    parser.add_argument("app", metavar="FILE|APP")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.set_defaults(run=run)
    return parser


def run_check(settings: Settings, options: argparse.Namespace) -> int:
    if _is_file(options.app):
        # a file by itself needs no database
        return _tell(check(_read(options.app), load_kinds()), _locale(settings), as_json=options.json)
    with _Opened(settings) as services, services.database.read() as connection:
        document = _document(connection, options.app)
        found = check_document(connection, document, services.kinds).findings
    return _tell(found, _locale(settings), as_json=options.json)


def run_plan(settings: Settings, options: argparse.Namespace) -> int:
    with _Opened(settings) as services:
        made = _planned(services, options.app)
    if options.json:
        _write(json.dumps(made.as_json(), ensure_ascii=False, indent=2))
    else:
        _show_plan(made, _locale(settings))
    return 1 if _errors(made.problems) else 0


def run_test(settings: Settings, options: argparse.Namespace) -> int:
    with _Opened(settings) as services:
        made = _planned(services, options.app)
    locale = _locale(settings)
    if options.json:
        _write(json.dumps(list(made.tests), ensure_ascii=False, indent=2))
    for one in () if options.json else made.tests:
        _write(f"{'ok  ' if one['ok'] else 'FAIL'} {one['name'][locale]}")
        for problem in one["problems"]:
            _write(f"     {problem['pointer']}: {problem['message'][locale]}")
    if _errors(made.problems):
        _show_problems(made.problems, locale)
    return 0 if all(one["ok"] for one in made.tests) and not _errors(made.problems) else 1


def run_publish(settings: Settings, options: argparse.Namespace) -> int:
    with _Opened(settings) as services:
        made = _planned(services, options.app)
        _show_plan(made, _locale(settings))
        if _errors(made.problems):
            return 1
        confirm = [step.id for step in made.steps] if "all" in options.confirm else options.confirm
        try:
            n = publishing_of(services).publish(made.app, made.id, confirm, options.note, OPERATOR)
        except ConfirmMissing as refused:
            missing = ", ".join(refused.missing)
            words = Text(f"还需确认：--confirm {missing}", f"Confirm with: --confirm {missing}")
            sys.stderr.write(words.in_locale(_locale(settings)) + "\n")
            return 1
    _write(Text(f"已发布版本 {n}", f"Published version {n}").in_locale(_locale(settings)))
    return 0


def run_export(settings: Settings, options: argparse.Namespace) -> int:
    with _Opened(settings) as services, services.database.read() as connection:
        text = json.dumps(_document(connection, options.app), ensure_ascii=False, indent=2)
    if options.output is not None:
        options.output.write_text(text + "\n", encoding="utf-8")
    else:
        _write(text)
    return 0


def run_diff(settings: Settings, options: argparse.Namespace) -> int:
    with _Opened(settings) as services, services.database.read() as connection:
        if options.other is None:
            new = _document(connection, options.app)
            published = versions.current(connection, str(new.get("key")))
            old = published.document if published is not None else {}
        else:
            old, new = _document(connection, options.app), _document(connection, options.other)
    found = differences(old, new)
    if options.json:
        _write(json.dumps([one.as_json() for one in found], ensure_ascii=False, indent=2))
    else:
        for one in found:
            _write(f"{one.pointer}: {one.text.in_locale(_locale(settings))}")
    return 0


class _Opened:
    """The services of a short-lived command, closed at its end."""

    def __init__(self, settings: Settings) -> None:
        self._services = create_services(settings)

    def __enter__(self) -> Services:
        return self._services

    def __exit__(self, *_: object) -> None:
        self._services.database.close()


def _locale(settings: Settings) -> Locale:
    return "en" if settings.locale == "en" else "zh-CN"


def _is_file(name: str) -> bool:
    return name.endswith(".json") or Path(name).is_file()


def _read(name: str) -> Document:
    """Raises Invalid for what is no JSON, NotFound for what is not there."""
    try:
        return read_document(Path(name).read_bytes())
    except OSError as failure:
        raise NotFound(Text(f"无法读取文件 {name}", f"The file {name} cannot be read")) from failure


def _document(connection: Connection, name: str) -> Document:
    """A file, the draft of an app, or with ``@n`` one of its versions."""
    if _is_file(name):
        return _read(name)
    key, _, n = name.partition("@")
    if n.isdigit():
        return versions.version(connection, key, int(n)).document
    return drafts.get(connection, key).document


def _planned(services: Services, name: str) -> Plan:
    """A plan of an app's draft; a file becomes the draft first."""
    key = name
    if _is_file(name):
        document = _read(name)

        def save(unit: Unit) -> str:
            found = versions.current_n(unit.connection, str(document.get("key")))
            if found is None:
                made = drafts.create(unit, document, None)
                audit.record(unit, None, "app.created", f"app:{made.app}", via="cli")
            else:
                made = drafts.put(unit, str(document["key"]), document, None, rev=None)
            return made.app

        key = services.database.write(save)
    return make_plan(services.database, services.kinds, ports_of(services), key, OPERATOR)


def _errors(findings: Iterable[Finding]) -> bool:
    return any(one.severity == "error" for one in findings)


def _tell(findings: list[Finding], locale: Locale, *, as_json: bool) -> int:
    if as_json:
        _write(json.dumps({"problems": [problem_json(one) for one in findings]}, ensure_ascii=False, indent=2))
    else:
        _show_problems(findings, locale)
        if not findings:
            _write(Text("没有问题", "No problems").in_locale(locale))
    return 1 if _errors(findings) else 0


def _show_problems(findings: Iterable[Finding], locale: Locale) -> None:
    for one in findings:
        hint = f" ({one.hint}?)" if one.hint else ""
        _write(f"{one.severity} {one.pointer or '/'} [{one.code}]: {one.message.in_locale(locale)}{hint}")


def _show_plan(made: Plan, locale: Locale) -> None:
    for step in made.steps:
        counts = f", {step.rows} rows" if step.rows else ""
        lost = f", loses {step.lost}" if step.lost else ""
        asks = " !" if step.confirm else ""
        _write(f"{step.id} [{step.weight}{counts}{lost}]{asks}: {step.what.in_locale(locale)}")
    for one in made.affects:
        count = f" ({one.count})" if one.count else ""
        _write(f"affects {one.kind} {one.key or one.pointer}{count}: {', '.join(one.by)}")
    _show_problems(made.problems, locale)
    if not made.steps:
        _write(Text("数据库无需改动", "Nothing changes in the database").in_locale(locale))


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
