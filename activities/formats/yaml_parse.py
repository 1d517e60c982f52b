"""`yaml.parse`: reads YAML, its safe part."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter, ValidationError

from activities.content import AsContent, beside, read_bytes
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node

MAX_BYTES = 4 * 1024 * 1024
_VALUES = TypeAdapter[list[JsonValue]](list[JsonValue])


class YamlParseConfig(Model):
    """The text."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"content": "name: ink\n"}]})

    content: AsContent = Field(title="Content")


class YamlParseOutput(BaseModel):
    """What was read."""

    value: JsonValue
    """Of the first document."""
    documents: list[JsonValue]


@node(
    "yaml.parse", title="Read YAML", category="Files", icon="file-text", quick=True, changes=False
)
async def yaml_parse(config: YamlParseConfig, context: NodeContext) -> YamlParseOutput:
    """Read YAML, one document or several.

    Only plain values: tags of programming languages are refused, and so are aliases (`*name`), with which
    a small text can become a huge value. Dates are text. A repeat gives the same.
    """
    data = await read_bytes(config.content, context, MAX_BYTES)
    documents = await beside(_parse, data)
    return YamlParseOutput(value=documents[0] if documents else None, documents=documents)


def _parse(data: bytes) -> list[JsonValue]:
    import yaml

    class Loader(yaml.SafeLoader):
        """Plain values, each once."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.events.AliasEvent):
                raise yaml.YAMLError("it has an alias (*name); write the value out")
            return super().compose_node(parent, index)

    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if "timestamp" not in tag]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    try:
        return _VALUES.validate_python(list(yaml.load_all(data, Loader)))  # a SafeLoader
    except ValidationError as error:
        raise NodeFailed(
            "The YAML holds what JSON has no notation for, as keys of lists."
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        text = " ".join(str(error).split())
        raise NodeFailed(f"The content is no YAML that can be read: {text}.") from error
