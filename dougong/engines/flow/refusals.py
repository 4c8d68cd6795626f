"""Why a flow refuses what somebody wants of it."""

from dougong.errors import Failure, Text


class AlreadyDecided(Failure):
    """The task is over: decided, passed on or cancelled meanwhile."""

    code, status, title = "already_decided", 409, Text("该任务已被处理", "This task has been dealt with already")


class FlowEnded(Failure):
    code, status, title = "flow_ended", 409, Text("流程已结束", "This flow has ended")


class NotYours(Failure):
    code, status, title = "not_yours", 403, Text("这不是你的任务", "This task is not yours")


class NotAllowedHere(Failure):
    code, status, title = "not_allowed_here", 403, Text("此节点不允许该操作", "This step does not allow that")


class BadTarget(Failure):
    """A node or person that cannot be the target."""

    code, status, title = "bad_target", 422, Text("目标无效", "That is no valid target")


class CannotWithdraw(Failure):
    code, status, title = "cannot_withdraw", 409, Text("当前不能撤回", "It can no longer be withdrawn")


class NobodyToDecide(Failure):
    """A submit that would lead to a node where nobody can decide."""

    code, status, title = "nobody_to_decide", 422, Text("找不到审批人", "Nobody was found to decide")
