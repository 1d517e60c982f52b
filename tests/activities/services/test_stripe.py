from typing import Any
from urllib.parse import parse_qs

from activities.services.stripe import stripe
from tests.activities.credentials import bearer
from tests.activities.messages.stub import Stub, says
from tests.activities.nodes import run


async def do(stub: Stub, **action: Any) -> Any:
    context = stub.context(bearer("sk_1", "key", "api.stripe.com"))
    return await run(stripe, {"credential": "key", "action": action}, context)


async def test_a_payment_is_a_form_with_the_steps_key() -> None:
    stub = says(body={"id": "pi_1"})

    output = await do(
        stub, operation="create_payment", amount=1200, currency="eur", metadata={"order": 7}
    )

    assert stub.request.url.path == "/v1/payment_intents"
    assert parse_qs(stub.request.content.decode()) == {
        "amount": ["1200"], "currency": ["eur"], "metadata[order]": ["7"],
    }  # fmt: skip
    assert stub.request.headers["idempotency-key"] == "r1:fetch:"
    assert output["data"] == {"id": "pi_1"}


async def test_customers_are_made_taken_and_listed() -> None:
    made, taken, listed, refunded = says(body={}), says(body={}), says(body={}), says(body={})

    await do(made, operation="create_customer", email="a@b.example")
    await do(taken, operation="get_customer", id="cus/../x")
    await do(listed, operation="list_customers", limit=3)
    await do(refunded, operation="create_refund", payment_intent="pi_1")

    assert made.request.content == b"email=a%40b.example"
    assert taken.request.url.raw_path == b"/v1/customers/cus%2F..%2Fx"
    assert dict(listed.request.url.params) == {"limit": "3"}
    assert refunded.request.content == b"payment_intent=pi_1"
