"""What has to be looked up to judge a record: whether what it names is there and may be named, whether it repeats
another.

Each question is asked for a whole batch at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dougong.engines.expression.evaluate import compile_
from dougong.engines.expression.tree import Lit, Node, Path, walk
from dougong.engines.finding import Invalid, message, pointer
from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.nesting import Nesting, tree_of
from dougong.engines.form.run import Need, Run, need
from dougong.engines.form.validate import Failed
from dougong.engines.record.problems import finding
from dougong.errors import Forbidden, Text
from dougong.ids import is_id
from dougong.platform import files
from dougong.platform.storage.catalog import StoredField, StoredForm
from dougong.platform.storage.select import ListQuery
from dougong.platform.storage.titles import qualified
from dougong.platform.storage.unique import repeated
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records_run import Kitchen
from dougong.runtime.services.records_work import Work, able, going

NO_RECORD = message("unknown_record", "所选记录不存在或不可见", "The chosen record is not there, or not yours to see")
NO_PERSON = message("unknown_user", "没有这位用户", "There is no such person")
NO_DEPARTMENT = message("unknown_department", "没有这个部门", "There is no such department")
NO_FILE = message("unknown_file", "文件不存在或不属于您", "The file is not there, or not yours")
NOT_AMONG = message("not_among_choices", "所选记录不在可选范围内", "The chosen record is not among the choices")
OUTSIDE = Text("不能在您的数据范围之外新增", "You may not create a record outside of the rows that are yours")

# (work, pointer, id)
Named = tuple[Work, str, str]


class NotUnique(Invalid):
    """Nothing is wrong but that the same values exist already: a conflict; ``findings`` say in which fields."""

    code, status, title = "not_unique", 409, Text("已有相同的数据", "The same values exist already")


def judge_references(desk: Desk, form: CompiledForm, stored: StoredForm, works: Sequence[Work]) -> None:
    """Records, people and departments that were sent anew must be there, and the sender's to see."""
    records: dict[str, list[tuple[Named, str]]] = defaultdict(list)
    for work in able(works):
        for path, field, at, id_ in _named(stored, work):
            assert field.target is not None
            match field.target.table:
                case "user":
                    if not desk.organisation.active(id_):
                        work.findings.append(NO_PERSON.at(at))
                case "department":
                    if id_ not in desk.organisation.departments:
                        work.findings.append(NO_DEPARTMENT.at(at))
                case "record":
                    records[field.target.form or ""].append(((work, at, id_), path))
        _judge_ownership(desk, work)
    if records:
        _judge_records(desk, form, stored, records)


def _judge_ownership(desk: Desk, work: Work) -> None:
    owner, department = work.values.get("owner"), work.values.get("department")
    if owner is not None and not desk.organisation.active(owner):
        work.findings.append(NO_PERSON.at("/values/owner"))
    if department is not None and department not in desk.organisation.departments:
        work.findings.append(NO_DEPARTMENT.at("/values/department"))


def _judge_records(
    desk: Desk, form: CompiledForm, stored: StoredForm, named: Mapping[str, list[tuple[Named, str]]]
) -> None:
    wanted = {qualified(stored.app, key): {one[2] for one, _ in found} for key, found in named.items()}
    book = desk.door.titles_of(stored.app, {key: {id_ for id_ in ids if is_id(id_)} for key, ids in wanted.items()})
    filtered: dict[str, list[Named]] = defaultdict(list)
    for key, found in named.items():
        for one, path in found:
            if not book.knows(key, one[2]):
                one[0].findings.append(NO_RECORD.at(one[1]))
            elif path in form.filters and not form.filters[path].reads:
                filtered[path].append(one)
    for path, choices in filtered.items():
        _judge_choices(desk, stored, form.filters[path].condition.node, _target(stored, path), choices)


def _judge_choices(desk: Desk, stored: StoredForm, condition: Node, target: str, choices: Sequence[Named]) -> None:
    """A reference's filter says which records may be chosen."""
    door = desk.open_door
    other = door.form(qualified(stored.app, target))
    ids = sorted({id_ for _, _, id_ in choices})
    fits: set[str] = set()
    for start in range(0, len(ids), 500):
        query = ListQuery(filter=condition, ids=tuple(ids[start : start + 500]), fields=(), sort=("id",))
        fits |= {item.id for item in door.page(other, query, limit=500).items}
    for work, at, id_ in choices:
        if id_ not in fits:
            work.findings.append(NOT_AMONG.at(at))


def _target(stored: StoredForm, path: str) -> str:
    key, _, column = path.partition(".")
    field = stored.fields[key].fields[column] if column else stored.fields[key]
    assert field.target is not None
    return field.target.form or ""


def _named(stored: StoredForm, work: Work) -> Iterable[tuple[str, StoredField, str, str]]:
    """(field path, field, pointer, id) of every id that was sent and was not there before."""
    before = work.stored or {}
    for key, field in stored.fields.items():
        if key not in work.values:
            continue
        value = work.values[key]
        if field.fields:
            known = {row["id"]: row for row in before.get(key) or ()}
            for index, row in enumerate(value or ()):
                for column, inner in field.fields.items():
                    was = known.get(row.get("id"), {}).get(column)
                    at = pointer("values", key, index, "values", column)
                    yield from ((f"{key}.{column}", inner, *one) for one in _ids(inner, row.get(column), was, at))
        else:
            yield from ((key, field, *one) for one in _ids(field, value, before.get(key), pointer("values", key)))


def _ids(field: StoredField, value: Any, before: Any, at: str) -> Iterable[tuple[str, str]]:
    if field.target is None or not value:
        return
    if isinstance(value, list):
        known = set(before or ())
        yield from ((f"{at}/{index}", id_) for index, id_ in enumerate(value) if id_ not in known)
    elif value != before:
        yield at, value


def judge_files(desk: Desk, stored: StoredForm, works: Sequence[Work]) -> None:
    """Files are named by id; what they are called and how large they are is what was uploaded, and is kept beside."""
    places = list(_files(stored, works))
    if not places:
        return
    known = files.describe(desk.connection, [file["id"] for _, _, file in places])
    for work, at, file in places:
        found = known.get(file["id"])
        if found is None or not _own_file(desk, found, work):
            work.findings.append(NO_FILE.at(at))
        else:
            file.update(found.as_json())


def _own_file(desk: Desk, file: files.Stored, work: Work) -> bool:
    if file.record is not None:
        return file.record == work.record_id
    return desk.actor.user is None or file.created_by == desk.actor.user


def _files(stored: StoredForm, works: Sequence[Work]) -> Iterable[tuple[Work, str, dict[str, Any]]]:
    """Those that were sent, as they are about to be stored."""
    for work in able(works):
        held = work.values if work.settled is None else work.settled.values
        for key, field in stored.fields.items():
            value = held.get(key) if key in work.values else None
            if not value:
                continue
            if is_file(field):
                for index, file in enumerate(value):
                    yield work, pointer("values", key, index), file
            for number, row in enumerate(value if field.fields else ()):
                for column, inner in field.fields.items():
                    for index, file in enumerate(row.get(column) or () if is_file(inner) else ()):
                        yield work, pointer("values", key, number, "values", column, index), file


def is_file(field: StoredField) -> bool:
    kind = field.kind
    return kind.name == "list" and kind.of is not None and kind.of.name == "json"


def judge_unique(desk: Desk, form: CompiledForm, stored: StoredForm, works: Sequence[Work]) -> None:
    """Sets of fields that no other record has; only where they changed. One statement for each set."""
    sets = [keys for keys in form.unique if all(key in stored.fields for key in keys)]
    candidates = [work for work in able(works) if work.settled is not None and not work.stays_draft]
    asked = [
        (work, {**{key: work.settled.values.get(key) for keys in sets for key in keys}, "id": work.record_id})
        for work in candidates
        if work.settled is not None and any(work.was_draft or _moved(work, key) for keys in sets for key in keys)
    ]
    if not asked or not sets:
        return
    for index, keys in repeated(desk.connection, stored, [record for _, record in asked], sets):
        work, names = asked[index][0], form.names
        if Failed(form, work.findings).fields & set(keys):
            continue
        if any(work.was_draft or _moved(work, key) for key in keys):
            shown = "、".join(str(names[key].zh) for key in keys), ", ".join(str(names[key].en) for key in keys)
            found = [finding("not_unique", pointer("values", key), name=Text(*shown)) for key in keys]
            if not any(one.severity == "error" for one in work.findings) and work.refused is None:
                work.refused = NotUnique(found)
            elif isinstance(work.refused, NotUnique):
                work.refused = NotUnique([*work.refused.findings, *found])
            else:
                work.findings += found


def _moved(work: Work, key: str) -> bool:
    assert work.settled is not None
    return work.stored is None or work.stored.get(key) != work.settled.values.get(key)


def judge_scope(desk: Desk, form: CompiledForm, stored: StoredForm, works: Sequence[Work], kitchen: Kitchen) -> None:
    """A new record must lie within the rows its maker may create, as he himself fills it in (before any rule)."""
    rights = desk.door.rights(stored)
    whole = rights.row_scope("create")
    fields = {
        key: node
        for key in ("owner", "department", *stored.fields)
        if not isinstance(node := rights.field_scope(key, "create", need="edit"), Lit)
    }
    made = [work for work in able(works) if work.kind == "create" and work.settled is not None]
    if not made or (isinstance(whole, Lit) and not fields):
        return
    right = going(made)
    for work, holds in zip(right, _holding(form, whole, right, kitchen), strict=True):
        if not holds:
            work.refused = Forbidden(OUTSIDE)
    for key, node in fields.items():
        sent = [work for work in able(made) if key in work.values]
        for work, holds in zip(sent, _holding(form, node, sent, kitchen), strict=True):
            if not holds:
                name = form.names.get(key, Text(key, key))
                work.findings.append(finding("not_writable", pointer("values", key), name=name))


def _holding(form: CompiledForm, node: Node, works: Sequence[Work], kitchen: Kitchen) -> list[bool]:
    """Whether a condition of a grant holds on each record as it would be."""
    tree = tree_of([part.parts for part in walk(node) if isinstance(part, Path)])
    run_node = compile_(node, form.functions)

    def step(work: Work, run: Run) -> bool | Need:
        assert work.settled is not None
        nesting = Nesting(form.forms, run.fetched)
        values = work.settled.values
        nested = {key: nesting.value(form.key, key, values.get(key), behind) for key, behind in tree.items()}
        lacking = need(nesting.missing)
        return lacking if lacking is not None else run_node(run.env(nested)) is True

    return kitchen.cook(works, step)
