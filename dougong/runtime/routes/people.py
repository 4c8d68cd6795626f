"""Choosing people and departments: what everybody signed in may see of the organisation."""

from typing import Any

from dougong.edge import SIGNED_IN, Caller, PageSize, Routes
from dougong.platform.identity.listing import all_departments, page_of_users
from dougong.runtime.answers.people import DepartmentList, PersonHits
from dougong.runtime.services.people import department, shown_department

routes = Routes("/api", tags=["people"], about="Choosing people and departments.")


@routes.get("/people", SIGNED_IN, answers=PersonHits)
def people(caller: Caller, q: str = "", department_id: str | None = None, limit: PageSize = 30) -> dict[str, Any]:
    """Active people by name, pinyin, initials or username."""
    rows = page_of_users(caller.connection, limit=limit, words=q, department=department_id)
    items = [
        {
            "id": row.id,
            "title": row.name,
            "username": row.username,
            "department": department(caller.organisation, row.department_id),
        }
        for row in rows
    ]
    return {"items": items, "next": None, "total": None}


@routes.get("/departments", SIGNED_IN, answers=DepartmentList)
def departments(caller: Caller) -> dict[str, Any]:
    """The tree of departments, parents named by id."""
    items = [shown_department(row, caller.organisation) for row in all_departments(caller.connection)]
    return {"items": items, "next": None, "total": len(items)}
