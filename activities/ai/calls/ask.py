"""Asks a model once: by the ledger, with its budgets, its cache and the models to fall back to."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from activities.ai.calls.access import Access, reach
from activities.ai.calls.ordering import order_of
from activities.ai.calls.requests import Answered, ChatRequest, Reply
from activities.ai.calls.settling import settled
from noria.ai.ledger import CallOrder, Opened
from noria.ai.model_fields import ModelFields
from noria.ai.names import ModelName
from noria.context import NodeContext
from noria.errors import BudgetSpent, NodeError

UNKNOWN_TOKENS = 8_192
"""What is held back for an answer of a model whose longest one nobody knows."""


class Told(TypedDict, total=False):
    """What an order says of an answer whose length nobody has fixed."""

    answer_tokens: int
    answer_usd: float


@dataclass(frozen=True)
class Candidate:
    """A model that may answer, with its credential's name."""

    model: ModelName
    credential: str | None = None


@dataclass(frozen=True, kw_only=True)
class Terms:
    """On what terms a step asks."""

    candidates: Sequence[Candidate]
    """The first that answers is the last that is asked."""
    cache_s: float = 0.0
    max_cost_usd: float | None = None


def terms_of(fields: ModelFields) -> Terms:
    """What a node's config says.

    Raises:
        NodeFailed: A model's name names no provider.
    """
    named = [(fields.model, fields.credential)]
    named += [(each.model, each.credential) for each in fields.fallbacks]
    candidates = [Candidate(ModelName.parse(model), credential) for model, credential in named]
    return Terms(candidates=candidates, cache_s=fields.cache_s, max_cost_usd=fields.max_cost_usd)


async def ask(request: ChatRequest, terms: Terms, context: NodeContext, part: str = "") -> Answered:
    """`part` tells the calls of one step apart; the same one always stands for the same call.

    Raises:
        BudgetSpent: No model may be asked any more.
        NodeFailed: The last model refuses.
        NodeUnavailable: The last model may answer later.
    """
    failed: NodeError | None = None
    for candidate in terms.candidates:
        try:
            return await _ask_one(
                replace(request, model=candidate.model), candidate, terms, context, part
            )
        except BudgetSpent:
            raise
        except NodeError as error:
            failed = error
            context.log.warning(
                "model_failed", model=str(candidate.model), error=error.code, part=part
            )
    assert failed is not None
    raise failed


async def _ask_one(
    request: ChatRequest, candidate: Candidate, terms: Terms, context: NodeContext, part: str
) -> Answered:
    access = await reach(candidate.model, candidate.credential, context)
    opened = await context.ledger.open(await _order(request, access, terms, context, part))
    if opened.answer is not None:
        return _known(opened)
    from activities.ai.calls import gateway

    if opened.max_tokens is not None:
        request = replace(request, max_tokens=opened.max_tokens)
    async with settled(context.ledger, opened.call_id) as spent:
        answered = await gateway.chat(request, access, context, spent)
        if opened.max_tokens is not None and answered.reply.finish == "length":
            spent.usage = answered.usage
            raise _cut_off(request, opened.max_tokens)
    answer = answered.reply.model_dump(mode="json")
    await asyncio.shield(context.ledger.close(opened.call_id, answered.usage, answer))
    return answered


async def _order(
    request: ChatRequest, access: Access, terms: Terms, context: NodeContext, part: str
) -> CallOrder:
    from activities.ai.calls import library

    rates = library.rates_of(await library.load(), access, request.model.litellm)
    asked_usd = request.tokens() * rates.input_usd
    told: Told = {
        "answer_usd": rates.output_usd,
        "answer_tokens": rates.most_tokens or UNKNOWN_TOKENS,
    }
    if request.max_tokens is not None:
        asked_usd += request.max_tokens * rates.output_usd
        told = {}
    return order_of(
        context,
        access,
        request.model,
        kind="chat",
        part=part,
        request_hash=request.hash(),
        estimate_usd=asked_usd,
        **told,
        cache_s=terms.cache_s,
        max_cost_usd=terms.max_cost_usd,
    )


def _cut_off(request: ChatRequest, tokens: int) -> BudgetSpent:
    return BudgetSpent(
        f"The answer of {str(request.model)!r} was cut off: its budget had room for {tokens} tokens. "
        "Raise the budget, or give the model less to write.",
        details={"max_tokens": tokens},
    )


def _known(opened: Opened) -> Answered:
    usage = opened.usage.model_copy(update={"cost_usd": 0.0}) if opened.is_cached else opened.usage
    return Answered(Reply.model_validate(opened.answer), usage, is_cached=opened.is_cached)
