"""The node; what it finds on a real Milvus is in tests/worker/test_knowledge.py."""

from typing import Any

import httpx2
import pytest

from activities.knowledge.search import (
    KnowledgeSearchConfig,
    KnowledgeSearchOutput,
    knowledge_search,
)
from noria.errors import NodeFailed
from tests.activities.fakes import FakeContext
from tests.activities.knowledge.shelf import GivenShelf, hit


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
