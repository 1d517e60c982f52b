from typing import Any

from activities.services.notion import notion
from tests.activities.credentials import bearer
from tests.activities.messages.stub import Stub, says
from tests.activities.nodes import run


async def do(stub: Stub, **action: Any) -> Any:
    context = stub.context(bearer("ntn_1", "key", "api.notion.com"))
    return await run(notion, {"credential": "key", "action": action}, context)


async def test_pages_are_found_made_changed_and_taken() -> None:
    found, made, changed, taken = (
        says(body={"results": []}),
        says(body={}),
        says(body={}),
        says(body={}),
    )

    await do(found, operation="query_database", database="d1", filter={"property": "A"})
    await do(made, operation="create_page", database="d1", properties={"Name": {}})
    await do(changed, operation="update_page", page="p1", archived=True)
    await do(taken, operation="get_page", page="p1")

    assert found.request.url.path == "/v1/databases/d1/query"
    assert found.json == {"filter": {"property": "A"}, "page_size": 100}
    assert found.request.headers["notion-version"] == "2022-06-28"
    assert made.json == {"properties": {"Name": {}}, "parent": {"database_id": "d1"}}
    assert (changed.request.method, changed.json) == ("PATCH", {"archived": True})
    assert str(taken.request.url) == "https://api.notion.com/v1/pages/p1"
