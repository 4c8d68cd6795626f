"""The HTTP API as one person sees it. Nothing but HTTP is used, so this is also a specimen of an outside client."""

import json
import sys
from typing import Any

import httpx

CHUNK = 200


class Client:
    """Ends the script with the server's own words when something is refused. ``made`` counts its records."""

    def __init__(self, base: str, username: str, password: str) -> None:
        self.made = 0
        self.http = httpx.Client(base_url=base, timeout=120, headers={"Accept-Language": "zh-CN"})
        token = self.call("POST", "/api/auth/login", {"username": username, "password": password})["token"]
        self.http.headers["Authorization"] = f"Bearer {token}"

    def call(self, method: str, path: str, body: object = None) -> Any:
        answer = self.http.request(method, path, json=body)
        if answer.status_code >= 400:
            sys.exit(f"{method} {path}: {answer.status_code} {answer.text[:2000]}")
        return answer.json() if answer.content else None

    def create(self, form: str, rows: list[dict[str, Any]]) -> list[str]:
        """Ids of new records of the CRM, in order; ``rows`` are bodies of creates."""
        ids: list[str] = []
        for start in range(0, len(rows), CHUNK):
            operations = [{"create": row} for row in rows[start : start + CHUNK]]
            body = {"operations": operations, "atomic": True}
            for result in self.call("POST", f"/api/apps/crm/forms/{form}/records/batch", body)["results"]:
                if "problems" in result:
                    sys.exit(f"{form}: {json.dumps(result, ensure_ascii=False)[:2000]}")
                ids.append(result["id"])
        self.made += len(ids)
        return ids
