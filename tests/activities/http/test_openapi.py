from typing import Any
from urllib.parse import parse_qsl

import pytest

from activities.http.openapi import openapi
from noria.config import check_config
from noria.errors import NodeFailed
from noria.openapi.cutting import cut
from tests.activities.credentials import bearer
from tests.activities.messages.stub import Stub, says
from tests.activities.nodes import run

SHOP: dict[str, Any] = {
    "openapi": "3.1.0",
    "servers": [{"url": "https://shop.example/api/"}],
    "paths": {
        "/orders/{id}": {
            "parameters": [{"$ref": "#/components/parameters/Id"}],
            "get": {
                "operationId": "getOrder",
                "parameters": [
                    {"name": "lines", "in": "query", "schema": {"type": "boolean"}},
                    {"name": "X-Shop", "in": "header", "schema": {"type": "string"}},
                ],
            },
            "put": {
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Order"}}
                    }
                }
            },
        }
    },
    "components": {
        "parameters": {
            "Id": {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
        },
        "schemas": {
            "Order": {
                "type": "object",
                "properties": {"total": {"type": "number"}, "next": {"$ref": "#/components/schemas/Order"}},
                "required": ["total"],
            }
        },
    },
}  # fmt: skip


async def do(stub: Stub, operation: str, **more: Any) -> Any:
    config = {"specification": SHOP, "operation": operation, "credential": "key", **more}
    return await run(openapi, config, stub.context(bearer("t", "key", "shop.example")))


async def test_parameters_go_where_the_specification_says() -> None:
    stub = says(body={"id": 7})

    output = await do(stub, "getOrder", parameters={"id": 7, "lines": True, "X-Shop": "one"})

    assert output == {"data": {"id": 7}, "status": 200}
    assert str(stub.request.url) == "https://shop.example/api/orders/7?lines=true"
    assert stub.request.headers["x-shop"] == "one"
    assert stub.request.headers["authorization"] == "Bearer t"


async def test_an_operation_without_an_id_is_named_by_method_and_path() -> None:
    stub = says(body={})

    await do(stub, "PUT /orders/{id}", parameters={"id": 7}, body={"total": 9.5})

    assert (stub.request.method, stub.json) == ("PUT", {"total": 9.5})


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"parameters": {"id": "seven"}}, "parameter 'id' does not fit"),
        ({"parameters": {"id": 7}, "body": {"total": "9"}}, "body does not fit"),
        ({"parameters": {"id": 7}, "body": {"total": 1, "next": {}}}, "body does not fit"),
    ],
)
async def test_what_does_not_fit_is_not_sent(more: dict[str, Any], words: str) -> None:
    stub = says(body={})

    with pytest.raises(NodeFailed, match=words):
        await do(stub, "PUT /orders/{id}", **more)

    assert stub.requests == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"operation": "getOrders"}, "has no operation 'getOrders'; it has 'getOrder'"),
        ({"parameters": {}}, "needs the parameter 'id'"),
        ({"parameters": {"id": 7, "line": True}}, "has no parameter 'line'; it has"),
    ],
)
def test_publishing_says_what_there_is_not(change: dict[str, Any], words: str) -> None:
    config: dict[str, Any] = {
        "specification": SHOP,
        "operation": "getOrder",
        "parameters": {"id": 7},
    }
    config |= change

    [problem] = check_config(openapi, config, [])

    assert words in problem.message


@pytest.mark.parametrize("reference", ["file:///etc/passwd", "https://evil.example/x", "#/nowhere"])
def test_references_out_of_the_document_are_refused(reference: str) -> None:
    document: dict[str, Any] = {"paths": {"/a": {"get": {"parameters": [{"$ref": reference}]}}}}

    [problem] = check_config(openapi, {"specification": document, "operation": "GET /a"}, [])

    assert reference in problem.message


DESK = cut(
    {
        "servers": [{"url": "https://shop.example"}],
        "paths": {
            "/tickets": {
                "post": {
                    "parameters": [
                        {"name": "tag", "in": "query", "schema": {"type": "array"}},
                        {"name": "ids", "in": "query", "style": "pipeDelimited", "schema": {}},
                        {"name": "filter", "in": "query", "style": "deepObject", "schema": {}},
                    ],
                    "requestBody": {
                        "required": True,
                        "content": {
                            "application/x-www-form-urlencoded": {
                                "schema": {"required": ["lines"], "properties": {"note": {"type": "string", "nullable": True}}}
                            }
                        },
                    },
                }
            }
        },
    },
    "POST /tickets",
).model_dump()  # fmt: skip


async def test_an_imported_operation_is_sent_as_it_says() -> None:
    stub = says(body={})
    parameters = {"tag": ["a", "b"], "ids": [1, 2], "filter": {"open": True}}
    body = {"lines": [{"sku": "x"}], "note": None}

    await run(openapi, {**DESK, "parameters": parameters, "body": body}, stub.context(bearer("t")))

    assert list(stub.request.url.params.multi_items()) == [
        ("tag", "a"), ("tag", "b"), ("ids", "1|2"), ("filter[open]", "true"),
    ]  # fmt: skip
    assert stub.request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qsl(stub.request.content.decode()) == [("lines[0][sku]", "x")]


def test_publishing_says_that_a_body_is_missing() -> None:
    [problem] = check_config(openapi, DESK, [])

    assert "POST /tickets needs a body" in problem.message
