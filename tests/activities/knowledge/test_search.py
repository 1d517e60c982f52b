"""The node; what it finds on a real Milvus is in tests/worker/test_knowledge.py."""

from typing import Any

import httpx2
import pytest

from activities.knowledge.answer import KnowledgeAnswerConfig, knowledge_answer
from activities.knowledge.search import (
    KnowledgeSearchConfig,
    KnowledgeSearchOutput,
    knowledge_search,
)
from noria.errors import NodeFailed
from tests.activities.ai.conftest import models_are_imported
from tests.activities.fakes import FakeContext
from tests.activities.knowledge.shelf import GivenShelf, hit

__all__ = ["models_are_imported"]


async def search(shelf: GivenShelf, **config: Any) -> KnowledgeSearchOutput:
    assert knowledge_search.run is not None
    context = FakeContext(http=httpx2.AsyncClient(), on_shelf=shelf)
    given = {"knowledge_base": "Handbook", "query": "leave", **config}
    return await knowledge_search.run(KnowledgeSearchConfig.model_validate(given), context)


async def test_passages_are_numbered_from_the_best() -> None:
    shelf = GivenShelf(hit("Thirty days.", page=4), hit("Two weeks before."))
    found = await search(shelf, mode="words", filter={"language": "en"})

    assert [(each.number, each.text, each.page) for each in found.passages] == [
        (1, "Thirty days.", 4),
        (2, "Two weeks before.", None),
    ]
    [(query, vector)] = shelf.queries
    assert (query.filter, vector) == ({"language": "en"}, None)


async def test_what_can_not_be_looked_for_is_refused() -> None:
    with pytest.raises(NodeFailed, match="the query is empty"):
        await search(GivenShelf(), query=" \n")
    with pytest.raises(NodeFailed, match="no knowledge base 'Other'"):
        await search(GivenShelf(), knowledge_base="Other")


async def test_a_model_ranks_again_what_was_found() -> None:
    texts = ("Trains are second class.", "Ask two weeks before you go.", "Leave is thirty days.")
    shelf = GivenShelf(*[hit(text) for text in texts])
    found = await search(
        shelf, mode="words", query="days of leave", limit=2, rerank_model="demo/demo"
    )

    assert [(each.number, each.text, each.relevance) for each in found.passages] == [
        (1, "Leave is thirty days.", 1.0),
        (2, "Trains are second class.", 0.0),
    ]
    assert shelf.queries[0][0].limit == 6, "there is something to choose from"


async def test_ranking_and_answering_are_two_calls_in_the_ledger() -> None:
    context = FakeContext(
        http=httpx2.AsyncClient(), on_shelf=GivenShelf(hit("Leave is thirty days."))
    )
    assert knowledge_answer.run is not None
    config = {"knowledge_base": "Handbook", "question": "leave?", "rerank_model": "demo/demo"}
    answered = await knowledge_answer.run(
        KnowledgeAnswerConfig.model_validate({**config, "mode": "words"}), context
    )

    assert answered.text == "Leave is thirty days. [1]"
    keys = [order.key for order in context.ledger.orders]
    assert [key.rpartition("#")[2] for key in keys] == ["rerank", ""], "two calls, told apart"
