"""`webhook`: a request to an address of its own starts a run."""

from typing import Literal, Self

from pydantic import BaseModel, Field, JsonValue, field_validator, model_validator

from noria.input_schema import SchemaField
from noria.model import Model
from noria.node_type import ui
from noria.triggers.trigger_type import TriggerType

Auth = Literal["none", "header", "basic", "hmac", "standard_webhooks", "stripe", "github", "slack"]
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
PATH_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._~-]{0,99}(/[A-Za-z0-9._~-]{1,100}){0,5}$"
HEADER_PATTERN = r"^[A-Za-z0-9-]{0,100}$"
MEBIBYTE = 1024 * 1024
CREDENTIAL_TYPES: dict[Auth, str] = {
    "header": "header",
    "basic": "basic",
    "hmac": "signing_secret",
    "standard_webhooks": "signing_secret",
    "stripe": "signing_secret",
    "github": "signing_secret",
    "slack": "signing_secret",
}
_SIGNED: list[JsonValue] = ["hmac", "standard_webhooks", "stripe", "slack"]


class WebhookConfig(Model):
    """A request to the trigger's address starts a run.

    The address is `/hooks/` and the path; `/trigger/` and the path is the same. The answer is `202` as
    soon as the run is recorded, whatever happens to the server after that; or, with
    `answer: respond`, what a `respond` node of the run gives. Each message starts one run, however
    often it is delivered: senders name their messages in a header (`webhook-id`,
    `X-GitHub-Delivery`, …), or in the body, as Stripe and Slack do.

    Requests to `/hook-tests/` and the path are checked as all others, start nothing, and are kept as
    samples for the builder.
    """

    path: str = Field(
        default="",
        title="Path",
        description="Behind /hooks/. Empty: a random one, which nobody can guess.",
        pattern=rf"(^$)|({PATH_PATTERN})",
        json_schema_extra=ui(placeholder="random", expression="never"),
    )
    auth: Auth = Field(
        title="Who may send",
        description="How a sender proves who it is. `none`: whoever knows the address.",
        json_schema_extra=ui(widget="select", expression="never"),
    )
    credential: str | None = Field(
        default=None,
        title="Credential",
        description="Name of the credential with the secret.",
        max_length=100,
        json_schema_extra=ui(
            expression="never",
            credential_type="header|basic|signing_secret",
            show_if={"auth": [*CREDENTIAL_TYPES]},
        ),
    )
    methods: list[Method] = Field(
        default=["POST"],
        title="Methods",
        min_length=1,
        max_length=5,
        json_schema_extra=ui(expression="never"),
    )
    signature_header: str = Field(
        default="X-Signature",
        title="Signature header",
        description="Header that holds the signature.",
        pattern=HEADER_PATTERN,
        json_schema_extra=ui(expression="never", show_if={"auth": "hmac"}),
    )
    signature_prefix: str = Field(
        default="",
        title="Before the signature",
        description="What stands in the header before the signature, as `sha256=`.",
        max_length=50,
        json_schema_extra=ui(expression="never", show_if={"auth": "hmac"}),
    )
    algorithm: Literal["sha256", "sha512", "sha1"] = Field(
        default="sha256",
        title="Hash",
        json_schema_extra=ui(expression="never", show_if={"auth": "hmac"}),
    )
    encoding: Literal["hex", "base64"] = Field(
        default="hex",
        title="Written as",
        json_schema_extra=ui(expression="never", show_if={"auth": "hmac"}),
    )
    timestamp_header: str = Field(
        default="",
        title="Timestamp header",
        description="Header with the Unix time of sending. With one, what is signed is the time, a dot "
        "and the body; without, the body alone, and an old message can be sent again.",
        pattern=HEADER_PATTERN,
        json_schema_extra=ui(expression="never", show_if={"auth": "hmac"}),
    )
    tolerance_s: int = Field(
        default=300,
        title="Time window",
        description="Seconds by which a signature may be old, or ahead of our clock.",
        ge=5,
        le=3_600,
        json_schema_extra=ui(unit="s", expression="never", show_if={"auth": _SIGNED}),
    )
    id_header: str = Field(
        default="",
        title="Message id header",
        description="Header that names the message: the same name starts no second run. Empty: what "
        "the kind of sender uses, else `webhook-id` or `Idempotency-Key` if it is sent.",
        pattern=HEADER_PATTERN,
        json_schema_extra=ui(expression="never", advanced=True),
    )
    body_schema: SchemaField = Field(
        default={},
        title="Body schema",
        description="JSON Schema (draft 2020-12) that the body must fit. Empty: any body.",
        json_schema_extra=ui(widget="schema", expression="never"),
    )
    answer: Literal["accepted", "respond"] = Field(
        default="accepted",
        title="Answer",
        description="`accepted`: 202 at once. `respond`: what the run's `respond` node gives.",
        json_schema_extra=ui(widget="select", expression="never"),
    )
    answer_timeout_s: float = Field(
        default=30.0,
        title="Wait for the answer",
        description="Seconds; after them the answer is 202, and the run goes on.",
        gt=0,
        le=60,
        json_schema_extra=ui(unit="s", expression="never", show_if={"answer": "respond"}),
    )
    cors_origins: list[str] = Field(
        default=[],
        title="Web pages that may send",
        description="Origins, as `https://shop.example`, or `*` for all. None: browsers refuse to.",
        max_length=50,
        json_schema_extra=ui(expression="never", advanced=True),
    )
    max_bytes: int = Field(
        default=MEBIBYTE,
        title="Largest body",
        description="Bytes of a request's body.",
        ge=1,
        le=64 * MEBIBYTE,
        json_schema_extra=ui(unit="bytes", expression="never", advanced=True),
    )
    per_minute: int | None = Field(
        default=None,
        title="Messages a minute",
        description="More are refused with 429 by each process of the API. Unset: no limit.",
        ge=1,
        le=1_000_000,
        json_schema_extra=ui(expression="never", advanced=True),
    )

    @field_validator("cors_origins")
    @classmethod
    def _origins(cls, origins: list[str]) -> list[str]:
        for origin in origins:
            scheme, found, host = origin.partition("://")
            if origin != "*" and (not found or scheme not in {"http", "https"} or "/" in host):
                raise ValueError(f"{origin!r} is no origin: write it as 'https://shop.example'")
        return origins

    @model_validator(mode="after")
    def _has_secret(self) -> Self:
        if self.auth in CREDENTIAL_TYPES and not self.credential:
            kind = CREDENTIAL_TYPES[self.auth]
            raise ValueError(
                f"authentication {self.auth!r} needs a secret: choose a credential of type {kind!r}"
            )
        return self


class WebhookMessage(BaseModel):
    """The request. Headers that hold secrets are left out."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    """Names in lower case."""
    body: JsonValue
    """JSON as it is, a form as an object, text as text; anything else, and every file of a form, as a
    reference to a blob."""
    id: str | None
    """What the sender calls this message."""
    received_at: str


WEBHOOK = TriggerType(
    name="webhook",
    title="Webhook",
    icon="webhook",
    config=WebhookConfig,
    source="address",
    output=WebhookMessage,
)
