"""`sms.send`: sends a text message to a telephone, through Twilio."""

from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from activities.calls import Call, send
from activities.messages.chat import Text, chat_credential, text_of
from noria.context import NodeContext
from noria.credential_types.basic import BasicFields
from noria.credentials import CredentialName
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui

HOST = "api.twilio.com"
_NUMBER = r"^\+[1-9]\d{6,14}$"


class SmsSendConfig(Model):
    """What to send, from and to whom."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "credential": "twilio",
                    "sender": "+15005550006",
                    "to": "+4915112345678",
                    "text": "Hi",
                }
            ]
        }
    )

    credential: CredentialName = chat_credential(
        "basic", "Twilio's account SID as the user name, and its token as the password."
    )
    sender: str = Field(
        title="From", description="A number of yours, or a name.", json_schema_extra=ui()
    )
    to: str = Field(
        title="To", description="With the country's code, as +4915112345678.", pattern=_NUMBER
    )
    text: Text = Field(max_length=1_600)


class SmsSent(BaseModel):
    """How Twilio took it."""

    id: str | None
    status: str | None
    """`queued` at first."""


@node("sms.send", title="Send an SMS", category="Messages", icon="phone", key_field="to")
async def sms_send(config: SmsSendConfig, context: NodeContext) -> SmsSent:
    """Send a text message to a telephone through Twilio.

    Twilio takes no idempotency key for messages: a repeat after a lost answer sends twice.
    """
    credential = await context.credential(config.credential, "basic")
    account = credential.read(BasicFields).username
    if not account.isalnum():
        raise NodeFailed(f"The user name of {config.credential!r} is no account SID of Twilio.")
    form = {"From": config.sender, "To": config.to, "Body": config.text}
    answer = await send(
        Call(
            method="POST",
            url=f"https://{HOST}/2010-04-01/Accounts/{account}/Messages.json",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            content=urlencode(form).encode(),
            credential=credential,
        ),
        context,
    )
    return SmsSent(id=text_of(answer.body, "sid"), status=text_of(answer.body, "status"))
