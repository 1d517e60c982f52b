"""`http.graphql`: asks a GraphQL API."""

import re
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.calls import Call, send
from activities.signing import TYPES
from noria.context import NodeContext
from noria.credentials import CredentialName
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui


class GraphqlConfig(Model):
    """What to ask, and whom."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "url": "https://api.example.com/graphql",
                    "query": "query ($id: ID!) { order(id: $id) { total } }",
                    "variables": {"id": "1"},
                }
            ]
        }
    )

    url: str = Field(title="URL", description="Of the API.")
    query: str = Field(
        title="Query",
        description="A query or mutation. It takes no expressions: values are variables.",
        min_length=1,
        json_schema_extra=ui(widget="code", language="graphql", multiline=True, expression="never"),
    )
    variables: dict[str, JsonValue] = Field(
        default={},
        title="Variables",
        description="By name, without the $.",
        json_schema_extra=ui(widget="key_value"),
    )
    partial: bool = Field(
        default=False,
        title="Errors are fine",
        description="Gives what there is, and the errors beside it, instead of failing.",
        json_schema_extra=ui(expression="never"),
    )
    credential: CredentialName | None = Field(
        default=None,
        title="Credential",
        description="Sent to the hosts that it allows only.",
        json_schema_extra=ui(
            widget="credential", credential_type="|".join(TYPES), expression="never"
        ),
    )


class GraphqlOutput(BaseModel):
    """The answer."""

    data: JsonValue
    errors: list[JsonValue]


def _may_change(config: Mapping[str, JsonValue]) -> bool:
    """A query that an expression writes may be anything."""
    query = str(config.get("query", ""))
    return "{{" in query or re.search(r"\b(mutation|subscription)\b", query) is not None


@node(
    "http.graphql",
    title="GraphQL",
    category="Network",
    icon="network",
    key_field="url",
    changes=_may_change,
)
async def graphql(config: GraphqlConfig, context: NodeContext) -> GraphqlOutput:
    """Ask a GraphQL API, or change something by it.

    A repeat sends the same `Idempotency-Key`; a mutation is done twice where the API does not know the
    header.
    """
    credential = None
    if config.credential:
        credential = await context.credential(config.credential, *TYPES)
    body: JsonValue = {"query": config.query, "variables": config.variables}
    call = Call(method="POST", url=config.url, json=body, credential=credential, read_as="json")
    answer = (await send(call, context)).body
    if not isinstance(answer, dict) or not {"data", "errors"} & answer.keys():
        raise NodeFailed("The answer is none of GraphQL: it has neither data nor errors.")
    found = answer.get("errors")
    errors = found if isinstance(found, list) else list[JsonValue]()
    if errors and not config.partial:
        raise NodeFailed(f"The API refused it: {_first(errors)}", details=errors)
    return GraphqlOutput(data=answer.get("data"), errors=errors)


def _first(errors: list[JsonValue]) -> str:
    first = errors[0]
    message = first.get("message") if isinstance(first, dict) else first
    return str(message)[:500]
