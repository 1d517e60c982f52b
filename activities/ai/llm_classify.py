"""Asks a model which of some labels fits."""

from typing import Any

from pydantic import ConfigDict, Field, JsonValue

from activities.ai.calls.data import Took, as_text, ask_for
from noria.ai.model_fields import ModelFields
from noria.ai.names import AI_QUEUE
from noria.context import NodeContext
from noria.model import Model
from noria.node_type import node, ui


class Label(Model):
    """What something may be."""

    name: str = Field(title="Name", min_length=1, max_length=100)
    description: str = Field(
        default="", title="Description", description="When it fits.", max_length=2_000
    )


class ClassifyConfig(ModelFields):
    """What to judge, and by which labels."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "model": "demo/demo",
                    "text": "{{ trigger.body }}",
                    "labels": [{"name": "invoice"}, {"name": "complaint"}, {"name": "other"}],
                }
            ]
        }
    )

    text: JsonValue = Field(
        title="Text",
        description="What is judged: text, or anything else, which the model sees as JSON.",
        json_schema_extra=ui(widget="textarea", multiline=True, order=3),
    )
    labels: list[Label] = Field(
        title="Labels",
        min_length=2,
        max_length=200,
        json_schema_extra=ui(widget="json", order=4),
    )
    several: bool = Field(
        default=False,
        title="Several may fit",
        json_schema_extra=ui(expression="never", order=5),
    )
    instructions: str = Field(
        default="",
        title="Instructions",
        description="What else the model should know to judge.",
        max_length=200_000,
        json_schema_extra=ui(widget="textarea", multiline=True, order=6),
    )


class Classified(Took):
    """What fits."""

    label: str | None
    """The one that fits best; null only where several may fit and none does."""
    labels: list[str]
    """All that fit, the best first."""
    why: str


@node(
    "llm.classify",
    title="Classify",
    category="AI",
    icon="tag",
    key_field="model",
    queue=AI_QUEUE,
    changes=False,
)
async def llm_classify(config: ClassifyConfig, context: NodeContext) -> Classified:
    """Ask a model which of your labels fits a text; a `switch` on `label` then goes the way for it.

    The model can answer with your labels only: whatever else it says is sent back to it once, and
    fails the step then. An attempt that is repeated after the worker died does not ask again for what
    was answered already.
    """
    names: list[JsonValue] = [label.name for label in config.labels]
    schema = _schema(names, several=config.several)
    data: dict[str, Any]
    data, took = await ask_for(schema, _messages(config), config, context)
    found = data["labels"] if config.several else [data["label"]]
    labels = list(dict.fromkeys(found))
    return Classified(
        label=labels[0] if labels else None,
        labels=labels,
        why=data.get("why") or "",
        **took.model_dump(),
    )


def _schema(names: list[JsonValue], *, several: bool) -> dict[str, JsonValue]:
    one: JsonValue = {"enum": names}
    why: JsonValue = {"type": "string", "description": "In one short sentence."}
    field = "labels" if several else "label"
    answer: JsonValue = {"type": "array", "items": one} if several else one
    return {"type": "object", "properties": {field: answer, "why": why}, "required": [field]}


def _messages(config: ClassifyConfig) -> list[dict[str, Any]]:
    how = (
        "Say which of these labels fit" if config.several else "Say which of these labels fits best"
    )
    told = "\n".join(f"- {label.name}: {label.description}" for label in config.labels)
    text = as_text(config.text)
    return [
        {"role": "system", "content": f"{how}.\n{told}\n\n{config.instructions}".strip()},
        {"role": "user", "content": text},
    ]
