"""`xml.write`: writes a value as XML."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.content import GiveAs, beside, give
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui


class XmlWriteConfig(Model):
    """The value and how to write it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"value": {"order": {"@id": "7", "item": ["ink", "pen"]}}}]}
    )

    value: dict[str, JsonValue] = Field(
        title="Value",
        description="The root element by its name; attributes as `@name`, text as `#text`.",
        json_schema_extra=ui(widget="json"),
    )
    pretty: bool = Field(
        default=False, title="For people", json_schema_extra=ui(expression="never")
    )
    give: GiveAs = Field(
        default="text",
        title="Give as",
        description="`blob` is a file for later steps.",
        json_schema_extra=ui(widget="select", expression="never"),
    )


class XmlWriteOutput(BaseModel):
    """The text, or a reference to the file."""

    content: JsonValue


@node("xml.write", title="Write XML", category="Files", icon="code", quick=True, changes=False)
async def xml_write(config: XmlWriteConfig, context: NodeContext) -> XmlWriteOutput:
    """Write a value as XML, as `xml.parse` reads it.

    A repeat gives the same.
    """
    data = await beside(_write, config)
    return XmlWriteOutput(content=await give(data, "application/xml", config.give, context))


def _write(config: XmlWriteConfig) -> bytes:
    import xmltodict

    if len(config.value) != 1:
        raise NodeFailed(
            f"XML has one root element, but the value has the names {list(config.value)!r}."
        )
    try:
        return str(xmltodict.unparse(config.value, pretty=config.pretty)).encode()
    except (ValueError, TypeError, AttributeError) as error:
        raise NodeFailed(f"The value can't be written as XML: {error}.") from error
