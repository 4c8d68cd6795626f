"""People and departments as clients see them."""

from collections.abc import Mapping
from typing import Any

from dougong.engines.participant.organisation import Organisation
from dougong.platform.identity.listing import PUBLIC_COLUMNS

NAMES = tuple(column.name for column in PUBLIC_COLUMNS)


def person(organisation: Organisation, user: str | None) -> dict[str, object] | None:
    """``{"id", "title"}`` of a person; None for nobody."""
    return {"id": user, "title": organisation.name_of(user)} if user is not None else None


def department(organisation: Organisation, key: str | None) -> dict[str, object] | None:
    return {"id": key, "title": organisation.department_name(key)} if key is not None else None


def shown_user(row: Any, organisation: Organisation) -> dict[str, object]:
    """A person as administrators see him."""
    cells: Mapping[str, Any] = dict(zip(NAMES, row, strict=True))
    absence = None
    if cells["absent_since"] is not None:
        absence = {
            "since": cells["absent_since"],
            "until": cells["absent_until"],
            "delegate": person(organisation, cells["delegate_id"]),
        }
    return {
        "id": cells["id"],
        "username": cells["username"],
        "name": cells["name"],
        "title": cells["name"],
        "email": cells["email"],
        "phone": cells["phone"],
        "department": department(organisation, cells["department_id"]),
        "superior": person(organisation, cells["superior_id"]),
        "admin": cells["admin"],
        "builder": cells["builder"],
        "active": cells["active"],
        "locale": cells["locale"],
        "absence": absence,
        "created_at": cells["created_at"],
    }


def shown_department(row: Any, organisation: Organisation) -> dict[str, object]:
    return {
        "id": row.id,
        "name": row.name,
        "title": row.name,
        "parent": row.parent_id,
        "path": organisation.path_of(row.id) if row.id in organisation.departments else row.name,
        "head": person(organisation, row.head_id),
    }
