"""The preview is an execution: signed in, bounded, counted."""

from typing import Any

import httpx2

from api.rate_limits import PREVIEWS_PER_ACCOUNT
from tests.api.client import Client


async def evaluate(owner: Client, *sources: str, scope: Any = None) -> Any:
    body: Any = {
        "expressions": [{"key": source, "source": source, "bare": True} for source in sources],
        "scope": scope or {},
    }
    answer = await owner.json("POST", "/expressions/evaluate", json=body)
    return {item["key"]: item for item in answer["answers"]}


async def test_expressions_see_the_scope(owner: Client) -> None:
    scope = {"steps": {"a": {"output": {"n": 20}}}, "trigger": [1]}
    answers = await evaluate(owner, "steps.a.output.n + 1", "[trigger[0], 'x']", scope=scope)

    assert answers["steps.a.output.n + 1"]["value"] == 21
    assert answers["[trigger[0], 'x']"]["value"] == [1, "x"]


async def test_one_wrong_expression_does_not_hide_the_others(owner: Client) -> None:
    answers = await evaluate(owner, "1 +", "trigger.missing.x", "process", "while(true){}", "2")

    assert answers["2"]["value"] == 2
    assert answers["1 +"]["error"]["name"] == "SyntaxError"
    assert answers["process"]["error"]["code"] == "expression_error"
    assert answers["trigger.missing.x"]["error"] is not None


async def test_an_endless_expression_spends_its_budget(owner: Client) -> None:
    source = "(() => { while (true) {} })()"
    answers = await evaluate(owner, source)

    assert answers[source]["error"]["code"] == "expression_limit_error"


async def test_a_source_that_is_too_long_is_refused(owner: Client) -> None:
    body = {"expressions": [{"key": "a", "source": "x" * 20_000}]}
    answer = await owner.ask("POST", "/expressions/evaluate", json=body)

    assert answer.status_code == 422


async def test_previews_are_counted(owner: Client) -> None:
    body = {"expressions": [{"key": "a", "source": ""}]}
    statuses = [
        (await owner.ask("POST", "/expressions/evaluate", json=body)).status_code
        for _ in range(PREVIEWS_PER_ACCOUNT.amount + 2)
    ]

    assert 429 in statuses[-3:]


async def test_the_browser_gets_the_engine(anonymous: httpx2.AsyncClient) -> None:
    first = await anonymous.get("/api/v1/expressions/engine.wasm")
    etag = first.headers["ETag"]
    again = await anonymous.get("/api/v1/expressions/engine.wasm", headers={"If-None-Match": etag})

    assert first.content.startswith(b"\0asm")
    assert first.headers["content-type"] == "application/wasm"
    assert (again.status_code, again.headers["ETag"]) == (304, etag)
