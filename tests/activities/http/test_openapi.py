from typing import Any

import pytest

from activities.http.openapi import openapi
from noria.config import check_config
from noria.errors import NodeFailed
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
        ({"operation": "getOrders"}, "has no operation 'getOrders'; it has 'GET /orders/{id}'"),
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
