"""`github`: issues, comments and files of GitHub."""

from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, JsonValue

from activities.services.service import KIND, Operation, Service, ServiceOutput, Shape, ask
from noria.context import NodeContext
from noria.credentials import CredentialName
from noria.effects import Unless
from noria.model import Model
from noria.node_type import node, ui

GITHUB = Service(
    "GitHub",
    "https://api.github.com",
    {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"},
)
_NAME = r"^[\w.-]{1,100}$"
_USER: Shape = {"login": str, "id": int, "html_url": str}
_ISSUE: Shape = {
    "number": int, "id": int, "title": str, "body": str, "state": str, "state_reason": str,
    "html_url": str, "user": _USER, "assignees": [_USER], "labels": [{"name": str, "color": str}],
    "comments": int, "created_at": str, "updated_at": str, "closed_at": str,
}  # fmt: skip
_COMMENT: Shape = {
    "id": int, "body": str, "html_url": str, "user": _USER, "created_at": str, "updated_at": str,
}  # fmt: skip


class _Repository(Operation):
    owner: str = Field(title="Owner", description="Person or organisation.", pattern=_NAME)
    repo: str = Field(title="Repository", pattern=_NAME)


class ListIssues(_Repository):
    """Say which issues there are, the newest first."""

    PATH: ClassVar[str] = "/repos/{owner}/{repo}/issues"
    ANSWER: ClassVar[Shape | None] = [_ISSUE]
    operation: Literal["list_issues"] = Field(default="list_issues", json_schema_extra=KIND)
    state: Literal["open", "closed", "all"] = Field(default="open", title="State")
    labels: str | None = Field(default=None, title="Labels", description="With commas between.")
    per_page: int = Field(default=30, title="At most", ge=1, le=100)
    page: int = Field(default=1, title="Page", ge=1)


class GetIssue(_Repository):
    """Take one issue."""

    PATH: ClassVar[str] = "/repos/{owner}/{repo}/issues/{number}"
    ANSWER: ClassVar[Shape | None] = _ISSUE
    operation: Literal["get_issue"] = Field(json_schema_extra=KIND)
    number: int = Field(title="Number", ge=1)


class CreateIssue(_Repository):
    """Open an issue."""

    METHOD: ClassVar[str] = "POST"
    PATH: ClassVar[str] = "/repos/{owner}/{repo}/issues"
    ANSWER: ClassVar[Shape | None] = _ISSUE
    operation: Literal["create_issue"] = Field(json_schema_extra=KIND)
    title: str = Field(title="Title", min_length=1)
    text: str | None = Field(
        default=None,
        alias="body",
        title="Text",
        description="In Markdown.",
        json_schema_extra=ui(widget="textarea", multiline=True),
    )
    labels: list[str] | None = Field(default=None, title="Labels")
    assignees: list[str] | None = Field(default=None, title="Assigned to")


class UpdateIssue(_Repository):
    """Change an issue, or close it."""

    METHOD: ClassVar[str] = "PATCH"
    PATH: ClassVar[str] = "/repos/{owner}/{repo}/issues/{number}"
    ANSWER: ClassVar[Shape | None] = _ISSUE
    operation: Literal["update_issue"] = Field(json_schema_extra=KIND)
    number: int = Field(title="Number", ge=1)
    title: str | None = Field(default=None, title="Title")
    state: Literal["open", "closed"] | None = Field(default=None, title="State")


class AddComment(_Repository):
    """Comment on an issue or a pull request."""

    METHOD: ClassVar[str] = "POST"
    PATH: ClassVar[str] = "/repos/{owner}/{repo}/issues/{number}/comments"
    ANSWER: ClassVar[Shape | None] = _COMMENT
    operation: Literal["add_comment"] = Field(json_schema_extra=KIND)
    number: int = Field(title="Number", ge=1)
    text: str = Field(
        alias="body", title="Text", json_schema_extra=ui(widget="textarea", multiline=True)
    )


class DispatchWorkflow(_Repository):
    """Start a workflow of GitHub Actions."""

    METHOD: ClassVar[str] = "POST"
    PATH: ClassVar[str] = "/repos/{owner}/{repo}/actions/workflows/{workflow}/dispatches"
    ANSWER: ClassVar[Shape | None] = None
    operation: Literal["dispatch_workflow"] = Field(json_schema_extra=KIND)
    workflow: str = Field(title="Workflow", description="Its file, as `build.yml`.")
    ref: str = Field(default="main", title="Branch or tag")
    inputs_: dict[str, JsonValue] | None = Field(default=None, alias="inputs", title="Inputs")


class GithubConfig(Model):
    """What to do, and who does it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "credential": "github",
                    "action": {"operation": "get_issue", "owner": "o", "repo": "r", "number": 1},
                }
            ]
        }
    )

    credential: CredentialName = Field(
        title="Credential",
        description="A token of GitHub.",
        json_schema_extra=ui(widget="credential", credential_type="bearer", expression="never"),
    )
    action: Annotated[
        ListIssues | GetIssue | CreateIssue | UpdateIssue | AddComment | DispatchWorkflow,
        Field(discriminator="operation"),
    ] = Field(title="Operation", description="What to do.")


@node(
    "github",
    title="GitHub",
    category="Services",
    icon="git-branch",
    changes=Unless("action/operation", ("list_issues", "get_issue"), by_default=True),
)
async def github(config: GithubConfig, context: NodeContext) -> ServiceOutput:
    """Work with issues, comments and workflows of GitHub.

    GitHub takes no idempotency key: a repeat after a lost answer opens or comments twice; changes and reads
    may be repeated.
    """
    credential = await context.credential(config.credential, "bearer")
    return await ask(GITHUB, config.action, credential, context)
