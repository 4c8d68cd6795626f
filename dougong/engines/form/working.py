"""A record while it is being written: its values, and the same nested as expressions read them."""

from collections import ChainMap
from collections.abc import Mapping, Sequence
from typing import Any

from dougong.engines.expression.env import Env
from dougong.engines.expression.problems import EvaluationProblem
from dougong.engines.finding import Finding
from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.expression import Expression
from dougong.engines.form.nesting import Missing, Nesting, Tree
from dougong.engines.form.run import Need, Run, need

Values = dict[str, Any]


class NeedMore(Exception):
    """Inside the pure steps: something behind a reference was not fetched. It becomes a ``Need`` at the step's end."""

    def __init__(self, missing: Missing) -> None:
        super().__init__(missing)
        self.missing = missing


class Working:
    """``values`` may be changed only by ``set`` and ``set_in_row``. Findings are what could not be evaluated."""

    def __init__(self, form: CompiledForm, values: Mapping[str, Any], old: Mapping[str, Any] | None, run: Run) -> None:
        self.form = form
        self.run = run
        self.findings: dict[str, Finding] = {}
        self._nesting = Nesting(form.forms, run.fetched)
        self.values: Values = {key: _copied(value) for key, value in values.items()}
        self.view: Values = {}
        for key in self.values:
            self._show(key)
        self.old = None if old is None else self._old(old)
        self._complete()

    def _old(self, old: Mapping[str, Any]) -> Values:
        nest = self._nesting.value
        return {key: nest(self.form.key, key, value, self._behind(key)) for key, value in old.items()}

    def _behind(self, key: str) -> Tree:
        tree = self.form.tree.get(key, {})
        # columns of a sub-table are in its rows already; only what is behind those columns is nested
        return tree if key not in self.form.rows or any(tree.values()) else {}

    def _show(self, key: str) -> None:
        value, tree = self.values[key], self._behind(key)
        if key in self.form.rows:
            table = f"{self.form.key}.{key}"
            self.view[key] = [self._nesting.row(table, row, tree) if tree else row for row in value or ()]
        else:
            self.view[key] = self._nesting.value(self.form.key, key, value, tree) if tree else value

    def _complete(self) -> None:
        if self._nesting.missing:
            raise NeedMore(self._nesting.missing)

    def rows(self, key: str) -> Sequence[Values]:
        return self.values.get(key) or ()

    def set(self, key: str, value: Any) -> None:
        self.values[key] = value
        self._show(key)
        self._complete()

    def set_in_row(self, key: str, index: int, column: str, value: Any) -> None:
        self.values[key][index][column] = value
        tree = self._behind(key)
        if tree:
            nested = self._nesting.value(f"{self.form.key}.{key}", column, value, tree.get(column, {}))
            self.view[key][index][column] = nested
            self._complete()

    def env(self) -> Env:
        return self.run.env(self.view, self.old)

    def row_env(self, key: str, index: int) -> Env:
        """A row's names first, then those of the record; the row before, where there was one, as the old values."""
        row = self.view[key][index]
        before: Mapping[str, Any] | None = None
        if self.old is not None:
            same = [one for one in self.old.get(key) or () if one.get("id") == row.get("id")]
            before = ChainMap(dict(same[0]) if same else {}, self.old)
        return self.run.env(ChainMap(row, self.view), before, index + 1)

    def evaluate(self, expression: Expression, env: Env, at: str) -> Any:
        """Its value; blank, and a finding at ``at``, where it cannot be evaluated."""
        try:
            return expression.run(env)
        except EvaluationProblem as problem:
            self.findings[at] = Finding(at, problem.code, problem.title)
            return None

    def holds(self, expression: Expression, env: Env, at: str) -> bool:
        return self.evaluate(expression, env, at) is True


def needed(more: NeedMore) -> Need:
    found = need(more.missing)
    assert found is not None, "a step that needs more says what"
    return found


def _copied(value: Any) -> Any:
    """Lists of rows are changed in place while working, so the caller's stay whole."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [dict(row) for row in value]
    return value
