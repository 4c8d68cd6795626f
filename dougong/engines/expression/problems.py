"""What can go wrong while evaluating. ``IFERROR`` turns each of these into its fallback.

Where Excel shows an error for one cell (``1/0``, ``SQRT(-1)``, text that is no number) our value is blank instead, so
that one odd record cannot spoil a list or a filter; what is left here would otherwise be silently wrong.
"""

from typing import ClassVar

from dougong.errors import Failure, Text


class EvaluationProblem(Failure):
    code: ClassVar[str] = "evaluation"
    status: ClassVar[int] = 422
    title: ClassVar[Text] = Text("表达式无法计算", "The expression cannot be evaluated")


class Overflow(EvaluationProblem):
    code, title = "overflow", Text("数字超过 38 位", "A number has more than 38 digits")


class DateOutOfRange(EvaluationProblem):
    code, title = "date_out_of_range", Text("日期不在 0001 到 9999 年之间", "A date lies outside the years 1 to 9999")


class StepsExceeded(EvaluationProblem):
    code, title = "too_many_steps", Text("表达式计算量过大", "The expression needs too many steps")


class TextTooLong(EvaluationProblem):
    code, title = "text_too_long", Text("文本结果过长", "A text grew too long")


class ListTooLong(EvaluationProblem):
    code, title = "list_too_long", Text("列表过长", "A list is too long")


class NotAvailableHere(EvaluationProblem):
    """A function needs something (who is asking, look-ups, rates) that this place did not bring."""

    code, title = "not_available_here", Text("此处不能使用该函数", "This function is not available here")


class NoRates(NotAvailableHere):
    """Amounts of two currencies meet, and nobody has brought rates."""

    title = Text("没有汇率，不能换算不同的币种", "There are no exchange rates to convert one currency into another")


class ComputedOnSave(EvaluationProblem):
    """While something is only tried: what the person may not see, or what is not published yet."""

    code, title = "computed_on_save", Text("保存时才计算", "This is computed when it is saved")
