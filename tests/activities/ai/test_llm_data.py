"""Classify, extract and rank: data from a model, in the shape that was asked for."""

from typing import Any

import pytest
from pydantic import ValidationError

from activities.ai.llm_classify import Classified, ClassifyConfig, llm_classify
from activities.ai.llm_extract import ExtractConfig, Extracted, llm_extract
from activities.ai.llm_rerank import RerankConfig, Reranked, llm_rerank
from noria.errors import NodeFailed
from tests.activities.fakes import FakeContext
from tests.model_stub import Stub

LABELS = [{"name": "invoice", "description": "Somebody wants money."}, {"name": "complaint"}]
SERVER = {"model": "openai_compatible/small", "credential": "stub"}


async def classify(context: FakeContext, **config: Any) -> Classified:
    assert llm_classify.run is not None
    given = {"labels": LABELS, **config}
    return await llm_classify.run(ClassifyConfig.model_validate(given), context)


async def extract(context: FakeContext, **config: Any) -> Extracted:
    assert llm_extract.run is not None
    return await llm_extract.run(ExtractConfig.model_validate(config), context)


async def rerank(context: FakeContext, **config: Any) -> Reranked:
    assert llm_rerank.run is not None
    return await llm_rerank.run(RerankConfig.model_validate(config), context)


async def test_the_label_that_fits_is_given_and_what_it_cost(
    context: FakeContext, stub: Stub
) -> None:
    found = await classify(context, text="This is a complaint about my order.", **SERVER)

    assert (found.label, found.labels) == ("complaint", ["complaint"])
    assert found.cost_usd is not None
    assert found.cost_usd > 0
    assert stub.calls[0]["temperature"] == 0
    assert "invoice: Somebody wants money." in str(stub.calls[0]["messages"])


async def test_several_labels_are_given_each_once(context: FakeContext) -> None:
    says = '[[say {"labels": ["invoice", "complaint", "invoice"], "why": "both"}]]'

    found = await classify(context, text=says, several=True)

    assert (found.label, found.labels, found.why) == ("invoice", ["invoice", "complaint"], "both")


async def test_a_label_that_nobody_gave_is_sent_back_once_and_fails_then(
    context: FakeContext,
) -> None:
    says = '[[say {"label": "spam"}]]\n'

    mended = await classify(context, text=f'{says}[[say {{"label": "invoice"}}]]')
    assert mended.label == "invoice"
    with pytest.raises(NodeFailed, match="does not fit the schema, nor did its second one"):
        await classify(context, text=says * 2)


async def test_data_is_found_in_a_text(context: FakeContext) -> None:
    schema = {
        "type": "object",
        "properties": {"total": {"type": "number"}, "email": {"type": "string"}},
        "required": ["total"],
    }

    found = await extract(context, text="total: 99.5, from ann@shop.example", data_schema=schema)

    assert found.data == {"total": 99.5, "email": "ann@shop.example"}
    with pytest.raises(NodeFailed, match="nothing to read"):
        await extract(context, data_schema=schema)
    with pytest.raises(ValidationError, match="data_schema"):
        ExtractConfig.model_validate({"text": "x", "data_schema": {}})


async def test_items_are_ordered_by_what_the_model_thinks_of_them(context: FakeContext) -> None:
    scores = '{"scores": [{"number": 1, "score": 0.2}, {"number": 3, "score": 0.9}]}'
    items = ["tides", {"text": "moon"}, {"title": "sea", "text": "the moon pulls the sea"}]

    found = await rerank(context, query=f"Why tides? [[say {scores}]]", items=items, min_score=0.1)

    assert [(each.index, each.score) for each in found.items] == [(2, 0.9), (0, 0.2)]
    assert found.items[0].item == items[2]


async def test_nothing_to_rank_asks_nobody(context: FakeContext) -> None:
    found = await rerank(context, query="x", items=[])

    assert (found.items, context.ledger.orders) == ([], [])
