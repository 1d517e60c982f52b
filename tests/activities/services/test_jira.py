from typing import Any

import pytest

from activities.services.jira import jira
from noria.errors import NodeUnavailable
from tests.activities.credentials import basic
from tests.activities.messages.stub import Stub, says
from tests.activities.nodes import run


async def do(stub: Stub, **action: Any) -> Any:
    context = stub.context(basic("ada@shop.example", "token"))
    config = {"site": "https://shop.atlassian.net", "credential": "key", "action": action}
    return await run(jira, config, context)


async def test_issues_are_opened_taken_changed_commented_moved_and_found() -> None:
    made, taken, changed, said, moved, found = (says(body={"key": "SHOP-1"}) for _ in range(6))

    output = await do(made, operation="create_issue", project="SHOP", summary="Late", fields={"labels": ["a"]})  # fmt: skip
    await do(taken, operation="get_issue", issue="SHOP-1")
    await do(changed, operation="update_issue", issue="SHOP-1", fields={"summary": "Later"})
    await do(said, operation="add_comment", issue="SHOP-1", body="Soon.")
    await do(moved, operation="transition", issue="SHOP-1", transition="31")
    await do(found, operation="search", jql="project = SHOP", fields=["summary", "status"])

    assert output == {"data": {"key": "SHOP-1"}, "status": 200}
    assert str(made.request.url) == "https://shop.atlassian.net/rest/api/2/issue"
    assert made.request.headers["authorization"].startswith("Basic ")
    assert made.json == {
        "fields": {
            "summary": "Late",
            "project": {"key": "SHOP"},
            "issuetype": {"name": "Task"},
            "labels": ["a"],
        }
    }
    assert taken.request.url.path == "/rest/api/2/issue/SHOP-1"
    assert (changed.request.method, changed.json) == ("PUT", {"fields": {"summary": "Later"}})
    assert said.json == {"body": "Soon."}
    assert moved.json == {"transition": {"id": "31"}}
    assert dict(found.request.url.params) == {
        "jql": "project = SHOP",
        "fields": "summary,status",
        "maxResults": "50",
    }


async def test_a_site_that_asks_to_wait_is_asked_again_later() -> None:
    with pytest.raises(NodeUnavailable):
        await do(says(429, retry_after="3"), operation="get_issue", issue="SHOP-1")
