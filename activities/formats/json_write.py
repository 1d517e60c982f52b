"""`json.write`: writes a value as JSON."""

import orjson
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.content import GiveAs, beside, give
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui


class JsonWriteConfig(Model):
    """The value and how to write it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"value": {"a": 1}}]})

    value: JsonValue = Field(
        title="Value", description="What to write.", json_schema_extra=ui(widget="json")
    )
    pretty: bool = Field(
        default=False,
        title="For people",
        description="With line breaks and indents.",
        json_schema_extra=ui(expression="never"),
    )
    lines: bool = Field(
        default=False,
        title="One item a line",
        description="Of a list (JSON Lines).",
        json_schema_extra=ui(expression="never"),
    )
    give: GiveAs = Field(
        default="text",
        title="Give as",
        description="`blob` is a file for later steps.",
        json_schema_extra=ui(widget="select", expression="never"),
    )


class JsonWriteOutput(BaseModel):
    """The text, or a reference to the file."""

    content: JsonValue


@node("json.write", title="Write JSON", category="Files", icon="braces", quick=True, changes=False)
async def json_write(config: JsonWriteConfig, context: NodeContext) -> JsonWriteOutput:
    """Write a value as JSON, or a list as JSON Lines, in a text or a file.

    A repeat gives the same.
    """
    data = await beside(_write, config)
    # Not bare `application/json`, which marks a value that expressions see through.
    media_type = "application/x-ndjson" if config.lines else "application/json; charset=utf-8"
    return JsonWriteOutput(content=await give(data, media_type, config.give, context))


def _write(config: JsonWriteConfig) -> bytes:
    option = orjson.OPT_INDENT_2 if config.pretty else 0
    if not config.lines:
        return orjson.dumps(config.value, option=option)
    if not isinstance(config.value, list):
        raise NodeFailed(f"One item a line needs a list, not {str(config.value)[:100]!r}.")
    return b"".join(orjson.dumps(each) + b"\n" for each in config.value)
