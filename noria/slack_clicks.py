"""Approvals in Slack: the message with its buttons, what Slack sends of a click, and what is said then.

Shapes as of November 2026: https://docs.slack.dev/messaging/creating-interactive-messages and
https://docs.slack.dev/reference/interaction-payloads/block_actions-payload.
"""

from typing import Any, Literal, cast
from urllib.parse import parse_qs
from uuid import UUID

import orjson
from pydantic import BaseModel, ConfigDict, JsonValue

from noria.errors import Invalid

REPLY = "noria.reply_in_slack"
"""Name of a Temporal activity that stands alone: no workflow starts it."""
REPLY_HOST = "https://hooks.slack.com/"
MAX_TEXT_CHARS = 2_900
"""Slack takes 3,000 in a section."""

Decision = Literal["approved", "rejected"]
_ACTIONS: dict[str, Decision] = {"noria_approve": "approved", "noria_reject": "rejected"}


class Click(BaseModel):
    """Somebody pressed a button."""

    model_config = ConfigDict(frozen=True)

    decision: Decision
    rule_id: UUID
    approval_id: UUID
    member: str
    """Id of who it was, in Slack."""
    response_url: str
    """Good for half an hour: to change the message, or to tell the member alone."""
    asked: str
    """The text of the message."""


class SlackReplyCall(BaseModel):
    """What is said, and where."""

    url: str
    text: str
    replace: bool
    """Takes the place of the message, buttons and all; else only who pressed sees it."""


def ask_blocks(text: str, link: str, rule_id: str, approval_id: str) -> list[JsonValue]:
    """What is asked, with buttons; as plain text, so that nothing in it is read as Slack's markup."""
    value = f"{rule_id} {approval_id}"
    return [
        _section(text),
        {
            "type": "actions",
            "elements": [
                _button("Approve", action_id="noria_approve", value=value, style="primary"),
                _button("Reject", action_id="noria_reject", value=value, style="danger"),
                _button("Open", action_id="noria_open", url=link),
            ],
        },
    ]


def reply_body(call: SlackReplyCall) -> dict[str, JsonValue]:
    if not call.replace:
        return {"response_type": "ephemeral", "replace_original": False, "text": call.text}
    return {"replace_original": True, "text": call.text, "blocks": [_section(call.text)]}


def read_click(body: bytes) -> Click | None:
    """The body of a request whose signature is good; None where no button of an approval was pressed.

    Raises:
        Invalid: It is nothing that Slack sends.
    """
    try:
        [payload] = parse_qs(body.decode(), strict_parsing=True, max_num_fields=10)["payload"]
        sent: Any = orjson.loads(payload)
        pressed = [each for each in sent["actions"] if each["action_id"] in _ACTIONS]
        if not pressed:
            return None
        rule_id, approval_id = pressed[0]["value"].split()
        message = cast("dict[str, Any]", sent.get("message") or {})
        return Click(
            decision=_ACTIONS[pressed[0]["action_id"]],
            rule_id=UUID(rule_id),
            approval_id=UUID(approval_id),
            member=sent["user"]["id"],
            response_url=sent["response_url"],
            asked=str(message.get("text") or ""),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Invalid("This is no click in a message of Noria's.") from error


def _section(text: str) -> dict[str, JsonValue]:
    return {"type": "section", "text": {"type": "plain_text", "text": text[:MAX_TEXT_CHARS]}}


def _button(text: str, **more: str) -> dict[str, JsonValue]:
    return {"type": "button", "text": {"type": "plain_text", "text": text}, **more}
