"""`google_sheets`: cells of Google Sheets."""

from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import urlencode

from pydantic import ConfigDict, Field, JsonValue

from activities.services.service import KIND, Operation, Service, ServiceOutput, Shape, ask
from noria.context import NodeContext
from noria.credentials import CredentialName
from noria.effects import Unless
from noria.model import Model
from noria.node_type import node, ui

SHEETS = Service("Google Sheets", "https://sheets.googleapis.com/v4/spreadsheets")
TYPES = ("oauth2_code", "oauth2_client", "bearer")
_HOW = {"valueInputOption": "USER_ENTERED"}
_UPDATED: Shape = {
    "spreadsheetId": str, "updatedRange": str, "updatedRows": int, "updatedColumns": int,
    "updatedCells": int,
}  # fmt: skip
_ROWS: Any = Field(
    title="Rows",
    description="A list of rows, each a list of cells: `{{ steps.rows.output }}`.",
    json_schema_extra=ui(widget="json"),
)


class _Range(Operation):
    spreadsheet: str = Field(
        title="Spreadsheet", description="Its id, as in its address.", min_length=1
    )
    cells: str = Field(
        title="Range", description="As `Orders!A1:D`, or a sheet's name.", min_length=1
    )


class ReadRange(_Range):
    """Take the values of a range, row by row."""

    PATH: ClassVar[str] = "/{spreadsheet}/values/{cells}"
    ANSWER: ClassVar[Shape | None] = {"range": str, "majorDimension": str, "values": [[object]]}
    operation: Literal["read_range"] = Field(default="read_range", json_schema_extra=KIND)
    render: Literal["FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"] = Field(
        default="UNFORMATTED_VALUE",
        alias="valueRenderOption",
        title="Values",
        description="As people see them, as they are, or as they are computed.",
    )


class AppendRows(_Range):
    """Put rows below the last one of a table."""

    METHOD: ClassVar[str] = "POST"
    PATH: ClassVar[str] = "/{spreadsheet}/values/{cells}:append?" + urlencode(
        {**_HOW, "insertDataOption": "INSERT_ROWS"}
    )
    ANSWER: ClassVar[Shape | None] = {"spreadsheetId": str, "tableRange": str, "updates": _UPDATED}
    operation: Literal["append_rows"] = Field(json_schema_extra=KIND)
    values: list[list[JsonValue]] = _ROWS


class UpdateRange(_Range):
    """Write rows over a range."""

    METHOD: ClassVar[str] = "PUT"
    PATH: ClassVar[str] = "/{spreadsheet}/values/{cells}?" + urlencode(_HOW)
    ANSWER: ClassVar[Shape | None] = _UPDATED
    operation: Literal["update_range"] = Field(json_schema_extra=KIND)
    values: list[list[JsonValue]] = _ROWS


class ClearRange(_Range):
    """Empty a range."""

    METHOD: ClassVar[str] = "POST"
    PATH: ClassVar[str] = "/{spreadsheet}/values/{cells}:clear"
    ANSWER: ClassVar[Shape | None] = {"spreadsheetId": str, "clearedRange": str}
    operation: Literal["clear_range"] = Field(json_schema_extra=KIND)


class GoogleSheetsConfig(Model):
    """What to do, and who does it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "credential": "google",
                    "action": {
                        "operation": "append_rows",
                        "spreadsheet": "1AbC",
                        "cells": "Orders!A:C",
                        "values": [["{{ trigger.id }}", "{{ trigger.total }}"]],
                    },
                }
            ]
        }
    )

    credential: CredentialName = Field(
        title="Credential",
        description="OAuth 2 with the scope `https://www.googleapis.com/auth/spreadsheets`.",
        json_schema_extra=ui(widget="credential", credential_type="|".join(TYPES)),
    )
    action: Annotated[
        ReadRange | AppendRows | UpdateRange | ClearRange, Field(discriminator="operation")
    ] = Field(title="Operation", description="What to do.")


@node(
    "google_sheets",
    title="Google Sheets",
    category="Services",
    icon="table",
    changes=Unless("action/operation", ("read_range",), by_default=True),
)
async def google_sheets(config: GoogleSheetsConfig, context: NodeContext) -> ServiceOutput:
    """Work with cells of Google Sheets.

    Google takes no idempotency key: a repeat of `append_rows` after a lost answer appends the rows twice.
    Where that must not be, write to a known range with `update_range`, which may be repeated, as
    reading and clearing may.
    """
    credential = await context.credential(config.credential, *TYPES)
    return await ask(SHEETS, config.action, credential, context)
