"""`jira`: issues of Jira."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, JsonValue

from activities.services.service import KIND, Operation, Service, ServiceOutput, Shape, ask
from noria.context import NodeContext
from noria.credentials import CredentialName
from noria.effects import Unless
from noria.model import Model
from noria.node_type import node, ui

TYPES = ("basic", "bearer", "oauth2_code")
_ISSUE: Any = Field(title="Issue", description="Its key, as `SHOP-12`.", min_length=1)
_TEXT: Any = ui(widget="textarea", multiline=True)
_PERSON: Shape = {"accountId": str, "displayName": str, "emailAddress": str}
_NAMED: Shape = {"id": str, "name": str}
_ANSWERED: Shape = {
    "id": str, "key": str, "self": str,
    "fields": {
        "summary": str, "description": str, "status": _NAMED, "issuetype": _NAMED,
        "project": {"id": str, "key": str, "name": str}, "priority": _NAMED, "labels": [str],
        "assignee": _PERSON, "reporter": _PERSON, "created": str, "updated": str,
    },
}  # fmt: skip
_MORE: Any = Field(
    default=None,
    title="Other fields",
    description="By Jira's names, as `{ priority: { name: 'High' } }`.",
    json_schema_extra=ui(widget="json"),
)


class CreateIssue(Operation):
    """Open an issue."""

    METHOD: ClassVar[str] = "POST"
    PATH: ClassVar[str] = "/issue"
    ANSWER: ClassVar[Shape | None] = {"id": str, "key": str, "self": str}
    operation: Literal["create_issue"] = Field(default="create_issue", json_schema_extra=KIND)
    project: str = Field(title="Project", description="Its key, as `SHOP`.", min_length=1)
    issue_type: str = Field(default="Task", title="Type", min_length=1)
    summary: str = Field(title="Summary", min_length=1, max_length=255)
    description: str | None = Field(default=None, title="Description", json_schema_extra=_TEXT)
    fields: dict[str, JsonValue] | None = _MORE

    def body(self, values: dict[str, Any]) -> JsonValue:
        more = values.pop("fields", {})
        named = {
            "project": {"key": values.pop("project")},
            "issuetype": {"name": values.pop("issue_type")},
        }
        return {"fields": {**values, **named, **more}}


class GetIssue(Operation):
    """Take one issue."""

    PATH: ClassVar[str] = "/issue/{issue}"
    ANSWER: ClassVar[Shape | None] = _ANSWERED
    operation: Literal["get_issue"] = Field(json_schema_extra=KIND)
    issue: str = _ISSUE


class UpdateIssue(Operation):
    """Change fields of an issue."""

    METHOD: ClassVar[str] = "PUT"
    PATH: ClassVar[str] = "/issue/{issue}"
    ANSWER: ClassVar[Shape | None] = None
    operation: Literal["update_issue"] = Field(json_schema_extra=KIND)
    issue: str = _ISSUE
    fields: dict[str, JsonValue] = Field(
        title="Fields", description="By Jira's names.", json_schema_extra=ui(widget="json")
    )


class AddComment(Operation):
    """Write a comment under an issue."""

    METHOD: ClassVar[str] = "POST"
    PATH: ClassVar[str] = "/issue/{issue}/comment"
    ANSWER: ClassVar[Shape | None] = {
        "id": str,
        "body": str,
        "author": _PERSON,
        "created": str,
        "updated": str,
    }
    operation: Literal["add_comment"] = Field(json_schema_extra=KIND)
    issue: str = _ISSUE
    text: str = Field(alias="body", title="Text", min_length=1, json_schema_extra=_TEXT)


class Transition(Operation):
    """Move an issue on, as from To Do to Done."""

    METHOD: ClassVar[str] = "POST"
    PATH: ClassVar[str] = "/issue/{issue}/transitions"
    ANSWER: ClassVar[Shape | None] = None
    operation: Literal["transition"] = Field(json_schema_extra=KIND)
    issue: str = _ISSUE
    transition: str = Field(title="Transition", description="Its id.", min_length=1)

    def body(self, values: dict[str, Any]) -> JsonValue:
        return {"transition": {"id": values["transition"]}}


class Search(Operation):
    """Find issues with JQL."""

    METHOD: ClassVar[str] = "GET"
    PATH: ClassVar[str] = "/search/jql"
    ANSWER: ClassVar[Shape | None] = {"issues": [_ANSWERED], "nextPageToken": str, "isLast": bool}
    operation: Literal["search"] = Field(json_schema_extra=KIND)
    jql: str = Field(
        title="JQL", description="As `project = SHOP and status = Open`.", min_length=1
    )
    fields: list[str] = Field(default=["*navigable"], title="Fields to give")
    limit: int = Field(default=50, alias="maxResults", title="At most", ge=1, le=100)
    page: str | None = Field(
        default=None,
        alias="nextPageToken",
        title="From",
        description="`nextPageToken` of an earlier answer.",
    )


class JiraConfig(Model):
    """Where, what to do, and who does it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "site": "https://example.atlassian.net",
                    "credential": "jira",
                    "action": {
                        "operation": "create_issue",
                        "project": "SHOP",
                        "summary": "Order {{ trigger.id }} is late",
                    },
                }
            ]
        }
    )

    site: str = Field(
        title="Site",
        description="As `https://example.atlassian.net`.",
        pattern=r"^https://[^\s/?#@]+(/[^\s?#]*)?$",
        json_schema_extra=ui(expression="never"),
    )
    credential: CredentialName = Field(
        title="Credential",
        description="E-mail and API token (basic), or OAuth 2.",
        json_schema_extra=ui(widget="credential", credential_type="|".join(TYPES)),
    )
    action: Annotated[
        CreateIssue | GetIssue | UpdateIssue | AddComment | Transition | Search,
        Field(discriminator="operation"),
    ] = Field(title="Operation", description="What to do.")


@node(
    "jira",
    title="Jira",
    category="Services",
    icon="list",
    changes=Unless("action/operation", ("get_issue", "search")),
)
async def jira(config: JiraConfig, context: NodeContext) -> ServiceOutput:
    """Work with issues of Jira Cloud.

    Jira takes no idempotency key: a repeat after a lost answer opens a
    second issue or writes a second comment; changes and reads may be repeated.
    """
    credential = await context.credential(config.credential, *TYPES)
    service = Service("Jira", f"{config.site.rstrip('/')}/rest/api/2")
    return await ask(service, config.action, credential, context)
