"""`slack.send`: posts to Slack."""

from pydantic import ConfigDict, Field, JsonValue

from activities.calls import Call, send
from activities.messages.chat import Sent, Text, chat_credential, post_to_webhook, text_of
from noria.context import NodeContext
from noria.credentials import CredentialName
from noria.errors import NodeFailed, NodeUnavailable
from noria.model import Model
from noria.node_type import node, ui

_LATER = frozenset(("ratelimited", "internal_error", "fatal_error", "service_unavailable"))
_NOT_LET_IN = frozenset(("invalid_auth", "not_authed", "token_revoked", "token_expired"))


class SlackSendConfig(Model):
    """What to post, and where."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"credential": "slack", "channel": "#orders", "text": "A new order"}]
        }
    )

    credential: CredentialName = chat_credential(
        "bearer|webhook_url", "A bot's token (xoxb-…), or an incoming webhook's URL."
    )
    channel: str = Field(
        default="",
        title="Channel",
        description="Name or id; a webhook has its own.",
        json_schema_extra=ui(placeholder="#orders"),
    )
    text: Text
    blocks: list[JsonValue] = Field(
        default=[],
        title="Blocks",
        description="Slack's Block Kit, as buttons that lead to an approval; the text is then what "
        "notifications show.",
        json_schema_extra=ui(widget="json", advanced=True),
    )
    thread: str = Field(
        default="", title="In the thread of", description="`ts` of a message; empty: a new one."
    )


@node("slack.send", title="Send to Slack", category="Messages", icon="message-square",
      key_field="channel")  # fmt: skip
async def slack_send(config: SlackSendConfig, context: NodeContext) -> Sent:
    """Post a message to Slack, as a bot or through an incoming webhook.

    Slack takes no idempotency key: a repeat after a lost answer posts twice.
    """
    credential = await context.credential(config.credential, "bearer", "webhook_url")
    message: dict[str, JsonValue] = {"text": config.text}
    if config.blocks:
        message["blocks"] = config.blocks
    if config.thread:
        message["thread_ts"] = config.thread
    if credential.type == "webhook_url":
        answer = await post_to_webhook(credential, message, context)
        return Sent(id=None, answer=answer.body)
    if not config.channel:
        raise NodeFailed("A bot has to be told the channel; write it as '#orders'.")
    answer = await send(
        Call(
            method="POST",
            url="https://slack.com/api/chat.postMessage",
            json={**message, "channel": config.channel},
            credential=credential,
        ),
        context,
    )
    _check(answer.body, config)
    return Sent(id=text_of(answer.body, "ts"), answer=answer.body)


def _check(body: JsonValue, config: SlackSendConfig) -> None:
    """Slack answers 200 whatever happened."""
    error = text_of(body, "error")
    if isinstance(body, dict) and body.get("ok") is True:
        return
    if error in _LATER:
        raise NodeUnavailable(f"Slack could not do it now: {error}.")
    if error in _NOT_LET_IN:
        raise NodeFailed(f"Slack refused the credential {config.credential!r}: {error}.")
    if error in ("channel_not_found", "not_in_channel"):
        raise NodeFailed(
            f"The bot can't post to {config.channel!r} ({error}): invite it to the channel."
        )
    raise NodeFailed(f"Slack refused the message: {error}.", details=body)
