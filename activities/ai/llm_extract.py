"""Asks a model for the data in a text, a picture or a file."""

from typing import Any

from pydantic import ConfigDict, Field, JsonValue

from activities.ai.calls.attachments import parts_of
from activities.ai.calls.data import Took, as_text, ask_for
from noria.ai.model_fields import FileList, ImageList, ModelFields
from noria.ai.names import AI_QUEUE
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.input_schema import SchemaField
from noria.node_type import node, ui

_TOLD = (
    "Give the data that is in what you are shown, as the JSON Schema asks for it. Give what is there and "
    "make nothing up: leave out what you can't find, or set it to null."
)


class ExtractConfig(ModelFields):
    """What to read, and what to look for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "model": "demo/demo",
                    "text": "{{ trigger.body }}",
                    "data_schema": {
                        "type": "object",
                        "properties": {"total": {"type": "number"}, "email": {"type": "string"}},
                        "required": ["total"],
                    },
                }
            ]
        }
    )

    text: JsonValue = Field(
        default="",
        title="Text",
        description="What to read: text, or anything else, which the model sees as JSON.",
        json_schema_extra=ui(widget="textarea", multiline=True, order=3),
    )
    data_schema: SchemaField = Field(
        title="Data",
        description="JSON Schema of what to look for. Descriptions of its fields help the model.",
        min_length=1,
        json_schema_extra=ui(widget="schema", expression="never", order=4),
    )
    instructions: str = Field(
        default="",
        title="Instructions",
        description="What else the model should know to find it.",
        max_length=200_000,
        json_schema_extra=ui(widget="textarea", multiline=True, order=5),
    )
    images: ImageList = []
    files: FileList = []


class Extracted(Took):
    """What was found."""

    data: JsonValue


@node("llm.extract", title="Extract data", category="AI", icon="search", key_field="model",
      queue=AI_QUEUE, changes=False, output_from={"data": "/data_schema"})  # fmt: skip
async def llm_extract(config: ExtractConfig, context: NodeContext) -> Extracted:
    """Ask a model for the data in a text, a picture or a file, in the shape that your schema gives.

    The answer is checked against the schema, and sent back to the model once where it does not fit.
    An attempt that is repeated after the worker died does not ask again for what was answered already.
    """
    text = as_text(config.text)
    parts: list[Any] = list(await parts_of(config.images, config.files, context))
    if not text and not parts:
        raise NodeFailed("There is nothing to read: give a text, an image or a file.")
    content: Any = [{"type": "text", "text": text}, *parts] if parts else text
    messages = [
        {"role": "system", "content": f"{_TOLD}\n\n{config.instructions}".strip()},
        {"role": "user", "content": content},
    ]
    data, took = await ask_for(config.data_schema, messages, config, context)
    return Extracted(data=data, **took.model_dump())
