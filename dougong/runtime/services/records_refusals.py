"""Expected refusals of writing records."""

from dougong.engines.finding import Invalid
from dougong.errors import Conflict, Text


class NeedsConfirming(Invalid):
    """Nothing forbids it, but the writer asked to be warned first; ``confirm: true`` stores it."""

    code, status, title = "needs_confirming", 422, Text("请确认后再保存", "Please confirm before it is saved")


class StillReferenced(Conflict):
    """Other records point at it, and their field says that it then stays."""

    code, title = "still_referenced", Text("还有数据引用它，不能删除", "Other records still refer to it")


class NotADraft(Conflict):
    code, title = "not_a_draft", Text("它不是草稿", "It is not a draft")
