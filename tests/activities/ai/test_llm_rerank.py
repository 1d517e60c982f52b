import json
from collections.abc import AsyncGenerator
from typing import Any

import httpx2
import pytest

from activities.ai.llm_rerank import RerankConfig, Reranked, llm_rerank
from noria.credential_types.models import LiteLLMFields
from noria.credentials import Credential
from noria.errors import NodeFailed, NodeUnavailable
from tests.activities.fakes import FakeContext


async def rerank(context: FakeContext, **config: Any) -> Reranked:
    assert llm_rerank.run is not None
    return await llm_rerank.run(RerankConfig.model_validate(config), context)


async def test_items_are_ordered_by_what_the_model_thinks_of_them(context: FakeContext) -> None:
    scores = '{"scores": [{"number": 1, "score": 0.2}, {"number": 3, "score": 0.9}]}'
    items = ["tides", {"text": "moon"}, {"title": "sea", "text": "the moon pulls the sea"}]

    found = await rerank(context, query=f"Why tides? [[say {scores}]]", items=items, min_score=0.1)

    assert [(each.index, each.score) for each in found.items] == [(2, 0.9), (0, 0.2)]
    assert found.items[0].item == items[2]


async def test_nothing_to_rank_asks_nobody(context: FakeContext) -> None:
    found = await rerank(context, query="x", items=[])

    assert (found.items, context.ledger.orders) == ([], [])


def of_cohere(context: FakeContext, status: int = 200, last: int = 0) -> list[dict[str, Any]]:
    """A rerank model behind the context; what it is asked."""
    asked: list[dict[str, Any]] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append({"url": str(request.url), **json.loads(request.content)})
        results = [{"index": 1, "relevance_score": 0.9}, {"index": last, "relevance_score": 0.1}]
        units = {"billed_units": {"search_units": 1}}
        said = json.dumps({"id": "r", "results": results, "meta": units}).encode()

        async def stream() -> AsyncGenerator[bytes]:
            yield said

        return httpx2.Response(
            status, headers={"content-type": "application/json"}, content=stream()
        )

    context.http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
    fields = LiteLLMFields.model_validate({"provider": "cohere", "api_key": "co-canary-4711"})
    context.credentials = {"co": Credential("co", "litellm", fields)}
    return asked


COHERE: dict[str, Any] = {"model": "litellm/cohere/rerank-v3.5", "credential": "co"}


async def test_a_rerank_model_is_asked_for_what_it_was_made_for(context: FakeContext) -> None:
    asked = of_cohere(context)
    given: dict[str, Any] = {"query": "Why tides?", "items": ["sand", "the moon"]}
    found = await rerank(context, **given, **COHERE, cache_s=60)

    assert [(each.item, each.score) for each in found.items] == [("the moon", 0.9), ("sand", 0.1)]
    [call] = asked
    assert (call["url"], call["documents"]) == (
        "https://api.cohere.com/v2/rerank", ["sand", "the moon"],
    )  # fmt: skip
    [order] = context.ledger.orders
    assert (order.kind, order.model) == ("rerank", "litellm/cohere/rerank-v3.5")
    assert order.cache_s == 60
    assert context.ledger.usages[0].cost_usd == pytest.approx(0.002)


async def test_a_chat_model_may_stand_in_for_a_rerank_model(context: FakeContext) -> None:
    of_cohere(context, status=503)
    given: dict[str, Any] = {"query": 'x [[say {"scores": []}]]', "items": ["a", "b"], **COHERE}

    with pytest.raises(NodeUnavailable):
        await rerank(context, **given)
    found = await rerank(context, **given, fallbacks=[{"model": "demo/demo"}])
    assert (found.model, [each.score for each in found.items]) == ("demo/demo", [0.0, 0.0])


async def test_scores_of_no_use_were_paid_all_the_same(context: FakeContext) -> None:
    of_cohere(context, last=7)
    with pytest.raises(NodeFailed, match="no score for each of the 2 texts"):
        await rerank(context, query="Why tides?", items=["sand", "the moon"], **COHERE)

    assert [each.cost_usd for each in context.ledger.lost] == [pytest.approx(0.002)]
