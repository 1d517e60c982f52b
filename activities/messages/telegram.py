"""`telegram.send`: writes to a chat of Telegram."""

from typing import Literal

from pydantic import ConfigDict, Field, JsonValue

from activities.calls import Call, send
from activities.messages.chat import Sent, Text, chat_credential, text_of
from noria.context import NodeContext
from noria.credential_types.bearer import BearerFields
from noria.credentials import CredentialName
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui

HOST = "api.telegram.org"


class TelegramSendConfig(Model):
    """What to write, and to whom."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"credential": "telegram", "chat": "@orders", "text": "A new order"}]
        }
    )

    credential: CredentialName = chat_credential("bearer", "The bot's token.")
    chat: str | int = Field(title="Chat", description="Its number, or `@name` of a channel.")
    text: Text = Field(max_length=4_096)
    format: Literal["plain", "HTML", "MarkdownV2"] = Field(
        default="plain", title="Format", json_schema_extra=ui(widget="select", expression="never")
    )


@node("telegram.send", title="Send to Telegram", category="Messages", icon="send", key_field="chat")
async def telegram_send(config: TelegramSendConfig, context: NodeContext) -> Sent:
    """Write to a chat or channel of Telegram as a bot.

    Telegram takes no idempotency key: a repeat after a lost answer writes twice.
    """
    credential = await context.credential(config.credential, "bearer")
    credential.check_host(HOST)
    token = credential.read(BearerFields).token.get_secret_value()
    if not token.replace(":", "").replace("_", "").replace("-", "").isalnum():
        raise NodeFailed(f"The credential {config.credential!r} holds no token of a Telegram bot.")
    message: dict[str, JsonValue] = {"chat_id": config.chat, "text": config.text}
    if config.format != "plain":
        message["parse_mode"] = config.format
    url = f"https://{HOST}/bot{token}/sendMessage"
    answer = await send(Call(method="POST", url=url, json=message), context)
    result = answer.body.get("result") if isinstance(answer.body, dict) else None
    return Sent(id=text_of(result, "message_id"), answer=result)
