"""`notion`: pages and databases of Notion."""

from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, JsonValue

from activities.services.service import KIND, Operation, Service, ServiceOutput, Shape, ask
from noria.context import NodeContext
from noria.credentials import CredentialName
from noria.effects import Unless
from noria.model import Model
from noria.node_type import node, ui

NOTION = Service("Notion", "https://api.notion.com/v1", {"Notion-Version": "2022-06-28"})
_JSON = ui(widget="json")
_PAGE: Shape = {
    "id": str, "url": str, "created_time": str, "last_edited_time": str,
    "archived": bool, "parent": {"type": str, "database_id": str}, "properties": dict,
}  # fmt: skip


class QueryDatabase(Operation):
    """Say which pages of a database fit a filter."""

    METHOD: ClassVar[str] = "POST"
    PATH: ClassVar[str] = "/databases/{database}/query"
    ANSWER: ClassVar[Shape | None] = {"results": [_PAGE], "has_more": bool, "next_cursor": str}
    operation: Literal["query_database"] = Field(default="query_database", json_schema_extra=KIND)
    database: str = Field(title="Database", description="Its id.", min_length=1)
    filter: dict[str, JsonValue] | None = Field(
        default=None, title="Filter", description="As Notion describes it.", json_schema_extra=_JSON
    )
    sorts: list[JsonValue] | None = Field(default=None, title="Order", json_schema_extra=_JSON)
    page_size: int = Field(default=100, title="At most", ge=1, le=100)
    start_cursor: str | None = Field(
        default=None, title="From", description="`next_cursor` of an earlier answer."
    )


class CreatePage(Operation):
    """Put a page into a database."""

    METHOD: ClassVar[str] = "POST"
    PATH: ClassVar[str] = "/pages"
    ANSWER: ClassVar[Shape | None] = _PAGE
    operation: Literal["create_page"] = Field(json_schema_extra=KIND)
    database: str = Field(title="Database", description="Its id.", min_length=1)
    properties: dict[str, JsonValue] = Field(
        title="Properties", description="As Notion describes them.", json_schema_extra=_JSON
    )
    children: list[JsonValue] | None = Field(
        default=None, title="Content", description="Blocks.", json_schema_extra=_JSON
    )

    def body(self, values: dict[str, JsonValue]) -> JsonValue:
        parent: JsonValue = {"database_id": values.pop("database")}
        return {**values, "parent": parent}


class UpdatePage(Operation):
    """Change a page's properties, or archive it."""

    METHOD: ClassVar[str] = "PATCH"
    PATH: ClassVar[str] = "/pages/{page}"
    ANSWER: ClassVar[Shape | None] = _PAGE
    operation: Literal["update_page"] = Field(json_schema_extra=KIND)
    page: str = Field(title="Page", description="Its id.", min_length=1)
    properties: dict[str, JsonValue] | None = Field(
        default=None, title="Properties", json_schema_extra=_JSON
    )
    archived: bool | None = Field(default=None, title="Archived")


class GetPage(Operation):
    """Take one page."""

    PATH: ClassVar[str] = "/pages/{page}"
    ANSWER: ClassVar[Shape | None] = _PAGE
    operation: Literal["get_page"] = Field(json_schema_extra=KIND)
    page: str = Field(title="Page", description="Its id.", min_length=1)


class NotionConfig(Model):
    """What to do, and who does it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"credential": "notion", "action": {"operation": "get_page", "page": "59833787"}}
            ]
        }
    )

    credential: CredentialName = Field(
        title="Credential",
        description="The token of an integration.",
        json_schema_extra=ui(widget="credential", credential_type="bearer", expression="never"),
    )
    action: Annotated[
        QueryDatabase | CreatePage | UpdatePage | GetPage, Field(discriminator="operation")
    ] = Field(title="Operation", description="What to do.")


@node(
    "notion",
    title="Notion",
    category="Services",
    icon="book-open",
    changes=Unless("action/operation", ("query_database", "get_page"), by_default=True),
)
async def notion(config: NotionConfig, context: NodeContext) -> ServiceOutput:
    """Work with pages and databases of Notion.

    Notion takes no idempotency key: a repeat after a lost answer makes a second page; changes and reads may be
    repeated.
    """
    credential = await context.credential(config.credential, "bearer")
    return await ask(NOTION, config.action, credential, context)
