"""Asks a model how well texts answer a question, and orders them by it."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.ai.calls.data import Took, as_text
from activities.ai.calls.relevance import judge
from noria.ai.model_fields import ModelFields
from noria.ai.names import AI_QUEUE
from noria.context import NodeContext
from noria.node_type import node, ui


class RerankConfig(ModelFields):
    """What is asked, and what may answer it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"model": "demo/demo", "query": "{{ trigger.question }}", "items": ["one", "two"]}
            ]
        }
    )

    query: str = Field(
        title="Question",
        min_length=1,
        max_length=20_000,
        json_schema_extra=ui(widget="textarea", multiline=True, order=3),
    )
    items: list[JsonValue] = Field(
        title="Items",
        description="Texts, or objects, such as a search gives.",
        max_length=200,
        json_schema_extra=ui(widget="json", order=4),
    )
    text_field: str = Field(
        default="text",
        title="Text of an item",
        description="The field of an object that is judged. An object without it is judged as JSON.",
        max_length=100,
        json_schema_extra=ui(expression="never", order=5, advanced=True),
    )
    top: int = Field(
        default=10, title="Most items", description="That are given back.", ge=1, le=200
    )
    min_score: float = Field(
        default=0.0, title="Least score", description="From 0 to 1.", ge=0, le=1
    )


class Ranked(BaseModel):
    """An item, and how good it is."""

    item: JsonValue
    index: int
    """Where it was, from 0."""
    score: float
    """From 0 to 1."""


class Reranked(Took):
    """The best first."""

    items: list[Ranked]


@node("llm.rerank", title="Rank by relevance", category="AI", icon="list",
      key_field="query", queue=AI_QUEUE, changes=False)  # fmt: skip
async def llm_rerank(config: RerankConfig, context: NodeContext) -> Reranked:
    """Order items by how well they answer a question, as a model judges them, and keep the best.

    A rerank model is asked for what it was made for, any other as a chat model.

    An item that the model gives no score has 0. Items of the same score keep their order.
    An attempt that is repeated after the worker died does not ask again for what was answered already.
    """
    if not config.items:
        return Reranked(
            items=[],
            model=config.model,
            input_tokens=0,
            output_tokens=0,
            cost_usd=0.0,
            cached=False,
        )
    texts = [_text(item, config.text_field) for item in config.items]
    scores, took = await judge(config.query, texts, config, context)
    ranked = [Ranked(item=item, index=at, score=scores[at]) for at, item in enumerate(config.items)]
    good = [each for each in ranked if each.score >= config.min_score]
    best = sorted(good, key=lambda each: -each.score)[: config.top]
    return Reranked(items=best, **took.model_dump())


def _text(item: JsonValue, field: str) -> str:
    if isinstance(item, dict) and isinstance(item.get(field), str):
        return str(item[field])
    return as_text(item)
