"""`hubspot`: contacts, companies and deals of HubSpot."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, JsonValue

from activities.services.service import KIND, Operation, Service, ServiceOutput, Shape, ask
from noria.context import NodeContext
from noria.credentials import CredentialName
from noria.effects import Unless
from noria.model import Model
from noria.node_type import node, ui

HUBSPOT = Service("HubSpot", "https://api.hubapi.com/crm/v3")
_OBJECT: Any = Field(
    default="contacts", alias="object", title="What", json_schema_extra=ui(widget="select")
)
_PROPERTIES = Field(
    title="Properties", description="By HubSpot's names.", json_schema_extra=ui(widget="key_value")
)
_ID = Field(title="Id", description="Or a value of the property below.", min_length=1)
_ID_PROPERTY: Any = Field(
    default=None,
    alias="idProperty",
    title="Property of the id",
    description="One whose values are unique, as `email`. Empty: HubSpot's own id.",
)
Kind = Literal["contacts", "companies", "deals", "tickets"]
_ANSWERED: Shape = {
    "id": str, "properties": dict, "createdAt": str, "updatedAt": str, "archived": bool,
}  # fmt: skip


def _texts(values: dict[str, Any]) -> JsonValue:
    """HubSpot takes every property as a text: an empty one clears it, semicolons part choices."""
    properties: JsonValue = {name: _text(value) for name, value in values["properties"].items()}
    return {**values, "properties": properties}


def _text(value: JsonValue) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(map(_text, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


class Create(Operation):
    """Make a contact, company, deal or ticket."""

    METHOD: ClassVar[str] = "POST"
    PATH: ClassVar[str] = "/objects/{object}"
    ANSWER: ClassVar[Shape | None] = _ANSWERED
    operation: Literal["create"] = Field(default="create", json_schema_extra=KIND)
    kind: Kind = _OBJECT
    properties: dict[str, JsonValue] = _PROPERTIES

    def body(self, values: dict[str, Any]) -> JsonValue:
        return _texts(values)


class Update(Operation):
    """Change one, by its id or by a property that is unique."""

    METHOD: ClassVar[str] = "PATCH"
    QUERY: ClassVar[tuple[str, ...]] = ("idProperty",)
    PATH: ClassVar[str] = "/objects/{object}/{id}"
    ANSWER: ClassVar[Shape | None] = _ANSWERED
    operation: Literal["update"] = Field(json_schema_extra=KIND)
    kind: Kind = _OBJECT
    id: str = _ID
    id_property: str | None = _ID_PROPERTY
    properties: dict[str, JsonValue] = _PROPERTIES

    def body(self, values: dict[str, Any]) -> JsonValue:
        return _texts(values)


class Get(Operation):
    """Take one."""

    PATH: ClassVar[str] = "/objects/{object}/{id}"
    ANSWER: ClassVar[Shape | None] = _ANSWERED
    operation: Literal["get"] = Field(json_schema_extra=KIND)
    kind: Kind = _OBJECT
    id: str = _ID
    id_property: str | None = _ID_PROPERTY
    properties: list[str] | None = Field(default=None, title="Properties")


class Search(Operation):
    """Find those whose property has a value."""

    METHOD: ClassVar[str] = "POST"
    PATH: ClassVar[str] = "/objects/{object}/search"
    ANSWER: ClassVar[Shape | None] = {
        "total": int,
        "results": [_ANSWERED],
        "paging": {"next": {"after": str}},
    }
    operation: Literal["search"] = Field(json_schema_extra=KIND)
    kind: Kind = _OBJECT
    property: str = Field(default="email", title="Property")
    value: str = Field(title="Value")
    properties: list[str] | None = Field(default=None, title="Properties to give")
    limit: int = Field(default=10, title="At most", ge=1, le=200)
    after: str | None = Field(
        default=None, title="After", description="`paging.next.after` of an earlier answer."
    )

    def body(self, values: dict[str, Any]) -> JsonValue:
        wanted = {
            "propertyName": values.pop("property"), "operator": "EQ", "value": values.pop("value"),
        }  # fmt: skip
        return {**values, "filterGroups": [{"filters": [wanted]}]}


class HubspotConfig(Model):
    """What to do, and who does it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "credential": "hubspot",
                    "action": {"operation": "search", "object": "contacts", "value": "a@b.example"},
                }
            ]
        }
    )

    credential: CredentialName = Field(
        title="Credential",
        description="The token of a private app.",
        json_schema_extra=ui(widget="credential", credential_type="bearer", expression="never"),
    )
    action: Annotated[Create | Update | Get | Search, Field(discriminator="operation")] = Field(
        title="Operation", description="What to do."
    )


@node(
    "hubspot",
    title="HubSpot",
    category="Services",
    icon="users",
    changes=Unless("action/operation", ("get", "search")),
)
async def hubspot(config: HubspotConfig, context: NodeContext) -> ServiceOutput:
    """Work with contacts, companies, deals and tickets of HubSpot.

    HubSpot takes no idempotency key: a repeat after a lost answer makes a second deal or ticket, while a
    contact with the same e-mail is refused; changes and reads may be repeated.
    """
    credential = await context.credential(config.credential, "bearer")
    return await ask(HUBSPOT, config.action, credential, context)
