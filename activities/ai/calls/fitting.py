"""Answers that have to fit a JSON Schema: asked for once more where they don't."""

from collections.abc import Sequence
from dataclasses import replace

from pydantic import JsonValue

from activities.ai.calls import structured
from activities.ai.calls.ask import Terms, ask
from activities.ai.calls.requests import Answered, ChatRequest
from noria.ai.ledger import Usage
from noria.context import NodeContext
from noria.errors import NodeFailed, Problem


async def fit(
    request: ChatRequest, terms: Terms, first: Answered, context: NodeContext, part: str = ""
) -> tuple[JsonValue, Answered]:
    """The answer as data that fits the request's schema, asked for again once if need be.

    Raises:
        NodeFailed: The second answer does not fit either.
    """
    assert request.schema is not None
    found = structured.read(first.reply.text, request.schema)
    if not found.problems:
        return found.data, first
    answered = replace(request, messages=[*request.messages, first.reply.to_message()])
    return await mend(answered, found.problems, terms, context, part)


async def mend(
    request: ChatRequest,
    problems: Sequence[Problem],
    terms: Terms,
    context: NodeContext,
    part: str = "",
) -> tuple[JsonValue, Answered]:
    """As `fit`, where the request's last message is an answer that has these problems."""
    assert request.schema is not None
    told = {"role": "user", "content": structured.complaint(problems)}
    again = replace(request, messages=[*request.messages, told])
    second = await ask(again, terms, context, part=f"{part}mend")
    found = structured.read(second.reply.text, request.schema)
    if found.problems:
        raise NodeFailed(
            f"The answer of {second.reply.model!r} does not fit the schema, nor did its second one: "
            f"{found.problems[0].message}",
            details=[problem.model_dump(mode="json") for problem in found.problems[:10]],
        )
    return found.data, second


def add(one: Usage, other: Usage) -> Usage:
    """Of two calls of one step."""
    costs = [each.cost_usd for each in (one, other) if each.cost_usd is not None]
    return Usage(
        input_tokens=one.input_tokens + other.input_tokens,
        output_tokens=one.output_tokens + other.output_tokens,
        cached_tokens=one.cached_tokens + other.cached_tokens,
        cost_usd=sum(costs) if costs else None,
        latency_ms=one.latency_ms + other.latency_ms,
        first_token_ms=one.first_token_ms,
    )
