"""What every part of an app document is made of: closed models, keys, names, durations and open kinds.

Open kinds (field types, nodes, triggers, actions, participants, charts) are looked up in the ``Kinds`` that is given as
the validation context, so a plugin's kinds parse, are checked and appear in the JSON Schema like our own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Protocol

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema, to_json

from dougong.engines.finding import nearest
from dougong.errors import Text

# no two underscores together, none at the end; RE2 has no look-ahead, so the length stands apart
KEY_PATTERN = r"^[a-z](_?[a-z0-9])*$"
DURATION_PATTERN = r"^\d+[smhdw]$"

Key = Annotated[str, Field(max_length=40, pattern=KEY_PATTERN)]
Duration = Annotated[str, Field(pattern=DURATION_PATTERN)]
# a form of this app, or ``app/form`` of another one
FormKey = Annotated[str, Field(max_length=81, pattern=r"^([a-z][a-z0-9_]*/)?[a-z][a-z0-9_]*$")]
# a field, or a path that reaches through references: ``owner.department.name``
FieldPath = Annotated[str, Field(max_length=200, pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")]


class Def(BaseModel):
    """A part of an app document. Unknown keys are errors; a parsed part never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, protected_namespaces=())


class Name(Def):
    """A shown name in both languages; in a document it may also be one plain string."""

    zh: str = Field(alias="zh-CN")
    en: str


def refused(code: str, words: Text) -> PydanticCustomError:
    """What a check of a part's own raises: its words in both languages."""
    return PydanticCustomError(code, "{en}", {"zh": words.zh, "en": words.en})


def in_one_direction(text: str) -> str:
    """Refuses a name that would turn around what stands beside it on a page."""
    if _TURNING.intersection(text):
        raise refused("direction_marks", TURNED)
    return text


def _both_in_one_direction(name: str | Name) -> str | Name:
    for text in (name.zh, name.en) if isinstance(name, Name) else (name,):
        in_one_direction(text)
    return name


PlainName = Annotated[str, AfterValidator(in_one_direction)]
# embeddings, overrides and isolates of the Unicode bidirectional algorithm (UAX 9)
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
TURNED = Text("名称中不能有改变文字方向的控制字符", "A name has no characters that turn the direction of writing")
ShownName = Annotated[str | Name, Field(union_mode="left_to_right"), AfterValidator(_both_in_one_direction)]


def in_both(name: ShownName | None, key: str = "") -> Text:
    """A shown name in both languages; ``key`` where there is none."""
    if isinstance(name, Name):
        return Text(name.zh, name.en)
    return Text(name or key, name or key)


class DefinitionKind(Protocol):
    """A kind that brings the model of its part of the document."""

    @property
    def key(self) -> str: ...

    @property
    def definition(self) -> type[Def]: ...


class KindSets(Protocol):
    """The validation context: registries by the name of their set (``field_types``, ``nodes``, ...)."""

    def of(self, kind_set: str) -> Mapping[str, DefinitionKind]: ...


@dataclass(frozen=True)
class Open:
    """Marks a place in a document where any kind of one set may stand, chosen by ``discriminator``. With ``short`` a
    kind without further settings may be given by its name alone."""

    kind_set: str
    discriminator: str = "type"
    short: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def parse(raw: object, info: core_schema.ValidationInfo) -> object:
            if self.short and isinstance(raw, str):
                raw = {self.discriminator: raw}
            if not isinstance(raw, Mapping):
                raise PydanticCustomError("object_expected", "expected an object")
            sets: KindSets | None = info.context
            assert sets is not None, "documents are parsed with the kinds there are"
            kinds = sets.of(self.kind_set)
            chosen = raw.get(self.discriminator)
            if not isinstance(chosen, str) or chosen not in kinds:
                raise PydanticCustomError(
                    "unknown_kind",
                    "unknown {discriminator} {chosen}",
                    {
                        "discriminator": self.discriminator,
                        "chosen": str(chosen),
                        "nearest": nearest(str(chosen), kinds) or "",
                    },
                )
            definition = kinds[chosen].definition
            if info.mode == "json":  # a whole document is judged as strictly as its JSON Schema does
                return definition.model_validate_json(
                    to_json(raw), strict=True, context=info.context, by_alias=True, by_name=False
                )
            return definition.model_validate(raw, context=info.context)

        return core_schema.with_info_plain_validator_function(parse)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        # platform/definitions/json_schema puts a reference to #/$defs/<kind_set> here, with what plugins add
        return {
            "x-dougong-open": self.kind_set,
            "x-dougong-discriminator": self.discriminator,
            "x-dougong-short": self.short,
        }
