"""The kernel's tables."""

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager

from dougong.platform.db import types

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "app",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", types.Id(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_app")),
    )
    op.create_table(
        "audit",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("actor", types.Id(), nullable=True),
        sa.Column("via", sa.String(length=60), nullable=True),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("detail", types.Json(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit__action", "audit", ["action", "id"], unique=False)
    op.create_index("ix_audit__actor", "audit", ["actor", "id"], unique=False)
    op.create_index("ix_audit__target", "audit", ["target", "id"], unique=False)
    op.create_table(
        "connections",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("settings", types.Json(), nullable=False),
        sa.Column("secrets", sa.LargeBinary(), nullable=True),
        sa.Column("changed_at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connections")),
        sa.UniqueConstraint("app", "key", name=op.f("uq_connections__app_key")),
    )
    op.create_table(
        "departments",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("parent_id", types.Id(), nullable=True),
        sa.Column("head_id", types.Id(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["departments.id"], name=op.f("fk_departments__parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
    )
    op.create_table(
        "epochs",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_epochs")),
    )
    op.create_table(
        "exports",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("by", types.Id(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("asked", types.Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    op.create_index("ix_exports__by", "exports", ["by", "id"], unique=False)
    op.create_table(
        "files",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(length=120), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", types.Id(), nullable=True),
        sa.Column("app", sa.String(length=40), nullable=True),
        sa.Column("form", sa.String(length=40), nullable=True),
        sa.Column("record_id", types.Id(), nullable=True),
        sa.Column("field", sa.String(length=90), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
    )
    op.create_index("ix_files__blob", "files", ["blob"], unique=False)
    op.create_index("ix_files__loose", "files", ["record_id", "created_at"], unique=False)
    op.create_index("ix_files__record", "files", ["record_id"], unique=False)
    op.create_table(
        "flow_event",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("instance_id", types.Id(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("by", types.Id(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("node", sa.String(length=40), nullable=True),
        sa.Column("task_id", types.Id(), nullable=True),
        sa.Column("action_id", sa.String(length=100), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("event", types.Json(), nullable=False),
        sa.Column("answers", types.Json(), nullable=False),
        sa.Column("detail", types.Json(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flow_event")),
        sa.UniqueConstraint("instance_id", "seq", name=op.f("uq_flow_event__instance_id_seq")),
    )
    op.create_index("ix_flow_event__task", "flow_event", ["task_id", "action_id"], unique=False)
    op.create_table(
        "flow_instance",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("flow", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("record_id", types.Id(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("initiator", types.Id(), nullable=True),
        sa.Column("result", sa.String(length=40), nullable=True),
        sa.Column("flow_state", sa.String(length=20), nullable=False),
        sa.Column("state", types.Json(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("parent_id", types.Id(), nullable=True),
        sa.Column("parent_child", sa.Integer(), nullable=True),
        sa.Column("cause", types.Json(), nullable=True),
        sa.Column("incident", sa.String(length=200), nullable=True),
        sa.Column("started_at", types.Moment(), nullable=False),
        sa.Column("ended_at", types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flow_instance")),
    )
    op.create_index("ix_flow_instance__app", "flow_instance", ["app", "flow", "result"], unique=False)
    op.create_index("ix_flow_instance__initiator", "flow_instance", ["initiator", "id"], unique=False)
    op.create_index("ix_flow_instance__parent", "flow_instance", ["parent_id"], unique=False)
    op.create_index("ix_flow_instance__record", "flow_instance", ["record_id", "started_at"], unique=False)
    op.create_table(
        "idempotency",
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("holder", "key", name=op.f("pk_idempotency")),
    )
    op.create_index("ix_idempotency__at", "idempotency", ["at"], unique=False)
    op.create_table(
        "imports",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("by", types.Id(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("sheet", sa.String(length=255), nullable=False),
        sa.Column("sheets", types.Json(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("columns", types.Json(), nullable=False),
        sa.Column("options", types.Json(), nullable=False),
        sa.Column("counts", types.Json(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("error", types.Json(), nullable=True),
        sa.Column("ended_at", types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index("ix_imports__by", "imports", ["by", "id"], unique=False)
    op.create_table(
        "job_periodic",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("next_at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_job_periodic")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.Column("payload", types.Json(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due", types.Moment(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("leased_until", types.Moment(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("ended_at", types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox__kind_key", "outbox", ["kind", "key"], unique=False)
    op.create_index("ix_outbox__state_due", "outbox", ["state", "due"], unique=False)
    op.create_table(
        "publish_job",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("plan", types.Id(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("done", types.Json(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("started_at", types.Moment(), nullable=False),
        sa.Column("started_by", types.Id(), nullable=True),
        sa.Column("ended_at", types.Moment(), nullable=True),
        sa.Column("lease_until", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publish_job")),
    )
    op.create_index("ix_publish_job__app", "publish_job", ["app", "started_at"], unique=False)
    op.create_table(
        "publish_plan",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("draft_rev", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("rollback_of", sa.Integer(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("mapping", types.Json(), nullable=False),
        sa.Column("plan", types.Json(), nullable=False),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.Column("made_by", types.Id(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publish_plan")),
    )
    op.create_index("ix_publish_plan__app", "publish_plan", ["app", "made_at"], unique=False)
    op.create_table(
        "record_comment",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("record_id", types.Id(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("by", types.Id(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mentions", types.Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_comment")),
    )
    op.create_index("ix_record_comment__record", "record_comment", ["record_id", "id"], unique=False)
    op.create_table(
        "record_history",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("record_id", types.Id(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=20), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("by", types.Id(), nullable=True),
        sa.Column("cause", types.Json(), nullable=True),
        sa.Column("changes", types.Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_history")),
    )
    op.create_index("ix_record_history__record", "record_history", ["record_id", "id"], unique=False)
    op.create_table(
        "rule_marks",
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("record_id", types.Id(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("app", "rule", "record_id", name=op.f("pk_rule_marks")),
    )
    op.create_table(
        "rule_runs",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=True),
        sa.Column("record_id", types.Id(), nullable=True),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("by", types.Id(), nullable=True),
        sa.Column("event", types.Json(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("effects", types.Json(), nullable=False),
        sa.Column("error", types.Json(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("retry_of", types.Id(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_runs")),
    )
    op.create_index("ix_rule_runs__record", "rule_runs", ["record_id", "id"], unique=False)
    op.create_index("ix_rule_runs__rule", "rule_runs", ["app", "rule", "id"], unique=False)
    op.create_table(
        "rule_sweeps",
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("until", types.Moment(), nullable=False),
        sa.Column("whole_at", types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("app", "rule", name=op.f("pk_rule_sweeps")),
    )
    op.create_table(
        "rule_turns",
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("cursor", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("app", "cursor", name=op.f("pk_rule_turns")),
    )
    op.create_table(
        "search_gram",
        sa.Column("form_table", sa.String(length=60), nullable=False),
        sa.Column("gram", sa.String(length=4), nullable=False),
        sa.Column("record_id", types.Id(), nullable=False),
        sa.PrimaryKeyConstraint("form_table", "gram", "record_id", name=op.f("pk_search_gram")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_gram__record", "search_gram", ["record_id"], unique=False)
    op.create_table(
        "serial_counter",
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("scope", sa.String(length=200), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("app", "form", "field", "scope", name=op.f("pk_serial_counter")),
    )
    op.create_table(
        "set_aside",
        sa.Column("table_name", sa.String(length=63), nullable=False),
        sa.Column("column_name", sa.String(length=63), nullable=False),
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("since", types.Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("table_name", "column_name", name=op.f("pk_set_aside")),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", types.Json(), nullable=True),
        sa.Column("changed_at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settings")),
    )
    op.create_table(
        "stage_log",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("record_id", types.Id(), nullable=False),
        sa.Column("pipeline", sa.String(length=40), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("from_stage", sa.Text(), nullable=True),
        sa.Column("to_stage", sa.Text(), nullable=True),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("by", types.Id(), nullable=True),
        sa.Column("seconds", sa.BigInteger(), nullable=True),
        sa.Column("forced", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_log")),
    )
    op.create_index("ix_stage_log__form", "stage_log", ["app", "form", "at"], unique=False)
    op.create_index("ix_stage_log__record", "stage_log", ["record_id", "at"], unique=False)
    op.create_table(
        "stage_tick",
        sa.Column("record_id", types.Id(), nullable=False),
        sa.Column("stage", sa.String(length=60), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("by", types.Id(), nullable=True),
        sa.PrimaryKeyConstraint("record_id", "stage", "item", name=op.f("pk_stage_tick")),
    )
    op.create_table(
        "task",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("instance_id", types.Id(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("group_id", types.Id(), nullable=True),
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("record_id", types.Id(), nullable=False),
        sa.Column("flow", sa.String(length=40), nullable=True),
        sa.Column("node", sa.String(length=40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("user_id", types.Id(), nullable=False),
        sa.Column("delegate_id", types.Id(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("vote", sa.String(length=20), nullable=True),
        sa.Column("decided_by", types.Id(), nullable=True),
        sa.Column("why", sa.String(length=100), nullable=True),
        sa.Column("initiator", types.Id(), nullable=True),
        sa.Column("name", types.Json(), nullable=True),
        sa.Column("note", types.Json(), nullable=True),
        sa.Column("required", sa.Integer(), nullable=False),
        sa.Column("saved", types.Json(), nullable=True),
        sa.Column("opened_at", types.Moment(), nullable=False),
        sa.Column("due_at", types.Moment(), nullable=True),
        sa.Column("closed_at", types.Moment(), nullable=True),
        sa.Column("seen_at", types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("instance_id", "number", name=op.f("uq_task__instance_id_number")),
    )
    op.create_index("ix_task__decided_by", "task", ["decided_by", "closed_at"], unique=False)
    op.create_index("ix_task__delegate", "task", ["delegate_id", "status", "id"], unique=False)
    op.create_index("ix_task__group", "task", ["group_id"], unique=False)
    op.create_index("ix_task__record", "task", ["record_id", "user_id"], unique=False)
    op.create_index("ix_task__user", "task", ["user_id", "status", "id"], unique=False)
    op.create_table(
        "app_builder",
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("user_id", types.Id(), nullable=False),
        sa.Column("since", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["app"], ["app.key"], name=op.f("fk_app_builder__app")),
        sa.PrimaryKeyConstraint("app", "user_id", name=op.f("pk_app_builder")),
    )
    op.create_index("ix_app_builder__user_id", "app_builder", ["user_id"], unique=False)
    op.create_table(
        "app_draft",
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", types.Id(), nullable=True),
        sa.ForeignKeyConstraint(["app"], ["app.key"], name=op.f("fk_app_draft__app")),
        sa.PrimaryKeyConstraint("app", name=op.f("pk_app_draft")),
    )
    op.create_table(
        "app_version",
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("mapping", types.Json(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("published_at", types.Moment(), nullable=False),
        sa.Column("published_by", types.Id(), nullable=True),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("rollback_of", sa.Integer(), nullable=True),
        sa.Column("draft_rev", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["app"], ["app.key"], name=op.f("fk_app_version__app")),
        sa.PrimaryKeyConstraint("app", "n", name=op.f("pk_app_version")),
    )
    op.create_table(
        "draft_revision",
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("by", types.Id(), nullable=True),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["app"], ["app.key"], name=op.f("fk_draft_revision__app")),
        sa.PrimaryKeyConstraint("app", "rev", name=op.f("pk_draft_revision")),
    )
    op.create_table(
        "import_rows",
        sa.Column("import_id", types.Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", types.Json(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("record_id", types.Id(), nullable=True),
        sa.Column("rev_before", sa.Integer(), nullable=True),
        sa.Column("rev_after", sa.Integer(), nullable=True),
        sa.Column("problems", types.Json(), nullable=True),
        sa.Column("made", types.Json(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_import_rows__import_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_import_rows")),
    )
    op.create_index("ix_import_rows__state", "import_rows", ["import_id", "state", "number"], unique=False)
    op.create_table(
        "users",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("username", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("avatar", types.Id(), nullable=True),
        sa.Column("department_id", types.Id(), nullable=True),
        sa.Column("superior_id", types.Id(), nullable=True),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("admin", sa.Boolean(), nullable=False),
        sa.Column("builder", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("absent_since", types.Moment(), nullable=True),
        sa.Column("absent_until", types.Moment(), nullable=True),
        sa.Column("delegate_id", types.Id(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("left_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_users__department_id")),
        sa.ForeignKeyConstraint(["superior_id"], ["users.id"], name=op.f("fk_users__superior_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("username", name=op.f("uq_users__username")),
    )
    op.create_index("ix_users__department_id", "users", ["department_id"], unique=False)
    op.create_table(
        "api_keys",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", types.Id(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("scopes", types.Json(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=True),
        sa.Column("used_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_api_keys__user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_keys__token_hash")),
    )
    op.create_index("ix_api_keys__user_id", "api_keys", ["user_id"], unique=False)
    op.create_table(
        "notifications",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("user_id", types.Id(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", types.Json(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("about", types.Json(), nullable=True),
        sa.Column("read_at", types.Moment(), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notifications__user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_notifications__user_id_key")),
    )
    op.create_index("ix_notifications__inbox", "notifications", ["user_id", "id"], unique=False)
    op.create_index("ix_notifications__unread", "notifications", ["user_id", "read_at"], unique=False)
    op.create_table(
        "reset_tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", types.Id(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reset_tokens__user_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_reset_tokens")),
    )
    op.create_table(
        "role_members",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("user_id", types.Id(), nullable=True),
        sa.Column("department_id", types.Id(), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_role_members__department_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_role_members__user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_members")),
        sa.UniqueConstraint(
            "app", "role", "user_id", "department_id", name=op.f("uq_role_members__app_role_user_id_department_id")
        ),
    )
    op.create_table(
        "sessions",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("user_id", types.Id(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=True),
        sa.Column("agent", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions__user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions__token_hash")),
    )
    op.create_index("ix_sessions__user_id", "sessions", ["user_id"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        # keyword search by trigrams; a server without the contrib modules searches without an index
        contrib = op.get_bind().exec_driver_sql("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'").first()
        if contrib is not None:
            op.get_bind().exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        # the carrier of promised jobs brings its own tables
        op.get_bind().exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
