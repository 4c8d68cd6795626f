"""Call another system, through the outbox and never inside the transaction."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from dougong.engines.action.definition import ActionDef, SetFields
from dougong.engines.action.effects import Effect
from dougong.engines.action.effects import Webhook as WebhookEffect
from dougong.engines.action.kind import ActionKind, Context, Use, computed_set, set_uses
from dougong.engines.document import Key, refused
from dougong.errors import Text

NO_ADDRESS = Text("请给出连接或完整网址", "Give a connection or a full url")

HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,60}$")]
HeaderValue = Annotated[str, Field(max_length=1_000, pattern=r"^[^\r\n]*$")]


class WebhookAction(ActionDef):
    """``connection`` names an address whose secrets the platform keeps; ``url`` is then a path below it. Without one,
    ``url`` is a full https address. The body is ``body`` (a ``set`` as everywhere), else the record's id and form."""

    action: Literal["webhook"]
    connection: Key | None = None
    url: Annotated[str, Field(max_length=2_000)] = ""
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "POST"
    headers: dict[HeaderName, HeaderValue] = Field(default_factory=dict)
    body: SetFields | None = None

    @model_validator(mode="after")
    def _has_an_address(self) -> "WebhookAction":
        if self.connection is None and not self.url.startswith(("https://", "http://")):
            raise refused("no_address", NO_ADDRESS)
        return self


class Webhook(ActionKind[WebhookAction]):
    key = "webhook"
    definition = WebhookAction

    def plan(self, settings: WebhookAction, context: Context) -> list[Effect]:
        target = context.target
        body: object = {"form": target.form, "id": target.id}
        if settings.body is not None:
            body = computed_set(settings.body, context)
        return [WebhookEffect(settings.method, settings.connection, settings.url, body, settings.headers)]

    def uses(self, settings: WebhookAction) -> list[Use]:
        uses = [] if settings.connection is None else [Use("connection", "/connection", settings.connection)]
        # keys of a body name nothing of ours; its formulas do
        return uses + [Use("formula", use.pointer, use.source) for use in _formulas(settings)]


def _formulas(settings: WebhookAction) -> list[Use]:
    return [use for use in set_uses(settings.body or {}, None, at="/body") if use.kind == "formula"]


ACTION = Webhook()
