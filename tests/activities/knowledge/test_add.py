"""The node; how it works on a real Milvus is in tests/worker/test_knowledge.py."""

from typing import Any

import httpx2
import pytest

from activities.guard import Allowance, Guard
from activities.knowledge.add import KnowledgeAddConfig, KnowledgeAddOutput, knowledge_add
from activities.transport import guarded_client
from noria.errors import NodeFailed, NodeUnavailable
from tests.activities.fakes import FakeContext
from tests.activities.internet import Received, Service, http
from tests.activities.knowledge.shelf import GivenShelf


async def add(shelf: GivenShelf, client: httpx2.AsyncClient, **config: Any) -> KnowledgeAddOutput:
    assert knowledge_add.run is not None
    context = FakeContext(http=client, on_shelf=shelf)
    given = {"knowledge_base": "Handbook", "name": "page.html", **config}
    return await knowledge_add.run(KnowledgeAddConfig.model_validate(given), context)


async def test_what_stands_at_a_url_is_read_through_the_guard() -> None:
    async def page(request: Received) -> bytes:
        if request.path == "/busy":
            return http(503)
        if request.path == "/gone":
            return http(404)
        return http(200, b"<h1>Leave</h1><p>Thirty days.</p>", content_type="text/html")

    service, shelf = Service(page), GivenShelf()
    async with await service.start():
        url = f"http://127.0.0.1:{service.port}"
        async with guarded_client(Guard(Allowance.parse_all("127.0.0.1"))) as client:
            added = await add(shelf, client, url=f"{url}/handbook")
            with pytest.raises(NodeUnavailable, match="answered 503"):
                await add(shelf, client, url=f"{url}/busy")
            with pytest.raises(NodeFailed, match="answered 404"):
                await add(shelf, client, url=f"{url}/gone")
        async with guarded_client(Guard()) as client:
            with pytest.raises(NodeFailed, match="not on the public internet"):
                await add(shelf, client, url=url)

    assert added.chunks == len(shelf.vectors) == 1
    assert "Thirty days." in shelf.texts["0"]
    assert len(shelf.failed) == 2, "a server that is busy may answer later"


async def test_names_and_contents_that_are_none_are_refused() -> None:
    shelf = GivenShelf()
    async with httpx2.AsyncClient() as client:
        with pytest.raises(NodeFailed, match="can't be a document's name"):
            await add(shelf, client, name="two\nlines", content="x")
        with pytest.raises(NodeFailed, match="either a content or a URL"):
            await add(shelf, client)

    assert shelf.added == []
