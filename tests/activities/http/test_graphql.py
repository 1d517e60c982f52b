import pytest

from activities.http.graphql import graphql
from noria.errors import NodeFailed
from tests.activities.credentials import bearer
from tests.activities.messages.stub import says
from tests.activities.nodes import run

CONFIG = {
    "url": "https://a.example/graphql",
    "query": "{ a }",
    "variables": {"x": 1},
    "credential": "key",
}


async def test_variables_travel_beside_the_query() -> None:
    stub = says(body={"data": {"a": 1}})

    output = await run(graphql, CONFIG, stub.context(bearer("t")))

    assert stub.json == {"query": "{ a }", "variables": {"x": 1}}
    assert stub.request.headers["authorization"] == "Bearer t"
    assert output == {"data": {"a": 1}, "errors": []}


async def test_errors_fail_the_step_unless_they_are_fine() -> None:
    body = {"data": None, "errors": [{"message": "no such field"}]}

    with pytest.raises(NodeFailed, match="no such field"):
        await run(graphql, CONFIG, says(body=body).context(bearer("t")))
    output = await run(graphql, {**CONFIG, "partial": True}, says(body=body).context(bearer("t")))
    assert output["errors"] == body["errors"]
    with pytest.raises(NodeFailed, match="none of GraphQL"):
        await run(graphql, CONFIG, says(body=[1]).context(bearer("t")))
