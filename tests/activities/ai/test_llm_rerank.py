from typing import Any

from activities.ai.llm_rerank import RerankConfig, Reranked, llm_rerank
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
