"""`webhook.send`: tells another system, signed by the Standard Webhooks specification."""

import hashlib
from datetime import UTC, datetime

import orjson
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.calls import Call, send
from activities.crypto.keys import SecretOf, secret_of
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui


class WebhookSendConfig(Model):
    """What to tell, and whom."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "url": "https://example.com/hooks/orders",
                    "type": "order.created",
                    "data": {"id": 1},
                    "credential": "webhook-secret",
                }
            ]
        }
    )

    url: str = Field(title="URL", description="Of the receiver.", json_schema_extra=ui())
    type: str = Field(
        title="Type", description="What happened, as `order.created`.", pattern=r"^[\w.-]{1,100}$"
    )
    data: JsonValue = Field(
        default=None, title="Data", description="About it.", json_schema_extra=ui(widget="json")
    )
    credential: SecretOf = Field(
        title="Secret", description="Shared with the receiver: base64, with or without `whsec_`."
    )


class WebhookSent(BaseModel):
    """How the receiver answered."""

    id: str
    """`webhook-id`, by which the receiver knows a repeat."""
    status: int
    answer: JsonValue


@node("webhook.send", title="Send a webhook", category="Messages", icon="webhook", key_field="url")
async def webhook_send(config: WebhookSendConfig, context: NodeContext) -> WebhookSent:
    """Tell another system that something happened, signed by the Standard Webhooks specification.

    A repeat has the same `webhook-id`, by which the receiver does it once. Answers below 300 are success.
    """
    now = datetime.now(UTC)
    message = {"type": config.type, "timestamp": now.isoformat(), "data": config.data}
    return await post_signed(config.url, orjson.dumps(message), config.credential, context)


async def post_signed(
    url: str, content: bytes, credential: str, context: NodeContext
) -> WebhookSent:
    """Post JSON that the receiver can check, under an id that is the same on a repeat.

    Raises:
        NodeFailed: It was refused, or the secret can't sign.
        NodeUnavailable: The receiver does not answer, or asks to wait.
    """
    from standardwebhooks import Webhook

    now = datetime.now(UTC)
    message_id = f"msg_{hashlib.sha256(context.idempotency_key.encode()).hexdigest()[:32]}"
    try:
        signer = Webhook(await secret_of(credential, context))
        signature = signer.sign(message_id, now, content.decode())
    except (ValueError, RuntimeError) as error:
        raise NodeFailed(
            f"The secret of {credential!r} can't sign: give it in base64, as 'whsec_…'."
        ) from error
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature,
    }
    call = Call(method="POST", url=url, headers=headers, content=content)
    answer = await send(call, context)
    return WebhookSent(id=message_id, status=answer.status, answer=answer.body)
