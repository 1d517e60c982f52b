"""`xml.parse`: reads XML into a value."""

from typing import Any
from xml.parsers.expat import ExpatError

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.content import AsContent, beside, read_bytes
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui

MAX_DEPTH = 100


class XmlParseConfig(Model):
    """The text."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"content": '<order id="7"><item>ink</item></order>'}]}
    )

    content: AsContent = Field(title="Content")
    lists: list[str] = Field(
        default=[],
        title="Always lists",
        description="Names of elements that are a list also where there is only one.",
        json_schema_extra=ui(expression="never"),
    )


class XmlParseOutput(BaseModel):
    """The root element by its name."""

    value: JsonValue


@node("xml.parse", title="Read XML", category="Files", icon="code", quick=True, changes=False)
async def xml_parse(config: XmlParseConfig, context: NodeContext) -> XmlParseOutput:
    """Read XML: elements by name, attributes as `@name`, text beside them as `#text`.

    Elements that repeat are a list. A document that declares entities is refused, since those can grow
    without end or read files. A repeat gives the same.
    """
    data = await read_bytes(config.content, context)
    return XmlParseOutput(value=await beside(_parse, data, tuple(config.lists)))


def _parse(data: bytes, lists: tuple[str, ...]) -> JsonValue:
    import xmltodict

    def watch(path: list[tuple[str, Any]], key: str, value: Any) -> tuple[str, Any]:
        if len(path) > MAX_DEPTH:
            raise ValueError(f"it is nested more than {MAX_DEPTH} levels deep")
        return key, value

    try:
        return xmltodict.parse(data, force_list=lists, postprocessor=watch, disable_entities=True)
    except (ExpatError, ValueError) as error:
        raise NodeFailed(f"The content is no XML that can be read: {error}.") from error
