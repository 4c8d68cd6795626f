"""People, departments, who has which role, and their ways in. Tokens are kept as hashes only."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from dougong.platform.db import metadata
from dougong.platform.db.types import Id, Json, Moment

departments = Table(
    "departments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(120), nullable=False),
    Column("parent_id", Id, ForeignKey("departments.id")),
    # no foreign key: people and departments name each other
    Column("head_id", Id),
    Column("position", Integer, nullable=False, default=0),
    Column("created_at", Moment, nullable=False),
)

users = Table(
    "users",
    metadata,
    Column("id", Id, primary_key=True),
    # as people type it, in lower case
    Column("username", String(80), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    # name, its pinyin and initials, username: what a search looks into
    Column("search", Text, nullable=False, default=""),
    Column("email", String(200)),
    Column("phone", String(40)),
    Column("avatar", Id),
    Column("department_id", Id, ForeignKey("departments.id")),
    Column("superior_id", Id, ForeignKey("users.id")),
    Column("password", Text),
    Column("admin", Boolean, nullable=False, default=False),
    Column("builder", Boolean, nullable=False, default=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("locale", String(10)),
    # rises when every session of this person must end
    Column("epoch", Integer, nullable=False, default=0),
    Column("absent_since", Moment),
    Column("absent_until", Moment),
    Column("delegate_id", Id),
    Column("created_at", Moment, nullable=False),
    Column("left_at", Moment),
    Index("ix_users__department_id", "department_id"),
)

role_members = Table(
    "role_members",
    metadata,
    Column("id", Id, primary_key=True),
    Column("app", String(40), nullable=False),
    Column("role", String(40), nullable=False),
    Column("user_id", Id, ForeignKey("users.id")),
    Column("department_id", Id, ForeignKey("departments.id")),
    UniqueConstraint("app", "role", "user_id", "department_id"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("csrf", String(64), nullable=False),
    Column("user_id", Id, ForeignKey("users.id"), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("address", String(64)),
    Column("agent", String(300)),
    Index("ix_sessions__user_id", "user_id"),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Id, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("user_id", Id, ForeignKey("users.id"), nullable=False),
    Column("name", String(120), nullable=False),
    # "read", "write", "admin", "build"; or those confined to one app: "app:leave"
    Column("scopes", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("used_at", Moment),
    Index("ix_api_keys__user_id", "user_id"),
)

reset_tokens = Table(
    "reset_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", Id, ForeignKey("users.id"), nullable=False),
    Column("expires_at", Moment, nullable=False),
)

epochs = Table(
    "epochs",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("n", BigInteger, nullable=False),
)
