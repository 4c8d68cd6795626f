"""References whose filter reads the record being filled in: what may be chosen, and what is refused, over HTTP."""

from typing import Any

import pytest
from support.publishing_app import APPS, give_role, publish

AT = "/api/apps/desk/forms"
DOCUMENT: dict[str, Any] = {
    "dougong": 1,
    "key": "desk",
    "name": "Desk",
    "roles": [{"key": "boss", "name": "Boss"}, {"key": "rep", "name": "Rep"}],
    "grants": [
        *({"role": "boss", "form": form, "can": ["create", "read", "update"]} for form in ("firm", "person", "visit")),
        {"role": "rep", "form": "visit", "can": ["create", "read", "update"], "fields": {"least": "hide"}},
        {"role": "rep", "form": "person", "can": ["read"]},
        {"role": "rep", "form": "firm", "can": ["read"], "rows": 'name = "Acme"'},
    ],
    "forms": [
        {
            "key": "firm",
            "title": "name",
            "fields": [
                {"key": "name", "type": "text"},
                {"key": "parent", "type": "reference", "form": "firm"},
            ],
        },
        {
            "key": "person",
            "title": "name",
            "fields": [
                {"key": "name", "type": "text"},
                {"key": "firm", "type": "reference", "form": "firm"},
                {"key": "rank", "type": "number", "decimals": 0},
            ],
        },
        {
            "key": "visit",
            "fields": [
                {"key": "subject", "type": "text"},
                {"key": "firm", "type": "reference", "form": "firm"},
                {"key": "least", "type": "number", "decimals": 0},
                {
                    "key": "who",
                    "type": "reference",
                    "form": "person",
                    "filter": "firm = this.firm OR firm = this.firm.parent",
                },
                {"key": "also", "type": "references", "form": "person", "filter": "rank >= this.least + 1"},
                {
                    "key": "talks",
                    "type": "subtable",
                    "fields": [
                        {"key": "firm", "type": "reference", "form": "firm"},
                        {"key": "who", "type": "reference", "form": "person", "filter": "firm = this.firm"},
                        {"key": "ranked", "type": "reference", "form": "person", "filter": "rank > this.least"},
                    ],
                },
            ],
        },
    ],
}


class Office:
    def __init__(self, server: Any) -> None:
        publish(server.admin, DOCUMENT)
        boss_id, self.boss = server.person("boss")
        rep_id, self.rep = server.person("rep")
        give_role(server.admin, "desk", "boss", boss_id)
        give_role(server.admin, "desk", "rep", rep_id)
        self.ids: dict[str, str] = {}
        self._make("firm", "Acme")
        self._make("firm", "Branch", parent=self.ids["Acme"])
        for rank, (name, firm) in enumerate((("Ada", "Acme"), ("Ben", "Branch"), ("Cy", "Acme"))):
            self._make("person", name, firm=self.ids[firm], rank=rank)

    def _make(self, form: str, name: str, **values: Any) -> None:
        made = self.boss.post(f"{AT}/{form}/records", {"values": {"name": name, **values}})
        self.ids[name] = made["id"]

    def choices(self, field: str, values: dict[str, Any], who: Any = None, **more: Any) -> list[str]:
        answer = (who or self.boss).post(f"{AT}/visit/choices", {"field": field, "values": values, **more}, 200)
        return sorted(item["title"] for item in answer["items"])


@pytest.fixture
def office(server: Any) -> Office:
    return Office(server)


def test_choices_follow_what_is_filled_in(office: Office) -> None:
    acme, branch = office.ids["Acme"], office.ids["Branch"]
    assert office.choices("who", {"firm": acme}) == ["Ada", "Cy"]
    assert office.choices("who", {"firm": {"id": branch, "title": "Branch"}}) == ["Ada", "Ben", "Cy"]
    assert office.choices("who", {"firm": acme}, q="cy") == ["Cy"]
    assert office.choices("who", {}) == []
    assert office.choices("also", {"least": 0}) == ["Ben", "Cy"]
    # what is wrong on the page counts as blank
    assert office.choices("also", {"least": "many", "firm": 3}) == ["Ben", "Cy"]
    rows = {"least": 1, "talks": [{"values": {"firm": branch}}, {"values": {"firm": acme}}]}
    assert office.choices("talks.who", rows, row=0) == ["Ben"]
    assert office.choices("talks.who", rows, row=1) == ["Ada", "Cy"]
    assert office.choices("talks.ranked", rows, row=1) == ["Cy"]
    # a stored record gives what the page does not send
    made = office.boss.post(f"{AT}/visit/records", {"values": {"firm": branch}})
    assert office.choices("who", {}, id=made["id"]) == ["Ada", "Ben", "Cy"]
    for body in ({"field": "subject"}, {"field": "nothing"}, {"field": "talks.who", "values": rows, "row": 5}):
        assert office.boss.call("POST", f"{AT}/visit/choices", body).status_code == 422, body


def test_a_record_one_may_not_see_opens_no_choices(office: Office) -> None:
    assert office.choices("who", {"firm": office.ids["Acme"]}, office.rep) == ["Ada", "Cy"]
    assert office.choices("who", {"firm": office.ids["Branch"]}, office.rep) == []


def test_of_a_stored_record_what_is_hidden_counts_as_it_does_on_writing(office: Office) -> None:
    made = office.boss.post(f"{AT}/visit/records", {"values": {"least": 1}})["id"]
    assert office.choices("also", {}, office.rep, id=made) == ["Cy"]
    refused = office.rep.call("PATCH", f"{AT}/visit/records/{made}", {"values": {"also": [office.ids["Ben"]]}})
    assert [one["pointer"] for one in refused.json()["problems"]] == ["/values/also/0"]
    office.rep.patch(f"{AT}/visit/records/{made}", {"values": {"also": [office.ids["Cy"]]}})


def test_a_choice_that_does_not_fit_is_refused_at_its_field(office: Office) -> None:
    acme, branch, ada, ben = (office.ids[name] for name in ("Acme", "Branch", "Ada", "Ben"))

    def problems(values: dict[str, Any], method: str = "POST", at: str = "") -> list[tuple[str, str]]:
        answer = office.boss.call(method, f"{AT}/visit/records{at}", {"values": values})
        if answer.status_code < 300:
            return []
        assert answer.status_code == 422
        return [(one["pointer"], one["code"]) for one in answer.json()["problems"]]

    code = "not_among_choices"
    assert problems({"firm": acme, "who": ben}) == [("/values/who", code)]
    assert problems({"firm": branch, "who": ben, "least": 0, "also": [ben]}) == []
    assert problems({"least": 0, "also": [ben, ada]}) == [("/values/also/1", code)]
    rows = [{"values": {"firm": acme, "who": ada}}, {"values": {"firm": acme, "who": ben, "ranked": ben}}]
    assert problems({"least": 1, "talks": rows}) == [
        ("/values/talks/1/values/who", code),
        ("/values/talks/1/values/ranked", code),
    ]
    made = office.boss.post(f"{AT}/visit/records", {"values": {"firm": branch, "who": ben}})
    at = f"/{made['id']}"
    # what the filter reads changes, so what was chosen fits no more
    assert problems({"firm": acme}, "PATCH", at) == [("/values/who", code)]
    assert problems({"firm": acme, "who": ada}, "PATCH", at) == []
    assert problems({"subject": "x"}, "PATCH", at) == []
    # a draft is judged when it is handed in
    draft = office.boss.post(f"{AT}/visit/records", {"values": {"firm": acme, "who": ben}, "draft": True})
    submitted = office.boss.call("POST", f"{AT}/visit/records/{draft['id']}/submit", {})
    assert [one["pointer"] for one in submitted.json()["problems"]] == ["/values/who"]


def test_names_behind_this_are_checked_and_renamed(server: Any) -> None:
    document: dict[str, Any] = {**DOCUMENT, "forms": [*DOCUMENT["forms"][:2], {**DOCUMENT["forms"][2]}]}
    fields = [dict(field) for field in DOCUMENT["forms"][2]["fields"]]
    document["forms"][2]["fields"] = fields
    fields[3]["filter"] = "firm = this.frim"
    problems = server.admin.post(APPS, {"document": document})["problems"]
    wrong = [one for one in problems if one["severity"] == "error"]
    assert [(one["pointer"], one["code"]) for one in wrong] == [("/forms/2/fields/3/filter", "unknown_name")]
    fields[3]["filter"] = "firm = this.firm"
    server.admin.put(f"{APPS}/desk/draft", {"document": document, "rev": 1})
    publish_draft(server.admin)
    fields[1] |= {"key": "company", "was": "firm"}
    rev = server.admin.get(f"{APPS}/desk/draft")["rev"]
    server.admin.put(f"{APPS}/desk/draft", {"document": document, "rev": rev})
    plan = server.admin.post(f"{APPS}/desk/draft/plan", {})
    assert [one for one in plan["problems"] if one["severity"] == "error"] == []
    body = {"plan_id": plan["plan_id"], "confirm": [step["id"] for step in plan["steps"]], "note": ""}
    server.admin.post(f"{APPS}/desk/draft/publish", body)
    after = server.admin.get(f"{APPS}/desk/draft")["document"]["forms"][2]["fields"]
    assert after[3]["filter"] == "firm = this.company"


def publish_draft(admin: Any) -> None:
    plan = admin.post(f"{APPS}/desk/draft/plan", {})
    body = {"plan_id": plan["plan_id"], "confirm": [], "note": ""}
    admin.post(f"{APPS}/desk/draft/publish", body)
