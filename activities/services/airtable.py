"""`airtable`: records of Airtable."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, JsonValue

from activities.services.service import KIND, Operation, Service, ServiceOutput, Shape, ask
from activities.signing import TYPES
from noria.context import NodeContext
from noria.credentials import CredentialName
from noria.effects import Unless
from noria.model import Model
from noria.node_type import node, ui

AIRTABLE = Service("Airtable", "https://api.airtable.com/v0")
_FIELDS: Any = Field(
    title="Fields", description="By the table's names.", json_schema_extra=ui(widget="key_value")
)
_RECORD: Any = Field(title="Record", description="Its id, as `rec…`.", min_length=1)
_TYPECAST: Any = Field(
    default=None,
    title="Fit values",
    description="Let Airtable turn texts into what a field takes, and add options that are new.",
)
MAX_RECORDS = 10
"""Airtable takes no more in one request."""
_ANSWERED: Shape = {"id": str, "createdTime": str, "fields": dict}


class _Table(Operation):
    base: str = Field(title="Base", description="Its id, as `app…`.", min_length=1)
    table: str = Field(title="Table", description="Its name or id.", min_length=1)


class ListRecords(_Table):
    """Say which records there are, by a formula if you like."""

    PATH: ClassVar[str] = "/{base}/{table}"
    ANSWER: ClassVar[Shape | None] = {"records": [_ANSWERED], "offset": str}
    operation: Literal["list_records"] = Field(default="list_records", json_schema_extra=KIND)
    formula: str | None = Field(
        default=None,
        alias="filterByFormula",
        title="Formula",
        description="As `{Status} = 'Open'`; only records for which it is true.",
    )
    view: str | None = Field(default=None, title="View")
    page_size: int = Field(default=100, alias="pageSize", title="At most", ge=1, le=100)
    offset: str | None = Field(
        default=None, title="From", description="`offset` of an earlier answer."
    )


class GetRecord(_Table):
    """Take one record."""

    PATH: ClassVar[str] = "/{base}/{table}/{record}"
    ANSWER: ClassVar[Shape | None] = _ANSWERED
    operation: Literal["get_record"] = Field(json_schema_extra=KIND)
    record: str = _RECORD


class CreateRecord(_Table):
    """Put a record into a table."""

    METHOD: ClassVar[str] = "POST"
    PATH: ClassVar[str] = "/{base}/{table}"
    ANSWER: ClassVar[Shape | None] = _ANSWERED
    operation: Literal["create_record"] = Field(json_schema_extra=KIND)
    fields: dict[str, JsonValue] = _FIELDS
    typecast: bool | None = _TYPECAST


class UpdateRecord(_Table):
    """Change some fields of a record."""

    METHOD: ClassVar[str] = "PATCH"
    PATH: ClassVar[str] = "/{base}/{table}/{record}"
    ANSWER: ClassVar[Shape | None] = _ANSWERED
    operation: Literal["update_record"] = Field(json_schema_extra=KIND)
    record: str = _RECORD
    fields: dict[str, JsonValue] = _FIELDS
    typecast: bool | None = _TYPECAST


class UpsertRecords(_Table):
    """Change the records whose fields have the same values, and make those that are not there."""

    METHOD: ClassVar[str] = "PATCH"
    PATH: ClassVar[str] = "/{base}/{table}"
    ANSWER: ClassVar[Shape | None] = {
        "records": [_ANSWERED],
        "createdRecords": [str],
        "updatedRecords": [str],
    }
    operation: Literal["upsert_records"] = Field(json_schema_extra=KIND)
    records: list[dict[str, JsonValue]] = Field(
        title="Records",
        description="The fields of each, ten at most.",
        min_length=1,
        max_length=MAX_RECORDS,
        json_schema_extra=ui(widget="json"),
    )
    merge_on: list[str] = Field(
        title="Same by", description="Names of fields.", min_length=1, max_length=3
    )
    typecast: bool | None = _TYPECAST

    def body(self, values: dict[str, Any]) -> JsonValue:
        merging: JsonValue = {"fieldsToMergeOn": values.pop("merge_on")}
        records: JsonValue = [{"fields": fields} for fields in values.pop("records")]
        return {**values, "performUpsert": merging, "records": records}


class DeleteRecord(_Table):
    """Delete a record."""

    METHOD: ClassVar[str] = "DELETE"
    PATH: ClassVar[str] = "/{base}/{table}/{record}"
    ANSWER: ClassVar[Shape | None] = {"id": str, "deleted": bool}
    operation: Literal["delete_record"] = Field(json_schema_extra=KIND)
    record: str = _RECORD


class AirtableConfig(Model):
    """What to do, and who does it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "credential": "airtable",
                    "action": {
                        "operation": "create_record",
                        "base": "appExample",
                        "table": "Orders",
                        "fields": {"Total": "{{ trigger.total }}"},
                    },
                }
            ]
        }
    )

    credential: CredentialName = Field(
        title="Credential",
        description="A personal access token, or OAuth 2.",
        json_schema_extra=ui(widget="credential", credential_type="|".join(TYPES)),
    )
    action: Annotated[
        ListRecords | GetRecord | CreateRecord | UpdateRecord | UpsertRecords | DeleteRecord,
        Field(discriminator="operation"),
    ] = Field(title="Operation", description="What to do.")


@node(
    "airtable",
    title="Airtable",
    category="Services",
    icon="database",
    changes=Unless("action/operation", ("list_records", "get_record"), by_default=True),
)
async def airtable(config: AirtableConfig, context: NodeContext) -> ServiceOutput:
    """Work with records of Airtable.

    Airtable takes no idempotency key: a repeat after a lost answer makes a second record. Where that
    must not be, use `upsert_records`, which may be repeated, as changes and reads may.
    """
    credential = await context.credential(config.credential, *TYPES)
    return await ask(AIRTABLE, config.action, credential, context)
