"""Calls of models that are no chat models, of pictures, sounds and ranks: by the ledger, once, through LiteLLM."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import JsonValue

from activities.ai.calls.access import Access, reach
from activities.ai.calls.ordering import order_of
from activities.ai.calls.settling import settled
from noria.ai.ledger import CallKind, CallOrder, Usage
from noria.ai.names import DEMO, ModelName
from noria.context import NodeContext


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What is asked of which model."""

    kind: CallKind
    model: ModelName
    credential: str | None
    facts: Mapping[str, JsonValue]
    """All that the answer depends on besides the model."""
    cost_facts: Mapping[str, Any]
    """What LiteLLM wants to know besides, to say what it cost."""
    max_cost_usd: float | None = None
    cache_s: float = 0.0
    """An answer to the same that is younger than this will do."""
    part: str = ""
    """Tells the calls of one step apart."""
    heard_bytes: int = 0
    """Of a recording: what it may cost goes by how long it may be."""


@dataclass(frozen=True)
class Given:
    """What came of it, and what that took."""

    answer: JsonValue
    usage: Usage


Ask = Callable[[Any, dict[str, Any]], Awaitable[Any]]
"""With LiteLLM and what a call is given so that it goes through the step's connections."""
Read = Callable[[Any], Awaitable[JsonValue]]
"""Of the response: the answer, as it is kept in the ledger. What fails in it was paid all the same."""
Demo = Callable[[], Awaitable[JsonValue]]


@dataclass(frozen=True)
class Way:
    """How it is asked for."""

    ask: Ask
    read: Read
    demo: Demo


async def demand(asked: Demand, way: Way, context: NodeContext) -> Given:
    """
    Raises:
        BudgetSpent: The model may not be called any more.
        NodeFailed: The provider refuses.
        NodeUnavailable: It may answer later.
    """
    access = await reach(asked.model, asked.credential, context)
    opened = await context.ledger.open(await _order(asked, access, context))
    if opened.answer is not None:
        free = {"cost_usd": 0.0} if opened.is_cached else {}
        return Given(opened.answer, opened.usage.model_copy(update=free))
    clock = asyncio.get_running_loop()
    began = clock.time()
    async with settled(context.ledger, opened.call_id) as spent:
        if asked.model.provider == DEMO:
            answer, spent.usage = await way.demo(), Usage(cost_usd=0.0)
        else:
            response, spent.usage = await _ask_provider(asked, access, way, context)
            answer = await way.read(response)
    took = round((clock.time() - began) * 1000)
    usage = spent.usage.model_copy(update={"latency_ms": took})
    await asyncio.shield(context.ledger.close(opened.call_id, usage, answer))
    return Given(answer, usage)


async def _ask_provider(
    asked: Demand, access: Access, way: Way, context: NodeContext
) -> tuple[Any, Usage]:
    from activities.ai.calls import library
    from activities.ai.calls.provider_errors import translated

    module = await library.load()
    model = asked.model
    async with (
        context.circuit(f"{model.provider}:{model.model}", access.credential),
        library.connected(module, access, context) as (options, bridge),
    ):
        with translated(module, model, access, bridge):
            response = await way.ask(module, options)
    usage = getattr(response, "usage", None)
    tokens = _tokens(usage, "input_tokens"), _tokens(usage, "output_tokens")
    cost = library.price_of(
        module, access, response, model.litellm, tokens, **dict(asked.cost_facts)
    )
    return response, Usage(input_tokens=tokens[0], output_tokens=tokens[1], cost_usd=cost)


def _tokens(usage: Any, name: str) -> int:
    value = getattr(usage, name, None)
    return value if isinstance(value, int) else 0


async def _order(asked: Demand, access: Access, context: NodeContext) -> CallOrder:
    from activities.ai.calls import library, media_prices

    prices = media_prices.prices_of(await library.load(), access, asked.model.litellm, asked.facts)
    facts = {"model": str(asked.model), **asked.facts}
    hash_ = hashlib.sha256(orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return order_of(
        context,
        access,
        asked.model,
        kind=asked.kind,
        part=f"{asked.part}{asked.kind}",
        request_hash=hash_,
        estimate_usd=media_prices.estimate(asked.kind, prices, asked.facts, asked.heard_bytes),
        cache_s=asked.cache_s,
        max_cost_usd=asked.max_cost_usd,
    )
