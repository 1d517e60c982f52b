"""`stripe`: customers, payments and refunds of Stripe."""

from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, JsonValue

from activities.services.service import KIND, Operation, Service, ServiceOutput, Shape, ask
from noria.context import NodeContext
from noria.credentials import CredentialName
from noria.effects import Unless
from noria.model import Model
from noria.node_type import node, ui

STRIPE = Service("Stripe", "https://api.stripe.com/v1", form=True)
_CUSTOMER: Shape = {
    "id": str, "email": str, "name": str, "phone": str, "description": str, "currency": str,
    "balance": int, "created": int, "livemode": bool, "metadata": dict,
}  # fmt: skip
_PAYMENT: Shape = {
    "id": str, "status": str, "amount": int, "amount_received": int, "currency": str, "customer": str,
    "description": str, "latest_charge": str, "created": int, "livemode": bool, "metadata": dict,
}  # fmt: skip
_REFUND: Shape = {
    "id": str, "status": str, "amount": int, "currency": str, "payment_intent": str, "charge": str,
    "reason": str, "created": int, "metadata": dict,
}  # fmt: skip
_METADATA = Field(
    default=None,
    title="Metadata",
    description="Names and texts.",
    json_schema_extra=ui(widget="key_value"),
)
_CURRENCY = Field(title="Currency", description="As `eur`.", pattern=r"^[a-z]{3}$")


class CreateCustomer(Operation):
    """Make a customer."""

    METHOD: ClassVar[str] = "POST"
    PATH: ClassVar[str] = "/customers"
    ANSWER: ClassVar[Shape | None] = _CUSTOMER
    operation: Literal["create_customer"] = Field(default="create_customer", json_schema_extra=KIND)
    email: str | None = Field(default=None, title="E-mail")
    name: str | None = Field(default=None, title="Name")
    metadata: dict[str, JsonValue] | None = _METADATA


class GetCustomer(Operation):
    """Take one customer."""

    PATH: ClassVar[str] = "/customers/{id}"
    ANSWER: ClassVar[Shape | None] = _CUSTOMER
    operation: Literal["get_customer"] = Field(json_schema_extra=KIND)
    id: str = Field(title="Id", min_length=1)


class ListCustomers(Operation):
    """Say which customers there are."""

    PATH: ClassVar[str] = "/customers"
    ANSWER: ClassVar[Shape | None] = {"data": [_CUSTOMER], "has_more": bool}
    operation: Literal["list_customers"] = Field(json_schema_extra=KIND)
    email: str | None = Field(default=None, title="E-mail")
    limit: int = Field(default=10, title="At most", ge=1, le=100)
    starting_after: str | None = Field(
        default=None, title="After", description="Id of the last one."
    )


class CreatePayment(Operation):
    """Begin a payment (a payment intent)."""

    METHOD: ClassVar[str] = "POST"
    PATH: ClassVar[str] = "/payment_intents"
    ANSWER: ClassVar[Shape | None] = _PAYMENT
    operation: Literal["create_payment"] = Field(json_schema_extra=KIND)
    amount: int = Field(
        title="Amount", description="In the currency's smallest unit, as cents.", ge=1
    )
    currency: str = _CURRENCY
    customer: str | None = Field(default=None, title="Customer", description="Id.")
    description: str | None = Field(default=None, title="Description")
    metadata: dict[str, JsonValue] | None = _METADATA


class CreateRefund(Operation):
    """Give a payment back."""

    METHOD: ClassVar[str] = "POST"
    PATH: ClassVar[str] = "/refunds"
    ANSWER: ClassVar[Shape | None] = _REFUND
    operation: Literal["create_refund"] = Field(json_schema_extra=KIND)
    payment_intent: str = Field(title="Payment", description="Id of the payment intent.")
    amount: int | None = Field(default=None, title="Amount", description="Empty: all of it.", ge=1)


class StripeConfig(Model):
    """What to do, and who does it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"credential": "stripe", "action": {"operation": "get_customer", "id": "cus_1"}}
            ]
        }
    )

    credential: CredentialName = Field(
        title="Credential",
        description="A secret or restricted key of Stripe.",
        json_schema_extra=ui(widget="credential", credential_type="bearer", expression="never"),
    )
    action: Annotated[
        CreateCustomer | GetCustomer | ListCustomers | CreatePayment | CreateRefund,
        Field(discriminator="operation"),
    ] = Field(title="Operation", description="What to do.")


@node(
    "stripe",
    title="Stripe",
    category="Services",
    icon="credit-card",
    changes=Unless("action/operation", ("get_customer", "list_customers")),
)
async def stripe(config: StripeConfig, context: NodeContext) -> ServiceOutput:
    """Work with customers, payments and refunds of Stripe.

    Every request has the step's `Idempotency-Key`, by which Stripe does a repeat only once.
    """
    credential = await context.credential(config.credential, "bearer")
    return await ask(STRIPE, config.action, credential, context)
