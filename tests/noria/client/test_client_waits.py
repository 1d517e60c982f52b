"""Events and approvals from Python."""

from datetime import UTC, datetime

import httpx2
import pytest

from noria.client import Client
from noria.client.http import SignIn
from tests.noria.cli.test_cli_waits import APPROVAL, APPROVAL_ID, EVENT, LINK
from tests.noria.fake_noria import RUN_ID, FakeNoria


@pytest.fixture
def fake() -> FakeNoria:
    return FakeNoria()


@pytest.fixture
def noria(fake: FakeNoria) -> Client:
    return Client(sign_in=SignIn(api_key="key"), transport=httpx2.MockTransport(fake))


def test_each_event_has_a_key_of_its_own(fake: FakeNoria, noria: Client) -> None:
    fake.answers["POST events"] = httpx2.Response(202, json=EVENT)

    sent = noria.send_event("order-4711:paid", {"amount": 1})
    noria.send_event("order-4711:paid")

    assert (sent.key, sent.run_id) == ("order-4711:paid", None)
    assert len({request.headers["idempotency-key"] for request in fake.requests}) == 2
    assert "keep_s" not in fake.sent()


def test_all_pages_are_read(fake: FakeNoria, noria: Client) -> None:
    first = httpx2.Response(200, json={"items": [EVENT], "next_cursor": "c"})
    fake.answers["GET events"] = [first, httpx2.Response(200, json={"items": [EVENT]})]

    assert len(list(noria.list_events(delivered=True))) == 2
    assert dict(fake.requests[1].url.params) == {"delivered": "true", "cursor": "c"}


def test_an_approval_is_read_and_linked(fake: FakeNoria, noria: Client) -> None:
    fake.answers[f"GET approvals/{APPROVAL_ID}"] = httpx2.Response(200, json=APPROVAL)
    fake.answers[f"POST approvals/{APPROVAL_ID}/links"] = httpx2.Response(201, json=LINK)

    approval = noria.read_approval(APPROVAL_ID)
    until = datetime(2026, 12, 1, tzinfo=UTC)
    link = noria.create_approval_link(APPROVAL_ID, "bo@example.com", expires_at=until)

    assert (approval.run_id, approval.title) == (RUN_ID, "Refund 7 EUR?")
    assert link.url == LINK["url"]
    assert fake.sent() == {"email": "bo@example.com", "expires_at": "2026-12-01T00:00:00+00:00"}
