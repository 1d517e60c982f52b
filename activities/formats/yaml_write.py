"""`yaml.write`: writes a value as YAML."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.content import GiveAs, beside, give
from noria.context import NodeContext
from noria.model import Model
from noria.node_type import node, ui


class YamlWriteConfig(Model):
    """The value and how to write it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"value": {"name": "ink"}}]})

    value: JsonValue = Field(
        title="Value", description="What to write.", json_schema_extra=ui(widget="json")
    )
    give: GiveAs = Field(
        default="text",
        title="Give as",
        description="`blob` is a file for later steps.",
        json_schema_extra=ui(widget="select", expression="never"),
    )


class YamlWriteOutput(BaseModel):
    """The text, or a reference to the file."""

    content: JsonValue


@node(
    "yaml.write", title="Write YAML", category="Files", icon="file-text", quick=True, changes=False
)
async def yaml_write(config: YamlWriteConfig, context: NodeContext) -> YamlWriteOutput:
    """Write a value as YAML, its fields in their order.

    A repeat gives the same.
    """
    data = await beside(_write, config.value)
    return YamlWriteOutput(content=await give(data, "application/yaml", config.give, context))


def _write(value: JsonValue) -> bytes:
    import yaml

    class Dumper(yaml.SafeDumper):
        """Writes a value out each time."""

        def ignore_aliases(self, data: object) -> bool:
            return True

    text: str = yaml.dump(value, Dumper=Dumper, sort_keys=False, allow_unicode=True)
    return text.encode()
