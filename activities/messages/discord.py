"""`discord.send`: posts to a channel of Discord."""

from pydantic import ConfigDict, Field, JsonValue

from activities.messages.chat import Sent, Text, chat_credential, post_to_webhook, text_of
from noria.context import NodeContext
from noria.credentials import CredentialName
from noria.model import Model
from noria.node_type import node, ui


class DiscordSendConfig(Model):
    """What to post, and where."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"credential": "discord", "text": "A new order"}]}
    )

    credential: CredentialName = chat_credential("webhook_url", "The channel's webhook.")
    text: Text = Field(max_length=2_000)
    username: str = Field(
        default="", title="Shown as", description="Empty: the webhook's own name."
    )
    embeds: list[JsonValue] = Field(
        default=[],
        title="Embeds",
        description="Cards, as Discord describes them.",
        max_length=10,
        json_schema_extra=ui(widget="json", advanced=True),
    )


@node("discord.send", title="Send to Discord", category="Messages", icon="message-circle")
async def discord_send(config: DiscordSendConfig, context: NodeContext) -> Sent:
    """Post a message to a channel of Discord through its webhook; nobody is pinged by it.

    Discord takes no idempotency key: a repeat after a lost answer posts twice.
    """
    credential = await context.credential(config.credential, "webhook_url")
    message: dict[str, JsonValue] = {
        "content": config.text,
        "allowed_mentions": {"parse": []},
        "embeds": config.embeds,
    }
    if config.username:
        message["username"] = config.username
    answer = await post_to_webhook(credential, message, context, wait="true")
    return Sent(id=text_of(answer.body, "id"), answer=answer.body)
