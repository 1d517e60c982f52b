from typing import Any

import pytest

from activities.services.airtable import airtable
from noria.errors import NodeFailed
from tests.activities.credentials import bearer
from tests.activities.messages.stub import Stub, says
from tests.activities.nodes import run


async def do(stub: Stub, **action: Any) -> Any:
    context = stub.context(bearer("pat1", "key", "api.airtable.com"))
    whole = {"base": "app1", "table": "Open orders", **action}
    return await run(airtable, {"credential": "key", "action": whole}, context)


async def test_records_are_found_taken_made_changed_and_deleted() -> None:
    found, taken, made, changed, gone = (says(body={"records": []}) for _ in range(5))

    await do(found, operation="list_records", filterByFormula="{Total} > 9", pageSize=5)
    await do(taken, operation="get_record", record="rec1")
    await do(made, operation="create_record", fields={"Total": 9}, typecast=True)
    await do(changed, operation="update_record", record="rec1", fields={"Total": 8})
    await do(gone, operation="delete_record", record="rec1")

    assert found.request.url.path == "/v0/app1/Open orders"
    assert dict(found.request.url.params) == {"filterByFormula": "{Total} > 9", "pageSize": "5"}
    assert found.request.headers["authorization"] == "Bearer pat1"
    assert taken.request.url.path == "/v0/app1/Open orders/rec1"
    assert (made.request.method, made.json) == ("POST", {"fields": {"Total": 9}, "typecast": True})
    assert (changed.request.method, changed.json) == ("PATCH", {"fields": {"Total": 8}})
    assert gone.request.method == "DELETE"


async def test_an_upsert_names_the_fields_that_make_records_the_same() -> None:
    stub = says(body={"records": []})

    await do(stub, operation="upsert_records", records=[{"Id": 1}], merge_on=["Id"])

    assert stub.json == {
        "performUpsert": {"fieldsToMergeOn": ["Id"]},
        "records": [{"fields": {"Id": 1}}],
    }


async def test_a_refused_token_is_said_to_be_one() -> None:
    with pytest.raises(NodeFailed, match="refused the credential"):
        await do(says(401, body={"error": {"type": "AUTHENTICATION_REQUIRED"}}), operation="get_record", record="r")  # fmt: skip
