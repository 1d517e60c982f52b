import pytest
from standardwebhooks import Webhook

from activities.messages.webhook import webhook_send
from noria.errors import NodeFailed
from tests.activities.credentials import bearer
from tests.activities.messages.stub import says
from tests.activities.nodes import run

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
CONFIG = {"url": "https://r.example/hook", "type": "order.created", "data": {"id": 1},
          "credential": "key"}  # fmt: skip


async def test_the_receiver_can_check_it_and_knows_a_repeat() -> None:
    stub = says(body="thanks")
    context = stub.context(bearer(SECRET))

    first = await run(webhook_send, CONFIG, context)
    again = await run(webhook_send, CONFIG, context)

    for request in stub.requests:
        read = Webhook(SECRET).verify(request.content, dict(request.headers))
        assert (read["type"], read["data"]) == ("order.created", {"id": 1})
    assert first["id"] == again["id"] == stub.requests[0].headers["webhook-id"]


async def test_what_can_not_sign_is_refused() -> None:
    with pytest.raises(NodeFailed, match="can't sign"):
        await run(webhook_send, CONFIG, says().context(bearer("not base64!")))
