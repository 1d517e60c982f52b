"""Embeds texts: by what is known of them, and else by the ledger with its budgets, in batches."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from activities.ai.calls.access import Access, reach
from activities.ai.calls.ordering import order_of
from activities.ai.calls.settling import settled
from noria.ai.ledger import CallOrder, Usage
from noria.ai.names import LOCAL, LOCAL_EMBEDDING, ModelName
from noria.ai.vectors import Vector
from noria.context import NodeContext
from noria.errors import NodeFailed

MAX_BATCH = 96
"""Texts in one call; below every provider's limit."""
MAX_BATCH_CHARS = 200_000


@dataclass(frozen=True)
class EmbeddingTerms:
    """Which model, and on what terms."""

    model: str = LOCAL_EMBEDDING
    credential: str | None = None
    dimensions: int | None = None
    """None: the model's own."""
    max_cost_usd: float | None = None

    @property
    def key(self) -> str:
        """What vectors of equal texts have in common; servers of one's own differ by credential."""
        return f"{self.model}|{self.dimensions or ''}|{self.credential or ''}"


@dataclass(frozen=True)
class Embedded:
    """Vectors in the order of the texts, and what they took."""

    vectors: Sequence[Vector]
    usage: Usage = field(default_factory=Usage)
    known: int = 0
    """How many texts had been embedded before, or came twice."""


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


async def embed(texts: Sequence[str], terms: EmbeddingTerms, context: NodeContext) -> Embedded:
    """
    Raises:
        BudgetSpent: The model may not be called any more.
        NodeFailed: The model refuses, or is none that embeds.
        NodeUnavailable: It may answer later. What was embedded until then is known by then.
    """
    model = ModelName.parse(terms.model)
    hashes = [hash_of(text) for text in texts]
    by_hash = dict(zip(hashes, texts, strict=True))
    found = dict(await context.vectors.find(context.workspace_id, terms.key, list(by_hash)))
    missing = {hash_: text for hash_, text in by_hash.items() if hash_ not in found}
    usage = Usage(cost_usd=0.0)
    for batch in _batches(missing):
        vectors, took = await _embed_batch(model, batch, terms, context)
        found |= vectors
        usage = _add(usage, took)
    return Embedded([found[hash_] for hash_ in hashes], usage, len(texts) - len(missing))


def _batches(texts: Mapping[str, str]) -> list[dict[str, str]]:
    batches: list[dict[str, str]] = []
    size = 0
    for hash_, text in texts.items():
        size += len(text)
        if not batches or len(batches[-1]) >= MAX_BATCH or size > MAX_BATCH_CHARS:
            batches.append({})
            size = len(text)
        batches[-1][hash_] = text
    return batches


async def _embed_batch(
    model: ModelName, batch: Mapping[str, str], terms: EmbeddingTerms, context: NodeContext
) -> tuple[Mapping[str, Vector], Usage]:
    access = await reach(model, terms.credential, context)
    opened = await context.ledger.open(await _order(model, batch, access, terms, context))
    clock = asyncio.get_running_loop()
    began = clock.time()
    texts = list(batch.values())
    async with settled(context.ledger, opened.call_id) as spent:
        given, spent.usage = await _call(model, texts, access, terms, context)
        # What can't be used was paid all the same.
        vectors = _read(given, model, len(texts))
    usage = spent.usage.model_copy(update={"latency_ms": round((clock.time() - began) * 1000)})
    by_hash = dict(zip(batch, vectors, strict=True))
    await asyncio.shield(_keep(opened.call_id, by_hash, usage, terms, context))
    return by_hash, usage


async def _keep(
    call_id: str,
    vectors: Mapping[str, Vector],
    usage: Usage,
    terms: EmbeddingTerms,
    context: NodeContext,
) -> None:
    """The vectors first: an attempt that is repeated after a crash in between finds them."""
    try:
        await context.vectors.keep(context.workspace_id, terms.key, vectors)
    finally:
        # They are kept by the hash of their text: no need to keep them twice.
        await context.ledger.close(call_id, usage, {"vectors": len(vectors)})


async def _call(
    model: ModelName, texts: list[str], access: Access, terms: EmbeddingTerms, context: NodeContext
) -> tuple[Sequence[Any], Usage]:
    if model.provider != LOCAL:
        return await _ask_provider(model, texts, access, terms, context)
    if str(model) != LOCAL_EMBEDDING or terms.dimensions is not None:
        raise NodeFailed(
            f"The bundled embedding model is {LOCAL_EMBEDDING!r} with its own dimensions; "
            f"there is no {str(model)!r}" + (" with others." if terms.dimensions else ".")
        )
    from activities.ai.calls import minilm

    vectors, tokens = await asyncio.to_thread(minilm.embed, texts)
    return vectors, Usage(input_tokens=tokens, cost_usd=0.0)


async def _ask_provider(
    model: ModelName, texts: list[str], access: Access, terms: EmbeddingTerms, context: NodeContext
) -> tuple[Sequence[Any], Usage]:
    from activities.ai.calls import library
    from activities.ai.calls.provider_errors import translated

    module = await library.load()
    asked: dict[str, Any] = {"model": model.litellm, "input": texts}
    if terms.dimensions is not None:
        asked |= {"dimensions": terms.dimensions, "allowed_openai_params": ["dimensions"]}
    if access.base_url or model.provider == "openai":
        asked["encoding_format"] = "float"
    async with (
        context.circuit(f"{model.provider}:{model.model}", access.credential),
        library.connected(module, access, context) as (options, bridge),
    ):
        with translated(module, model, access, bridge):
            response = await module.aembedding(**asked, **options)
    tokens = getattr(getattr(response, "usage", None), "prompt_tokens", 0) or 0
    cost = library.price_of(module, access, response, model.litellm, (tokens, 0))
    return response.data or (), Usage(input_tokens=tokens, cost_usd=cost)


def _read(given: Sequence[Any], model: ModelName, count: int) -> Sequence[Vector]:
    if model.provider == LOCAL:
        return given
    if len(given) != count:
        raise NodeFailed(f"The model {str(model)!r} gave {len(given)} vectors for {count} texts.")
    try:
        in_order = sorted(given, key=lambda each: int(each["index"]))
        return [[float(value) for value in each["embedding"]] for each in in_order]
    except (LookupError, TypeError, ValueError) as error:
        raise NodeFailed(f"What the model {str(model)!r} gave is no vector.") from error


async def _order(
    model: ModelName,
    batch: Mapping[str, str],
    access: Access,
    terms: EmbeddingTerms,
    context: NodeContext,
) -> CallOrder:
    hash_ = hash_of("|".join([terms.key, *batch]))
    return order_of(
        context,
        access,
        model,
        kind="embed",
        # A repeated attempt finds the vectors themselves, not what the ledger knows.
        part=f"embed:{hash_[:16]}:{context.attempt}",
        request_hash=hash_,
        estimate_usd=await _estimate(model, batch, access),
        max_cost_usd=terms.max_cost_usd,
    )


async def _estimate(model: ModelName, batch: Mapping[str, str], access: Access) -> float:
    if model.provider == LOCAL:
        return 0.0
    from activities.ai.calls import library

    size = sum(map(len, batch.values()))
    return library.estimate(await library.load(), access, model.litellm, size)


def _add(one: Usage, other: Usage) -> Usage:
    """Null once a price is not known."""
    known = one.cost_usd is not None and other.cost_usd is not None
    return Usage(
        input_tokens=one.input_tokens + other.input_tokens,
        cost_usd=(one.cost_usd or 0) + (other.cost_usd or 0) if known else None,
        latency_ms=one.latency_ms + other.latency_ms,
    )
