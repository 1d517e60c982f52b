from typing import Any

import pytest

from activities.services.github import github
from noria.errors import NodeFailed, NodeUnavailable
from tests.activities.credentials import bearer
from tests.activities.messages.stub import Stub, says
from tests.activities.nodes import run


async def do(stub: Stub, **action: Any) -> Any:
    config = {"credential": "key", "action": {"owner": "o", "repo": "r", **action}}
    return await run(github, config, stub.context(bearer("ghp_1", "key", "api.github.com")))


async def test_an_issue_is_opened() -> None:
    stub = says(201, {"number": 7})

    output = await do(stub, operation="create_issue", title="T", body="B", labels=["bug"])

    assert (stub.request.method, stub.request.url.path) == ("POST", "/repos/o/r/issues")
    assert stub.json == {"title": "T", "body": "B", "labels": ["bug"]}
    assert stub.request.headers["accept"] == "application/vnd.github+json"
    assert stub.request.headers["authorization"] == "Bearer ghp_1"
    assert output == {"data": {"number": 7}, "status": 201}


async def test_issues_are_listed_changed_and_commented() -> None:
    listed, changed, commented, started = says(body=[]), says(body={}), says(201, {}), says(204)

    await do(listed, operation="list_issues", labels="a,b")
    await do(changed, operation="update_issue", number=7, state="closed")
    await do(commented, operation="add_comment", number=7, body="hi")
    await do(started, operation="dispatch_workflow", workflow="build.yml", inputs={"x": "1"})

    assert dict(listed.request.url.params) == {
        "state": "open", "labels": "a,b", "per_page": "30", "page": "1",
    }  # fmt: skip
    assert (changed.request.method, changed.json) == ("PATCH", {"state": "closed"})
    assert commented.request.url.path == "/repos/o/r/issues/7/comments"
    assert started.json == {"ref": "main", "inputs": {"x": "1"}}


@pytest.mark.parametrize(
    ("status", "kind", "message"),
    [
        (401, NodeFailed, "refused the credential 'key'"),
        (404, NodeFailed, "404"),
        (422, NodeFailed, "422"),
        (429, NodeUnavailable, "429"),
        (502, NodeUnavailable, "502"),
    ],
)
async def test_refusals_are_told_apart(status: int, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message):
        await do(says(status, {"message": "no"}), operation="get_issue", number=1)
