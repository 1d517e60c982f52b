"""`push.send`: sends a notification to telephones and desktops, through ntfy."""

from typing import Literal

from pydantic import ConfigDict, Field, JsonValue

from activities.calls import Call, send
from activities.messages.chat import Sent, Text, text_of
from noria.context import NodeContext
from noria.credentials import CredentialName
from noria.model import Model
from noria.node_type import node, ui

_PRIORITIES = {"low": 2, "normal": 3, "high": 4, "urgent": 5}


class PushSendConfig(Model):
    """What to send, and to which topic."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"topic": "orders", "text": "A new order"}]}
    )

    server: str = Field(
        default="https://ntfy.sh", title="Server", description="One that speaks ntfy's protocol."
    )
    topic: str = Field(
        title="Topic",
        description="Who has subscribed to it sees it.",
        pattern=r"^[-_A-Za-z0-9]{1,64}$",
    )
    title: str = Field(default="", title="Title", description="Empty: the topic's name.")
    text: Text
    priority: Literal["low", "normal", "high", "urgent"] = Field(
        default="normal", title="Priority", json_schema_extra=ui(widget="select")
    )
    link: str = Field(default="", title="Link", description="Opened by a tap; empty: none.")
    credential: CredentialName | None = Field(
        default=None,
        title="Credential",
        description="Where the topic is not open to all.",
        json_schema_extra=ui(
            widget="credential", credential_type="bearer|basic", expression="never"
        ),
    )


@node("push.send", title="Send a push message", category="Messages", icon="bell", key_field="topic")
async def push_send(config: PushSendConfig, context: NodeContext) -> Sent:
    """Send a notification to everybody who has subscribed to a topic, on telephone or desktop.

    The server takes no idempotency key: a repeat after a lost answer notifies twice.
    """
    credential = None
    if config.credential:
        credential = await context.credential(config.credential, "bearer", "basic")
    message: dict[str, JsonValue] = {
        "topic": config.topic,
        "message": config.text,
        "priority": _PRIORITIES[config.priority],
    }
    message |= {"title": config.title} if config.title else {}
    message |= {"click": config.link} if config.link else {}
    answer = await send(
        Call(method="POST", url=config.server, json=message, credential=credential), context
    )
    return Sent(id=text_of(answer.body, "id"), answer=answer.body)
