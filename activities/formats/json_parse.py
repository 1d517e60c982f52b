"""`json.parse`: reads JSON."""

import orjson
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.content import AsContent, beside, read_bytes
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui

MAX_LINES = 200_000


class JsonParseConfig(Model):
    """The text."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"content": '{"a": 1}'}]})

    content: AsContent = Field(title="Content")
    lines: bool = Field(
        default=False,
        title="One value a line",
        description="The value is then the list of them (JSON Lines).",
        json_schema_extra=ui(expression="never"),
    )


class JsonParseOutput(BaseModel):
    """What was read."""

    value: JsonValue


@node("json.parse", title="Read JSON", category="Files", icon="braces", quick=True, changes=False)
async def json_parse(config: JsonParseConfig, context: NodeContext) -> JsonParseOutput:
    """Read JSON, or JSON Lines, from a text or a file.

    A repeat gives the same.
    """
    data = await read_bytes(config.content, context)
    return JsonParseOutput(value=await beside(_lines if config.lines else _value, data))


def _lines(data: bytes) -> JsonValue:
    lines = [line for line in data.splitlines() if line.strip()]
    if len(lines) > MAX_LINES:
        raise NodeFailed(f"There are more than {MAX_LINES:,} lines; split the file before.")
    return [_value(line, f"Line {at}") for at, line in enumerate(lines, start=1)]


def _value(data: bytes, what: str = "The content") -> JsonValue:
    try:
        return orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise NodeFailed(f"{what} is not JSON: {error}.") from error
