from typing import Any

from activities.services.google_sheets import google_sheets
from tests.activities.credentials import bearer
from tests.activities.messages.stub import Stub, says
from tests.activities.nodes import run


async def do(stub: Stub, **action: Any) -> Any:
    context = stub.context(bearer("ya29", "key", "sheets.googleapis.com"))
    whole = {"spreadsheet": "s1", "cells": "Open orders!A1:B", **action}
    return await run(google_sheets, {"credential": "key", "action": whole}, context)


async def test_cells_are_read_appended_written_and_cleared() -> None:
    read, appended, written, cleared = (says(body={"values": [[1]]}) for _ in range(4))

    output = await do(read, operation="read_range")
    await do(appended, operation="append_rows", values=[["a", 1]])
    await do(written, operation="update_range", values=[["b", None]])
    await do(cleared, operation="clear_range")

    place = "/v4/spreadsheets/s1/values/Open orders!A1:B"
    assert output == {"data": {"values": [[1]]}, "status": 200}
    assert read.request.url.path == place
    assert dict(read.request.url.params) == {"valueRenderOption": "UNFORMATTED_VALUE"}
    assert (appended.request.method, appended.request.url.path) == ("POST", f"{place}:append")
    assert dict(appended.request.url.params) == {
        "valueInputOption": "USER_ENTERED",
        "insertDataOption": "INSERT_ROWS",
    }
    assert appended.json == {"values": [["a", 1]]}
    assert (written.request.method, written.json) == ("PUT", {"values": [["b", None]]})
    assert cleared.request.url.path == f"{place}:clear"


async def test_the_address_is_made_of_the_fields_alone() -> None:
    stub = says(body={})

    await do(stub, operation="read_range", spreadsheet="../secrets?x=", cells="A#1")

    assert stub.request.url.raw_path.startswith(
        b"/v4/spreadsheets/..%2Fsecrets%3Fx%3D/values/A%231?"
    )
