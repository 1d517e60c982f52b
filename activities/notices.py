"""Brings the message of a notification rule to where it goes. Not a node type."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from aiosmtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from activities.mail import Letter, Mailer
from activities.messages.discord import DiscordSendConfig, discord_send
from activities.messages.push import PushSendConfig, push_send
from activities.messages.slack import SlackSendConfig, slack_send
from activities.messages.teams import TeamsSendConfig, teams_send
from activities.messages.webhook import post_signed
from noria.context import NodeContext
from noria.domain_events import DomainEventMessage
from noria.errors import NodeFailed, NodeUnavailable
from noria.model import Model
from noria.node_type import NodeType
from noria.notices import (
    Channel,
    MailChannel,
    PushChannel,
    SlackChannel,
    WebhookChannel,
    WebhookUrlChannel,
    Words,
    read_channel,
)
from noria.slack_clicks import ask_blocks

C = TypeVar("C", bound=Model)
FINAL_SMTP = 500
"""Answers from here on are refusals for good."""
MAX_DISCORD_CHARS = 2_000


@dataclass(frozen=True)
class Notice:
    """What is sent."""

    message: DomainEventMessage
    words: Words
    delivery_id: str
    """The same however often it is tried."""
    rule_id: str = ""


Bring = Callable[[Any, Notice, NodeContext], Awaitable[object]]


async def bring(
    channel: Channel,
    config: Mapping[str, Any],
    notice: Notice,
    context: NodeContext,
    mailer: Mailer | None,
) -> None:
    """
    Raises:
        NodeFailed: It was refused for good, or the rule can't work.
        NodeUnavailable: It may be taken later.
    """
    read = read_channel(channel, config)
    if isinstance(read, MailChannel):
        await _mail(read, notice, mailer)
        return
    await _BRING[channel](read, notice, context)


async def _mail(config: MailChannel, notice: Notice, mailer: Mailer | None) -> None:
    if mailer is None:
        raise NodeFailed("This installation sends no mail: set NORIA_SMTP_HOST for its workers.")
    for number, address in enumerate(config.to):
        letter = Letter(
            address, notice.words.subject, notice.words.text, f"{notice.delivery_id}-{number}"
        )
        try:
            await mailer.send(letter)
        except SMTPRecipientsRefused as error:
            raise NodeFailed(f"The mail server refused {address!r}.") from error
        except SMTPResponseException as error:
            if error.code >= FINAL_SMTP:
                raise NodeFailed(f"The mail server refused it: {error.code}.") from error
            raise NodeUnavailable(f"The mail server answered {error.code}.") from error
        except (OSError, SMTPException) as error:
            raise NodeUnavailable("The mail server does not answer.") from error


async def _run(node_type: NodeType[C], config: C, context: NodeContext) -> object:
    """As a step of this type does it."""
    assert node_type.run is not None
    return await node_type.run(config, context)


async def _webhook(config: WebhookChannel, notice: Notice, context: NodeContext) -> object:
    content = notice.message.model_dump_json().encode()
    return await post_signed(config.url, content, config.credential, context)


async def _slack(config: SlackChannel, notice: Notice, context: NodeContext) -> object:
    message, words = notice.message, notice.words
    asks = message.type in ("approval.requested", "approval.reminded")
    sent = SlackSendConfig(
        credential=config.credential,
        channel=config.channel,
        text=words.text,
        blocks=ask_blocks(words.text, words.link, notice.rule_id, str(message.data["approval_id"]))
        if asks and config.signing_secret
        else [],
    )
    return await _run(slack_send, sent, context)


async def _teams(config: WebhookUrlChannel, notice: Notice, context: NodeContext) -> object:
    words = notice.words
    sent = TeamsSendConfig(credential=config.credential, text=words.text, link=words.link)
    return await _run(teams_send, sent, context)


async def _discord(config: WebhookUrlChannel, notice: Notice, context: NodeContext) -> object:
    text = notice.words.text[:MAX_DISCORD_CHARS]
    return await _run(
        discord_send, DiscordSendConfig(credential=config.credential, text=text), context
    )


async def _push(config: PushChannel, notice: Notice, context: NodeContext) -> object:
    sent = PushSendConfig(
        server=config.server,
        topic=config.topic,
        title=notice.words.subject,
        text=notice.words.text,
        link=notice.words.link,
        credential=config.credential,
    )
    return await _run(push_send, sent, context)


_BRING = cast(
    "Mapping[Channel, Bring]",
    {
        "webhook": _webhook,
        "slack": _slack,
        "teams": _teams,
        "discord": _discord,
        "push": _push,
    },
)
