"""Accounts, sessions, departments and roles as they are kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from dougong.engines.finding import Invalid
from dougong.errors import Conflict, TooMany
from dougong.platform.db import Database, Unit
from dougong.platform.identity import accounts, sessions, store, structure
from dougong.platform.identity.accounts import NewUser
from dougong.platform.identity.limits import Limit
from dougong.platform.identity.listing import page_of_users
from dougong.platform.identity.passwords import Passwords, check_password
from dougong.platform.identity.tables import sessions as session_rows


def add(database: Database, username: str, name: str | None = None, **facts: object) -> str:
    new = NewUser(username=username, name=name or username, **facts)
    return database.write(lambda unit: accounts.create(unit, new))


def codes(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(finding.pointer, finding.code) for finding in refused.value.findings]


def test_a_name_is_taken_whatever_its_case(database: Database) -> None:
    add(database, "Ann")
    with pytest.raises(Invalid) as refused:
        add(database, " ann ")
    assert codes(refused) == [("/username", "username_taken")]


def test_people_are_found_by_name_pinyin_initials_and_username(database: Database) -> None:
    wang = add(database, "wxb", "王小波")
    add(database, "lisi", "李四")
    with database.read() as connection:
        for words in ("小波", "wangxiaobo", "wxb", "WANG", "王 xiao"):
            assert [row.id for row in page_of_users(connection, limit=9, words=words)] == [wang], words
        assert page_of_users(connection, limit=9, words="100%") == []


def test_nobody_comes_to_stand_above_himself(database: Database) -> None:
    ann = add(database, "ann")
    bob = add(database, "bob", superior=ann)
    with pytest.raises(Invalid) as refused:
        database.write(lambda unit: accounts.change(unit, ann, {"superior_id": bob}))
    assert codes(refused) == [("/superior", "own_superior")]


def test_no_department_comes_to_lie_below_itself(database: Database) -> None:
    top = database.write(lambda unit: structure.create_department(unit, "Top", None, None))
    below = database.write(lambda unit: structure.create_department(unit, "Below", top, None))
    with pytest.raises(Invalid) as refused:
        database.write(lambda unit: structure.change_department(unit, top, {"parent_id": below}))
    assert codes(refused) == [("/parent", "own_parent")]


def test_only_an_empty_department_is_removed(database: Database) -> None:
    top = database.write(lambda unit: structure.create_department(unit, "Top", None, None))
    ann = add(database, "ann", department=top)
    with pytest.raises(Conflict):
        database.write(lambda unit: structure.remove_department(unit, top))
    database.write(lambda unit: accounts.change(unit, ann, {"department_id": None}))
    database.write(lambda unit: structure.remove_department(unit, top))


def test_the_snapshot_is_read_again_after_a_change_and_not_before(database: Database) -> None:
    organisations = store.Organisations()
    ann = add(database, "ann")
    with database.read() as connection:
        first = organisations.current(connection)
        assert organisations.current(connection) is first
    database.write(lambda unit: accounts.change(unit, ann, {"name": "Anna"}))
    with database.read() as connection:
        assert organisations.current(connection).name_of(ann) == "Anna"


def test_a_change_that_was_taken_back_is_not_remembered(database: Database) -> None:
    organisations = store.Organisations()
    ann = add(database, "ann")

    def fails(unit: Unit) -> None:
        accounts.change(unit, ann, {"name": "Nobody"})
        assert organisations.current(unit.connection).name_of(ann) == "Nobody"
        raise KeyError

    with pytest.raises(KeyError):
        database.write(fails)
    with database.read() as connection:
        assert organisations.current(connection).name_of(ann) == "ann"
    database.write(lambda unit: accounts.change(unit, ann, {"name": "Anna"}))
    with database.read() as connection:
        assert organisations.current(connection).name_of(ann) == "Anna"


def test_a_role_is_given_to_exactly_those_who_are_named(database: Database) -> None:
    ann, bob = add(database, "ann"), add(database, "bob")
    database.write(lambda unit: structure.set_role_members(unit, "crm", "rep", [ann, ann], []))
    database.write(lambda unit: structure.set_role_members(unit, "crm", "rep", [bob], []))
    with database.read() as connection:
        assert store.organisation(connection).members("crm", "rep") == [bob]
    with pytest.raises(Invalid) as refused:
        database.write(lambda unit: structure.set_role_members(unit, "crm", "rep", [ann, "nobody"], []))
    assert codes(refused) == [("/users/1", "unknown_user")]


def test_a_session_ends_by_its_time_and_by_leaving(database: Database) -> None:
    ann = add(database, "ann")
    hour = timedelta(hours=1)
    opened = database.write(lambda unit: sessions.open_session(unit, ann, 0, hour, address=None, agent=None))
    with database.read() as connection:
        now = opened.expires_at - hour
        held = sessions.holder(connection, opened.token, now)
        assert held is not None
        assert held.user == ann
        assert sessions.holder(connection, opened.token, opened.expires_at) is None
        assert sessions.holder(connection, "", now) is None
        stored = connection.scalars(select(session_rows.c.token_hash)).one()
    assert opened.token not in stored
    database.write(lambda unit: accounts.leave(unit, ann))
    with database.read() as connection:
        assert sessions.holder(connection, opened.token, now) is None


def test_a_reset_token_is_good_once_and_void_when_a_newer_one_is_made(database: Database) -> None:
    ann = add(database, "ann")
    first = database.write(lambda unit: sessions.make_reset(unit, ann))
    second = database.write(lambda unit: sessions.make_reset(unit, ann))
    assert database.write(lambda unit: sessions.use_reset(unit, first)) is None
    assert database.write(lambda unit: sessions.use_reset(unit, second)) == ann
    assert database.write(lambda unit: sessions.use_reset(unit, second)) is None


def test_passwords_are_hashed_with_argon2id_and_unknown_people_take_as_long() -> None:
    passwords = Passwords(memory_kib=1024, rounds=1)
    hashed = passwords.hash("correct horse")
    assert hashed.startswith("$argon2id$")
    assert passwords.verify("correct horse", hashed)
    assert not passwords.verify("wrong", hashed)
    assert not passwords.verify("nobody has this password", None)
    assert not passwords.verify("x", "not a hash")


@pytest.mark.parametrize(
    ("password", "code"),
    [("short", "password_too_short"), ("12345678", "password_common"), ("x" * 201, "password_too_long")],
)
def test_weak_passwords_are_refused_with_the_reason(password: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_password(password, "/password")
    assert codes(refused) == [("/password", code)]


def test_a_limit_counts_within_its_time_only_and_each_key_alone() -> None:
    now = [0.0]
    limit = Limit(2, 60, lambda: now[0])
    limit.take("a")
    now[0] = 30
    limit.take("a")
    limit.take("b")
    with pytest.raises(TooMany) as refused:
        limit.take("a")
    assert refused.value.extra["retry_after"] == 31
    now[0] = 61
    limit.take("a")
    limit.forget("a")
    limit.take("a")
