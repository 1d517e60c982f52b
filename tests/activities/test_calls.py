"""Every node that calls a service says what went wrong, each in a way of its own."""

from datetime import timedelta
from typing import Any

import httpx2
import pytest

from noria.catalog import load_catalog
from noria.config_schema import schema_of
from noria.credentials import Credential, load_credential_types
from noria.errors import NodeError, NodeFailed, NodeUnavailable
from tests.activities.credentials import basic, bearer, webhook_url
from tests.activities.fakes import FakeContext

KEY = bearer("token")["key"]
HOOK = webhook_url("https://hooks.example/services/T/B/x")["chat"]
TWILIO = basic("AC1", "secret")["key"]


def of_type(name: str, **fields: str) -> Credential:
    known = load_credential_types().find(name)
    assert known
    return Credential("key", name, known.fields.model_validate(fields), ("*",))


CALLERS: dict[str, Credential] = {
    "airtable": KEY,
    "github": KEY,
    "google_sheets": KEY,
    "hubspot": KEY,
    "jira": TWILIO,
    "notion": KEY,
    "stripe": KEY,
    "slack.send": KEY,
    "discord.send": HOOK,
    "teams.send": HOOK,
    "telegram.send": KEY,
    "sms.send": TWILIO,
    "push.send": KEY,
    "webhook.send": of_type("signing_secret", secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    "files.s3": of_type(
        "aws", access_key_id="AKIA1", secret_access_key="secret", region="eu-west-1"
    ),
}
"""Each with a credential of the type that it takes."""


async def fails(name: str, answer: httpx2.Response | Exception) -> NodeError:
    """As its example in the palette is set up, against a server that answers this."""

    def handle(_request: httpx2.Request) -> httpx2.Response:
        if isinstance(answer, Exception):
            raise answer
        return httpx2.Response(answer.status_code, headers=answer.headers, content=answer.content)

    node_type = load_catalog().get(name, 1)
    [example, *_] = schema_of(node_type.config)["examples"]
    config = node_type.config.model_validate({**example, "credential": "key"})
    http = httpx2.AsyncClient(transport=httpx2.MockTransport(handle))
    context = FakeContext(http, credentials={"key": CALLERS[name]})
    assert node_type.run
    with pytest.raises(NodeError) as caught:
        await node_type.run(config, context)
    return caught.value


@pytest.mark.parametrize("name", CALLERS)
async def test_wrong_credentials_a_quota_silence_and_nothing_there_are_told_apart(
    name: str,
) -> None:
    says: dict[str, Any] = {"json": {"error": "no", "message": "no"}}
    refused = await fails(name, httpx2.Response(401, **says))
    spent = await fails(name, httpx2.Response(429, headers={"Retry-After": "7"}, **says))
    silent = await fails(name, httpx2.ReadTimeout("The server did not answer in time."))
    absent = await fails(name, httpx2.Response(404, **says))

    assert isinstance(refused, NodeFailed)
    assert isinstance(absent, NodeFailed)
    assert isinstance(spent, NodeUnavailable)
    assert isinstance(silent, NodeUnavailable)
    assert spent.retry_after == timedelta(seconds=7)
    assert len({str(each) for each in (refused, spent, silent, absent)}) == 4
    assert "credential" in str(refused) or "401" in str(refused)
    secrets = ("token", "secret", "AC1", "services/T/B")
    told = " ".join(str(each) for each in (refused, spent, silent, absent))
    assert [each for each in secrets if each in told.replace("webhook-secret", "")] == []


def test_no_service_or_messenger_is_left_out() -> None:
    """`email.send` speaks SMTP and `event.publish` to brokers: they have tests of their own."""
    others = {"email.send", "event.publish"}
    callers = {
        each.name for each in load_catalog() if each.category in ("Services", "Messages")
    } - others

    assert callers <= CALLERS.keys()
