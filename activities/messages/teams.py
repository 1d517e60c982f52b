"""`teams.send`: posts to a channel of Microsoft Teams."""

from pydantic import ConfigDict, Field, JsonValue

from activities.messages.chat import Sent, Text, chat_credential, post_to_webhook
from noria.context import NodeContext
from noria.credentials import CredentialName
from noria.model import Model
from noria.node_type import node


class TeamsSendConfig(Model):
    """What to post, and where."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"credential": "teams", "text": "A new order"}]}
    )

    credential: CredentialName = chat_credential(
        "webhook_url", "URL of the channel's workflow “When a webhook request is received”."
    )
    title: str = Field(default="", title="Title", description="Above the text; empty: none.")
    text: Text
    link: str = Field(
        default="", title="Link", description="A button that opens this URL; empty: none."
    )


@node("teams.send", title="Send to Teams", category="Messages", icon="users")
async def teams_send(config: TeamsSendConfig, context: NodeContext) -> Sent:
    """Post a card to a channel of Microsoft Teams through its workflow webhook.

    Teams takes no idempotency key: a repeat after a lost answer posts twice.
    """
    credential = await context.credential(config.credential, "webhook_url")
    body: list[JsonValue] = [{"type": "TextBlock", "text": config.text, "wrap": True}]
    if config.title:
        heading: JsonValue = {
            "type": "TextBlock", "text": config.title, "size": "Large", "weight": "Bolder",
            "wrap": True,
        }  # fmt: skip
        body.insert(0, heading)
    card: dict[str, JsonValue] = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.4",
        "body": body,
    }
    if config.link:
        card["actions"] = [{"type": "Action.OpenUrl", "title": "Open", "url": config.link}]
    attachment: JsonValue = {
        "contentType": "application/vnd.microsoft.card.adaptive",
        "content": card,
    }
    message: JsonValue = {"type": "message", "attachments": [attachment]}
    answer = await post_to_webhook(credential, message, context)
    return Sent(id=None, answer=answer.body)
