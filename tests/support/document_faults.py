"""A table of what can be wrong with a document: what was done to a sound one, and the problem that must be told.

Each line: (path, value put there, pointer of the problem, its code). The document is ``examples/leave_app.json``; ``-``
as the value removes. The schema refuses those in ``SHAPE``; the rest only the check can find.
"""

from typing import Any

Fault = tuple[str, Any, str, str]
GONE = "-"

FORM = "/forms/0"
FIELDS = f"{FORM}/fields"
FLOW = "/flows/0"

SHAPE: list[Fault] = [
    ("/dougong", 2, "/dougong", "not_one_of"),
    ("/dougong", "1", "/dougong", "not_one_of"),
    ("/name", GONE, "/name", "missing"),
    ("/name", 7, "/name", "wrong_type"),
    ("/name", {"zh-CN": "请假"}, "/name/en", "missing"),
    ("/locale", "fr", "/locale", "not_one_of"),
    ("/currency", "rmb", "/currency", "bad_format"),
    ("/froms", [], "/froms", "unknown_key"),
    ("/forms", {}, "/forms", "wrong_type"),
    (f"{FORM}/key", "LeaveRequest", f"{FORM}/key", "bad_key"),
    (f"{FORM}/key", "leave__request", f"{FORM}/key", "bad_key"),
    (f"{FORM}/key", "leave_", f"{FORM}/key", "bad_key"),
    (f"{FORM}/key", "x" * 41, f"{FORM}/key", "too_long"),
    (FIELDS, [], FIELDS, "too_short"),
    (f"{FIELDS}/1/type", "selct", f"{FIELDS}/1/type", "unknown_kind"),
    (f"{FIELDS}/1/type", GONE, f"{FIELDS}/1/type", "missing"),
    (f"{FIELDS}/1/required", "yes", f"{FIELDS}/1/required", "wrong_type"),
    (f"{FIELDS}/1/requird", True, f"{FIELDS}/1/requird", "unknown_key"),
    (f"{FIELDS}/1/options/0/value", GONE, f"{FIELDS}/1/options/0/value", "missing"),
    (f"{FIELDS}/5/max_length", "500", f"{FIELDS}/5/max_length", "wrong_type"),
    (f"{FIELDS}/5/max_length", -1, f"{FIELDS}/5/max_length", "too_small"),
    (f"{FIELDS}/4/decimals", 99, f"{FIELDS}/4/decimals", "too_large"),
    (f"{FIELDS}/0", "code", f"{FIELDS}/0", "wrong_type"),
    (f"{FORM}/checks/0/message", GONE, f"{FORM}/checks/0/message", "missing"),
    (f"{FORM}/views/0/type", "tabel", f"{FORM}/views/0/type", "not_one_of"),
    (f"{FLOW}/nodes/0/mode", "some", f"{FLOW}/nodes/0/mode", "not_one_of"),
    (f"{FLOW}/nodes/0/who/0/by", "superor", f"{FLOW}/nodes/0/who/0/by", "unknown_kind"),
    (f"{FLOW}/nodes/0/timers/0/after", "1 day", f"{FLOW}/nodes/0/timers/0/after", "bad_format"),
    ("/rules/0/on/type", "flw", "/rules/0/on/type", "unknown_kind"),
    ("/rules/0/do", [], "/rules/0/do", "too_short"),
    ("/rules/0/do/0/action", "tell", "/rules/0/do/0/action", "unknown_kind"),
    ("/reports/0/chart", "barr", "/reports/0/chart", "unknown_kind"),
    ("/reports/0/measures/0/fn", "total", "/reports/0/measures/0/fn", "not_one_of"),
    ("/dashboards/0/tiles/0/at", [0, 0, 12], "/dashboards/0/tiles/0/at/3", "missing"),
    ("/grants/0/can", ["raed"], "/grants/0/can/0", "not_one_of"),
    ("/menu/0/items/0", {}, "/menu/0/items/0", "one_of"),
    ("/calendars/0/hours", {"monday": ["09:00-12:00"]}, "/calendars/0/hours/monday", "bad_format"),
    ("/tests/0/do/0", {"submit": {"form": "leave_request"}, "wait": "1d"}, "/tests/0/do/0", "one_of"),
]

MEANING: list[Fault] = [
    ("/timezone", "Asia/Qingdao", "/timezone", "unknown_timezone"),
    (f"{FIELDS}/1/key", "code", f"{FIELDS}/1/key", "duplicate_key"),
    (f"{FIELDS}/5/key", "owner", f"{FIELDS}/5/key", "reserved_key"),
    (f"{FIELDS}/5/key", "true", f"{FIELDS}/5/key", "reserved_key"),
    (f"{FIELDS}/4/formula", "end_date - strat_date", f"{FIELDS}/4/formula", "unknown_name"),
    (f"{FIELDS}/4/formula", "end_date - ", f"{FIELDS}/4/formula", "unfinished_expression"),
    (f"{FIELDS}/4/formula", "DAYZ(end_date)", f"{FIELDS}/4/formula", "unknown_function"),
    (f"{FIELDS}/4/formula", "days + 1", f"{FIELDS}/4", "computed_ring"),
    (f"{FORM}/title", "name", f"{FORM}/title", "unknown_field"),
    (f"{FORM}/unique", [["kind", "days_"]], f"{FORM}/unique/0/1", "bad_key"),
    (f"{FORM}/unique", [["kind", "daze"]], f"{FORM}/unique/0/1", "unknown_field"),
    (f"{FORM}/checks/0/when", "end_date", f"{FORM}/checks/0/when", "wrong_result"),
    (f"{FORM}/checks/0/fields/0", "end", f"{FORM}/checks/0/fields/0", "unknown_field"),
    (f"{FORM}/linkage/0/show/0", "prof", f"{FORM}/linkage/0/show/0", "unknown_field"),
    (f"{FORM}/views/0/columns/1", "kinds", f"{FORM}/views/0/columns/1", "unknown_field"),
    (f"{FORM}/views/0/sort/0", "-start", f"{FORM}/views/0/sort/0", "unknown_field"),
    (f"{FORM}/views/2/start", "kind", f"{FORM}/views/2/start", "wrong_field_type"),
    (f"{FORM}/layout/0/fields/0", "codes", f"{FORM}/layout/0/fields/0", "unknown_field"),
    ("/grants/2/role", "human_resources", "/grants/2/role", "unknown_role"),
    ("/grants/0/form", "leave_requests", "/grants/0/form", "unknown_form"),
    ("/grants/0/fields", {"hr_notes": "hide"}, "/grants/0/fields/hr_notes", "unknown_field"),
    ("/grants/0/rows", "ownr = ME()", "/grants/0/rows", "unknown_name"),
    ("/roles/1/inherits", ["stuff"], "/roles/1/inherits/0", "unknown_role"),
    (f"{FLOW}/form", "leave", f"{FLOW}/form", "unknown_form"),
    (f"{FLOW}/nodes/2/who/0/role", "hrr", f"{FLOW}/nodes/2/who/0/role", "unknown_role"),
    (f"{FLOW}/nodes/2/fields", {"note": "edit"}, f"{FLOW}/nodes/2/fields/note", "unknown_field"),
    (f"{FLOW}/nodes/0/timers/0/calendar", "wrok", f"{FLOW}/nodes/0/timers/0/calendar", "unknown_calendar"),
    (f"{FLOW}/edges/1/when", "days >", f"{FLOW}/edges/1/when", "unfinished_expression"),
    (f"{FLOW}/edges/1/when", 'days > "ten"', f"{FLOW}/edges/1/when", "wrong_operands"),
    (f"{FLOW}/edges/1/to", "hrr", f"{FLOW}/edges/1/to", "unknown_node"),
    ("/rules/0/form", "leave", "/rules/0/form", "unknown_form"),
    ("/rules/0/on/flow", "approvals", "/rules/0/on/flow", "unknown_flow"),
    ("/rules/0/when", "ISBLANK(handovr)", "/rules/0/when", "unknown_name"),
    ("/rules/0/do/0/to/0/field", "handovr", "/rules/0/do/0/to/0/field", "unknown_field"),
    ("/reports/0/form", "leave", "/reports/0/form", "unknown_form"),
    ("/reports/0/dimensions/0/field", "kinds", "/reports/0/dimensions/0/field", "unknown_field"),
    ("/reports/0/filter", "flow_state = approved", "/reports/0/filter", "unknown_name"),
    ("/reports/0/drill/0", "ower", "/reports/0/drill/0", "unknown_field"),
    ("/dashboards/0/tiles/0/report", "days_by_kinds", "/dashboards/0/tiles/0/report", "unknown_report"),
    ("/dashboards/0/tiles/1/view", "leave_request/calender", "/dashboards/0/tiles/1/view", "unknown_view"),
    ("/dashboards/0/roles/0", "boss", "/dashboards/0/roles/0", "unknown_role"),
    ("/menu/0/items/0/view", "my", "/menu/0/items/0/view", "unknown_view"),
    ("/menu/0/items/2/dashboard", "overviews", "/menu/0/items/2/dashboard", "unknown_dashboard"),
    ("/pages", [{"key": "home", "blocks": [{"report": "nothing"}]}], "/pages/0/blocks/0/report", "unknown_report"),
    ("/modules", [{"key": "m", "name": "M", "forms": ["leave"]}], "/modules/0/forms/0", "unknown_form"),
    ("/tests/0/do/0/submit/form", "leave", "/tests/0/do/0/submit/form", "unknown_form"),
]

# names that lead nowhere where no type is at stake, and what means nothing
SENSE: list[Fault] = [
    ("/name", " ", "/name", "name_missing"),
    ("/dashboards/0/filters/0/field", "zz", "/dashboards/0/filters/0/field", "unknown_field"),
    ("/dashboards/0/filters/0/default", "not_a_word", "/dashboards/0/filters/0/default", "bad_default"),
    ("/dashboards/0/tiles/0/at", [0, 0, 99, 8], "/dashboards/0/tiles/0/at", "tile_outside"),
    ("/dashboards/0/tiles/0/at", [-5, 0, 0, 0], "/dashboards/0/tiles/0/at", "tile_outside"),
    ("/tests/0/as", "zz", "/tests/0/as", "unknown_person"),
    ("/tests/0/expect/0/record", {"yy": 1}, "/tests/0/expect/0/record/yy", "unknown_field"),
    ("/tests/0/expect/0", {"task": {"node": "nope"}}, "/tests/0/expect/0/task/node", "unknown_node"),
    ("/tests/0/do/0", {"decide": {"node": "nope"}}, "/tests/0/do/0/decide/node", "unknown_node"),
    ("/tests/0/expect/0", {"record": {"days": 2}, "of": "it"}, "/tests/0/expect/0/of", "unknown_record"),
    ("/rules/0/do/0/text", "Hello {zz}", "/rules/0/do/0/text", "unknown_field"),
    (
        "/rules/0/do/0/text",
        {"zh-CN": "{handover.name}", "en": "{handover.nam}"},
        "/rules/0/do/0/text/en",
        "unknown_field",
    ),
    ("/rules/0/on", {"type": "stage", "to": "zz"}, "/rules/0/on", "no_pipeline"),
    ("/rules/0/on", {"type": "idle", "after": "7d", "field": "reason"}, "/rules/0/on/field", "wrong_field_type"),
    ("/rules/0/on", {"type": "date", "field": "kind"}, "/rules/0/on/field", "wrong_field_type"),
    ("/rules/0/do/0", {"action": "assign", "among": []}, "/rules/0/do/0/among", "nobody_to_assign"),
    (
        "/rules/0/do/0",
        {"action": "delete", "form": "leave_request", "where": "COUNT_OWNED() > 3"},
        "/rules/0/do/0/where",
        "not_in_sql",
    ),
]

# what one database or both cannot compute, where only a database asks
DATABASE: list[Fault] = [
    ("/grants/0/rows", "COUNT_OWNED() > -1", "/grants/0/rows", "not_in_sql"),
    ("/grants/0/rows", 'PINYIN(reason) = "a"', "/grants/0/rows", "not_in_sql"),
    ("/grants/0/rows", "RAND() >= 0", "/grants/0/rows", "volatile_here"),
    (f"{FORM}/views/0/filter", "OLD(days) > 1", f"{FORM}/views/0/filter", "not_in_sql"),
    (f"{FORM}/views/0/filter", "days > RANDBETWEEN(1, 2)", f"{FORM}/views/0/filter", "volatile_here"),
    (
        f"{FORM}/views/0/sort",
        ["owner.superior.superior.superior.superior.superior.name"],
        f"{FORM}/views/0/sort/0",
        "too_many_paths",
    ),
    (f"{FIELDS}/4/formula", "end_date - start_date + RAND()", f"{FIELDS}/4/formula", "volatile_here"),
    ("/reports/0/filter", 'USERATTR(owner, "email") <> blank', "/reports/0/filter", "not_in_sql"),
    ("/reports/0/dimensions/0", {"formula": "PINYIN(reason)"}, "/reports/0/dimensions/0/formula", "not_in_sql"),
    (
        "/reports/0/measures/0",
        {"fn": "count", "filter": "COUNT_OWNED() > 1"},
        "/reports/0/measures/0/filter",
        "not_in_sql",
    ),
    (
        "/reports/0/measures/0",
        {"key": "days", "fn": "sum", "formula": "days * COUNT_OWNED()"},
        "/reports/0/measures/0/formula",
        "not_in_sql",
    ),
    (
        "/rules/0/on",
        {"type": "cron", "cron": "0 8 * * *", "filter": "CHANGED(days)"},
        "/rules/0/on/filter",
        "not_in_sql",
    ),
    (
        "/segments",
        [{"key": "s", "name": "S", "form": "leave_request", "when": "WAS(days, 1)"}],
        "/segments/0/when",
        "not_in_sql",
    ),
    (
        "/pools",
        [{"key": "p", "form": "leave_request", "recycle": [{"when": "CHANGED(days)", "idle": "1d"}]}],
        "/pools/0/recycle/0/when",
        "not_in_sql",
    ),
    (
        f"{FIELDS}/-",
        {
            "key": "before",
            "type": "reference",
            "name": "B",
            "form": "leave_request",
            "filter": "COUNT_OWNED() > days AND kind = this.kind",
        },
        f"{FIELDS}/-/filter",
        "not_in_sql",
    ),
    (
        f"{FIELDS}/-",
        {
            "key": "n",
            "type": "rollup",
            "name": "N",
            "form": "leave_request",
            "through": "parent",
            "function": "count",
            "when": "RAND() > 0",
        },
        f"{FIELDS}/-/when",
        "volatile_here",
    ),
]

# sound, but nothing acts on it yet: a warning
IDLE: list[Fault] = [
    (f"{FORM}/public", {"fields": ["reason"]}, f"{FORM}/public", "without_effect"),
    (
        "/segments",
        [{"key": "long", "name": "Long", "form": "leave_request", "when": "days > 5"}],
        "/segments/0",
        "without_effect",
    ),
    (
        "/tables",
        [{"key": "limit", "form": "leave_request", "inputs": ["days"], "outputs": ["limit"], "rows": [["> 5", 1]]}],
        "/tables/0",
        "without_effect",
    ),
]
