"""Asks a chat model for data rather than text: what nodes with a purpose of their own do."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from pydantic import BaseModel, JsonValue

from activities.ai.calls import structured
from activities.ai.calls.ask import ask, terms_of
from activities.ai.calls.fitting import add, fit
from activities.ai.calls.requests import ChatRequest
from noria.ai.model_fields import ModelFields
from noria.context import NodeContext


class Took(BaseModel):
    """What an answer took; part of a node's output."""

    model: str
    """Which model it was."""
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    """Null: the model's price is not known."""
    cached: bool


def as_text(value: JsonValue) -> str:
    """As the model sees it: text as it is, all else as JSON."""
    return value if isinstance(value, str) else orjson.dumps(value).decode()


async def ask_for(
    schema: Mapping[str, JsonValue],
    messages: Sequence[Mapping[str, Any]],
    fields: ModelFields,
    context: NodeContext,
    part: str = "",
) -> tuple[Any, Took]:
    """Data that fits the schema, from a model that is as sober as it gets; `part` as in `ask`.

    Raises:
        NodeFailed: The model refuses, or its second answer does not fit either.
        NodeUnavailable: It may answer later.
    """
    terms = terms_of(fields)
    request = ChatRequest(
        model=terms.candidates[0].model,
        messages=[{"role": "system", "content": structured.instruction(schema)}, *messages],
        schema=schema,
        temperature=0.0,
        stream=False,  # nobody reads data while it is written
    )
    first = await ask(request, terms, context, part)
    data, last = await fit(request, terms, first, context, part)
    usage = last.usage if last is first else add(first.usage, last.usage)
    return data, Took(
        model=last.reply.model,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cost_usd=usage.cost_usd,
        cached=last.is_cached,
    )
