"""Every operation that a service node offers, against what the service's public description says."""

from typing import Any, get_args

import httpx2
import pytest

from activities.services.service import Operation, schema_of_shape
from noria.catalog import load_catalog
from noria.config_schema import schema_of
from tests.activities.credentials import basic, bearer
from tests.activities.fakes import FakeContext
from tests.activities.nodes import run
from tests.activities.services.contracts.calls import CALLS
from tests.activities.services.contracts.served import Served

SITE = {"jira": {"site": "https://shop.atlassian.net"}}
EACH = [(name, operation) for name, calls in CALLS.items() for operation in calls]


def operations(name: str) -> dict[str, type[Operation]]:
    """Of a service, from the form of its node type."""
    union = load_catalog().get(name, 1).config.model_fields["action"].annotation
    return {
        get_args(each.model_fields["operation"].annotation)[0]: each for each in get_args(union)
    }


async def call(name: str, action: dict[str, Any], served: Served) -> Any:
    key = basic("ada@shop.example", "token") if name == "jira" else bearer("token")
    context = FakeContext(served.client(), credentials=key)
    config = {**SITE.get(name, {}), "credential": "key", "action": action}
    return await run(load_catalog().get(name, 1), config, context)


@pytest.mark.parametrize(("name", "operation"), EACH)
async def test_the_services_description_allows_every_operation(name: str, operation: str) -> None:
    served = Served.of(name)
    least, more = CALLS[name][operation]
    takes = operations(name)[operation].model_fields

    short = await call(name, {"operation": operation, **least}, served)
    full = await call(name, {"operation": operation, **least, **more}, served)

    assert short["status"] in range(200, 300)
    assert full["status"] in range(200, 300)
    assert served.asked[0] == served.asked[1]
    good = served.contract["operations"][served.asked[0]]["responses"]
    has_no_body = operations(name)[operation].ANSWER is None
    assert "204" in good if has_no_body else {"200", "201"} & {*good}
    given = {"operation", *least, *more}
    assert [field for field, of in takes.items() if (of.alias or field) not in given] == []


def test_an_operation_says_which_fields_its_answer_has() -> None:
    forms = schema_of(load_catalog().get("stripe", 1).config)["$defs"]

    assert forms["ListCustomers"]["x-output"]["data"]["properties"]["has_more"] == {
        "type": "boolean"
    }
    assert schema_of_shape({"id": str, "rows": [[object]], "more": {"at": int}}) == {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "rows": {"type": "array", "items": {"type": "array", "items": {}}},
            "more": {"type": "object", "properties": {"at": {"type": "integer"}}},
        },
    }


@pytest.mark.parametrize("name", CALLS)
def test_no_operation_is_left_out(name: str) -> None:
    assert CALLS[name].keys() == operations(name).keys()


def test_no_ready_service_is_left_out() -> None:
    services = {each.name for each in load_catalog() if each.category == "Services"}

    assert services == CALLS.keys()


GOOD = httpx2.Request(
    "POST",
    "https://api.hubapi.com/crm/v3/objects/deals",
    headers={"Authorization": "Bearer t"},
    json={"properties": {"amount": "1"}},
)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"url": "https://api.hubapi.com/crm/v3/deals"}, "There is no POST"),
        ({"url": "https://api.example/crm/v3/objects/deals"}, "another server"),
        ({"method": "PUT"}, "There is no PUT"),
        ({"headers": {}}, "signed as"),
        ({"headers": {"Authorization": "Basic dDo="}}, "signed as"),
        ({"url": f"{GOOD.url}?limit=1"}, "No parameter 'limit'"),
        ({"json": {"properties": {"amount": 1}}}, "not of type"),
        ({"json": {}}, "required"),
        ({"json": {"properties": {}, "colour": "red"}}, "colour"),
        ({"json": None}, "no body"),
    ],
)
def test_the_stand_in_refuses_what_the_description_does_not_allow(
    changed: dict[str, Any], says: str
) -> None:
    asked: dict[str, Any] = {
        "method": "POST",
        "url": str(GOOD.url),
        "headers": {"Authorization": "Bearer t"},
        "json": {"properties": {"amount": "1"}},
        **changed,
    }
    served = Served.of("hubspot")

    assert served.answer(GOOD).status_code == 201
    refused = served.answer(httpx2.Request(**asked))
    assert refused.status_code == 400
    assert says in refused.text
