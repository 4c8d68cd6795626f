"""Texts written out where a date, a moment or a time of day is meant, and what the checker makes of them.

A text that has a time is never cut to its date: it is a moment, and where only a date is taken it is refused.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time

from dougong.engines.expression import check_messages as say
from dougong.engines.expression import dates, hints
from dougong.engines.expression.check_messages import kind_words
from dougong.engines.expression.kinds import ANY, BLANK, DATE, DATETIME, TIME, Kind, KindName, list_of
from dougong.engines.expression.reporting import Reporting
from dougong.engines.expression.tree import Call, ListOf, Lit, Node, lit
from dougong.engines.expression.typed import Typed
from dougong.errors import Text

DATED: frozenset[KindName] = frozenset({"date", "datetime", "time"})


class Written(Reporting):
    """What the checker tells of them gathers in ``findings``."""

    def is_dated(self, kind: Kind) -> bool:
        return kind.name in DATED

    def dated_as(self, typed: Typed, kinds: Collection[KindName], expected: Text | None) -> Typed:
        """A text written out as that of the kinds which it writes: ``"10:30"``, ``"2026-03-05 10:30"``; of a list every
        one, and moments where one of them has a time."""
        if isinstance(typed.node, ListOf):
            return self._written_list(typed, typed.node)
        text = _text_of(typed.node)
        if text is None:
            return typed
        if "time" in kinds and ("date" not in kinds or dates.read_time(text) is not None):
            return self.dated(typed, TIME, expected)
        if "datetime" in kinds and ("date" not in kinds or dates.has_time(text)):
            return self.dated(typed, DATETIME, expected)
        return self.dated(typed, DATE, expected)

    def _written_list(self, typed: Typed, node: ListOf) -> Typed:
        texts = [_text_of(item) for item in node.items]
        if any(text is None and item.kind != BLANK for text, item in zip(texts, node.items, strict=True)):
            return typed
        kind = DATETIME if any(text is not None and dates.has_time(text) for text in texts) else DATE
        items = tuple(self.dated(Typed(item, item.kind or ANY), kind).node for item in node.items)
        return Typed(ListOf(items, list_of(kind), node.span), list_of(kind))

    def dated(self, typed: Typed, kind: Kind, expected: Text | None = None) -> Typed:
        """A text written out as the date, moment or time that it means."""
        node, text = typed.node, _text_of(typed.node)
        if text is None:
            return typed
        expected = expected or kind_words(kind)
        value: date | time | None
        if kind.name == "datetime":
            return self._moment(node, text, expected)
        if kind.name == "time":
            value = dates.read_time(text)
        elif dates.has_time(text):
            self.report(say.TIMED_DATE, node, found=text, hint=hints.of_timed(text, whole=self.role(node) != "value"))
            return Typed(node, ANY)
        else:
            value = dates.read_date(text)
        if value is None:
            return self._no_date(node, text, expected)
        return Typed(Lit(value, kind, node.span), kind)

    def _moment(self, node: Node, text: str, expected: Text) -> Typed:
        try:
            # it reads forms of ISO 8601 that nothing else here does
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is not None:
                return Typed(Lit(moment.astimezone(UTC), DATETIME, node.span), DATETIME)
            text = text if dates.read_moment(text, UTC) else moment.isoformat(" ")
        except OverflowError:
            return self._no_date(node, text, expected)
        except ValueError:
            if dates.read_moment(text, UTC) is None:
                return self._no_date(node, text, expected)
        # without an offset it is meant in the app's zone, which is known when it is evaluated
        return Typed(Call("TIMESTAMP", (lit(text),), DATETIME, node.span), DATETIME)

    def _no_date(self, node: Node, text: str, expected: Text) -> Typed:
        self.report(say.BAD_DATE, node, found=text, expected=expected, hint=hints.of_date(text))
        return Typed(node, ANY)


def writes_date(node: Node) -> bool:
    """Whether it is a text that writes a date, a moment or a time of day."""
    text = _text_of(node)
    return text is not None and (dates.read_time(text) or dates.read_date(text)) is not None


def _text_of(node: Node) -> str | None:
    return node.value if isinstance(node, Lit) and isinstance(node.value, str) else None
