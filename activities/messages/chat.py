"""What nodes that post to a chat share. Not a node type."""

from typing import Annotated, Any

import httpx2
from pydantic import BaseModel, Field, JsonValue

from activities.calls import Answer, Call, send
from noria.context import NodeContext
from noria.credential_types.webhook_url import WebhookUrlFields
from noria.credentials import Credential
from noria.errors import NodeFailed
from noria.node_type import ui

Text = Annotated[
    str,
    Field(
        title="Text",
        min_length=1,
        json_schema_extra=ui(
            widget="textarea", multiline=True, placeholder="Order {{ trigger.id }}"
        ),
    ),
]


class Sent(BaseModel):
    """How the chat answered."""

    id: str | None
    """Of the message, where the chat gives one."""
    answer: JsonValue


def chat_credential(types: str, description: str) -> Any:
    """The config field that names who posts."""
    return Field(
        title="Credential",
        description=description,
        json_schema_extra=ui(widget="credential", credential_type=types, expression="never"),
    )


async def post_to_webhook(
    credential: Credential, message: JsonValue, context: NodeContext, **query: str
) -> Answer:
    """Post to the address that the credential is.

    Raises:
        NodeFailed: It was refused, or is no address.
        NodeUnavailable: The chat did not answer, or asks to wait.
    """
    url = credential.read(WebhookUrlFields).url.get_secret_value()
    try:
        is_url = httpx2.URL(url).scheme in ("http", "https")
    except httpx2.InvalidURL:
        is_url = False
    if not is_url:
        raise NodeFailed(f"The credential {credential.name!r} holds no URL.")
    return await send(Call(method="POST", url=url, query=query, json=message), context)


def text_of(body: JsonValue, *path: str) -> str | None:
    """A text or number inside an answer."""
    for name in path:
        body = body.get(name) if isinstance(body, dict) else None
    return None if body is None or isinstance(body, dict | list) else str(body)
