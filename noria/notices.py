"""Notification rules: the channels that bring messages, and what their messages say.

A message is text in English for people, and the event itself for webhooks.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from noria.checked import read_checked
from noria.credentials import CredentialName
from noria.domain_events import MEANINGS, DomainEventMessage, EventType

Channel = Literal["mail", "webhook", "slack", "teams", "discord", "push"]
DeliveryStatus = Literal["waiting", "sending", "delivered", "failed", "dropped"]

DELIVER = "noria.deliver"
GIVE_UP = "noria.give_up_delivery"
"""The activities of `DeliverWorkflow`."""


class DeliverCall(BaseModel):
    """The one argument of `DeliverWorkflow` and of its activities; all else is in the delivery's row."""

    model_config = ConfigDict(frozen=True)

    workspace_id: str
    delivery_id: str
    due_at: datetime | None = None
    """Not before this time."""
    is_test: bool = False
    """Somebody waits for the answer: nothing is tried again."""


Address = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=254, pattern=r"^[^\s@<>,;\x00]+@[^\s@<>,;\x00]+$"
    ),
]
"""Of mail."""


class ChannelConfig(BaseModel):
    """Where the messages of a rule go. Holds names of credentials, never secrets."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class MailChannel(ChannelConfig):
    """Mail, by the mail server of the installation."""

    to: list[Address] = Field(min_length=1, max_length=20)
    """Addresses; each gets a mail of its own."""


class WebhookChannel(ChannelConfig):
    """A POST of the event as JSON, signed by the Standard Webhooks specification."""

    url: str = Field(pattern=r"^https?://[^\s]+$", max_length=2_000)
    credential: CredentialName
    """Of the secret that is shared with the receiver."""


class SlackChannel(ChannelConfig):
    """Slack, as a bot or through an incoming webhook."""

    credential: CredentialName
    """A bot's token, or an incoming webhook's URL."""
    channel: str = Field(default="", max_length=100)
    """Name or id; a webhook has its own."""
    signing_secret: CredentialName | None = None
    """Of the Slack app: approvals then come with buttons that answer them."""
    people: dict[Annotated[str, Field(pattern=r"^[UW][A-Z0-9]{2,30}$")], Address] = Field(
        default={}, max_length=1_000
    )
    """Who may press the buttons: the member id in Slack, and whose answer that is."""


class WebhookUrlChannel(ChannelConfig):
    """Teams or Discord, through a channel's webhook."""

    credential: CredentialName
    """The webhook's URL."""


class PushChannel(ChannelConfig):
    """Telephones and desktops, through ntfy."""

    server: str = Field(default="https://ntfy.sh", pattern=r"^https?://[^\s]+$", max_length=500)
    topic: str = Field(pattern=r"^[-_A-Za-z0-9]{1,64}$")
    credential: CredentialName | None = None
    """Where the topic is not open to all."""


CHANNELS: Mapping[Channel, type[ChannelConfig]] = {
    "mail": MailChannel,
    "webhook": WebhookChannel,
    "slack": SlackChannel,
    "teams": WebhookUrlChannel,
    "discord": WebhookUrlChannel,
    "push": PushChannel,
}


def read_channel(channel: Channel, config: Mapping[str, Any]) -> ChannelConfig:
    """
    Raises:
        Invalid: Names every problem.
    """
    return read_checked(CHANNELS[channel], config, f"The channel {channel!r} is not set up right.")


IN_APP: frozenset[EventType] = frozenset(
    {
        "run.failed",
        "approval.requested",
        "approval.reminded",
        "credential.expiring",
        "alert.raised",
    }
)
"""What people see in the web app unless they say otherwise; mails are sent to who asks for them."""
PERSONAL_QUIET_S = 900
"""Between two mails to one person about the same thing."""
_ANSWERING = frozenset({"owner", "admin", "editor", "operator"})
ROLES: Mapping[EventType, frozenset[str]] = {
    "approval.requested": _ANSWERING,
    "approval.reminded": _ANSWERING,
    "credential.expiring": frozenset({"owner", "admin", "editor"}),
}
"""Who can do something about it; all others are news for every member."""


def is_for(
    type: EventType, data: Mapping[str, Any], *, role: str, email: str, account: str
) -> bool:
    """Whether this member is told of it, if they want to be."""
    if data.get("assignees"):
        return email in data["assignees"]
    if data.get("account_id"):
        return data["account_id"] == account
    return type not in ROLES or role in ROLES[type]


def group_of(type: EventType, data: Mapping[str, Any]) -> str:
    """Events with the same one may be told of together."""
    about = ("alert_rule_id", "credential_id", "approval_id", "workflow_id")
    return f"{type}:{next((data[name] for name in about if data.get(name)), '')}"


class Words(BaseModel):
    """A message for people."""

    subject: str
    text: str
    link: str
    """To what it is about, in the web app."""


def words_of(message: DomainEventMessage, own_url: str) -> Words:
    """What people are told."""
    data = message.data
    subject = _subject(message.type, data)
    more = f" ({message.count} times)" if message.count > 1 else ""
    link = own_url + _path(message.type, data)
    lines = [f"{subject}{more}.", *_lines(data), "", link]
    return Words(subject=subject + more, text="\n".join(lines), link=link)


def _subject(type: EventType, data: Mapping[str, Any]) -> str:
    told: dict[EventType, Callable[[], str]] = {
        "approval.requested": lambda: f"{_workflow(data)} asks: {data.get('title')}",
        "approval.reminded": lambda: f"{_workflow(data)} still asks: {data.get('title')}",
        "credential.expiring": lambda: f"The credential {data.get('name')!r} expires soon",
        "alert.raised": lambda: f"Alert: {_alert(data)}",
        "alert.resolved": lambda: f"Alert over: {_alert(data)}",
        "workflow.published": lambda: f"{_workflow(data)} has a new version {data.get('version')}",
    }
    if type in told:
        return told[type]()
    return f"{MEANINGS[type]}: {_workflow(data)}"


def _workflow(data: Mapping[str, Any]) -> str:
    return str(data.get("workflow") or "A deleted workflow")


def _alert(data: Mapping[str, Any]) -> str:
    value, threshold = float(data.get("value") or 0), float(data.get("threshold") or 0)
    unit = " %" if data.get("metric") == "failure_rate" else " s"
    names = {"failure_rate": "failure rate", "duration": "duration", "waiting": "waiting time"}
    metric = names.get(str(data.get("metric")), "value")
    return f"{metric} of {_workflow(data)} is {value:g}{unit} (limit {threshold:g}{unit})"


def _lines(data: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    error: Mapping[str, Any] | None = data.get("error")
    if error:
        where = f" in step {error['node_id']!r}" if error.get("node_id") else ""
        found.append(f"Error{where}: {error.get('message') or error.get('type')}")
    for name, title in (("key", "Business key"), ("expires_at", "Expires"), ("until", "Until")):
        if data.get(name):
            found.append(f"{title}: {data[name]}")
    return found


def _path(type: EventType, data: Mapping[str, Any]) -> str:
    if data.get("approval_id"):
        return "/approvals"
    if data.get("run_id"):
        return f"/runs/{data['run_id']}"
    if type == "credential.expiring":
        return "/settings/credentials"
    return f"/workflows/{data['workflow_id']}" if data.get("workflow_id") else "/"
