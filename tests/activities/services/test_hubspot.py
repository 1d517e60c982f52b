from typing import Any

from activities.services.hubspot import hubspot
from tests.activities.credentials import bearer
from tests.activities.messages.stub import Stub, says
from tests.activities.nodes import run


async def do(stub: Stub, **action: Any) -> Any:
    context = stub.context(bearer("pat-1", "key", "api.hubapi.com"))
    return await run(hubspot, {"credential": "key", "action": action}, context)


async def test_contacts_are_made_changed_taken_and_found() -> None:
    made, changed, taken, found = says(201, {}), says(body={}), says(body={}), says(body={})

    await do(made, operation="create", object="contacts", properties={"email": "a@b.example"})
    await do(changed, operation="update", object="deals", id="7", properties={"amount": 1, "a": None, "b": True, "c": ["x", "y"]})  # fmt: skip
    await do(taken, operation="get", object="contacts", id="7", properties=["email", "phone"])
    await do(found, operation="search", object="contacts", value="a@b.example")

    assert made.request.url.path == "/crm/v3/objects/contacts"
    assert made.json == {"properties": {"email": "a@b.example"}}
    assert changed.request.url.path == "/crm/v3/objects/deals/7"
    assert changed.json == {"properties": {"amount": "1", "a": "", "b": "true", "c": "x;y"}}
    assert taken.request.url.params["properties"] == "email,phone"
    assert found.json["filterGroups"] == [
        {"filters": [{"propertyName": "email", "operator": "EQ", "value": "a@b.example"}]}
    ]
