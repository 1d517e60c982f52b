"""Group F of the attack catalogue: webhooks and what answers them."""

import asyncio
import hmac
import json
import time
from typing import Any

import httpx2
import pytest
from structlog.testing import capture_logs

from api.body_limits import BodyLimits
from api.services import Services
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.hooks import add_trigger, firings_of, runs_of

SECRET = "s3cret-0123456789"


async def add_signed(owner: Client, services: Services, auth: str = "stripe", **more: Any) -> Any:
    credentials: Any = services.credentials
    credentials.sign("sender", SECRET)
    return await add_trigger(owner, config={"auth": auth, "credential": "sender", **more})


def stripe(body: bytes, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    moment = int(time.time() if at is None else at)
    content = f"{moment}.".encode() + body
    signature = hmac.new(secret.encode(), content, "sha256").hexdigest()
    return {
        "Stripe-Signature": f"t={moment},v1={signature}",
        "Content-Type": "application/json",
    }


def event(number: int = 1) -> bytes:
    return json.dumps({"id": f"evt_{number}", "type": "paid"}).encode()


async def test_F1_a_signature_that_is_missing_wrong_old_or_of_the_future_is_refused(
    owner: Client, anonymous: httpx2.AsyncClient, services: Services
) -> None:
    trigger = await add_signed(owner, services)
    body = event()
    tries = [
        {"Content-Type": "application/json"},
        stripe(body, secret="other"),
        stripe(body, at=time.time() - 400),
        stripe(body, at=time.time() + 400),
        stripe(body) | {"Stripe-Signature": "t=1,v1="},
    ]
    answers = [await anonymous.post(trigger["url"], content=body, headers=each) for each in tries]

    assert [answer.status_code for answer in answers] == [401] * 5
    assert await runs_of(owner, trigger) == []
    assert {each["outcome"] for each in await firings_of(owner, trigger)} == {"refused"}
    assert all(SECRET not in answer.text for answer in answers)


async def test_F1_a_trigger_whose_secret_is_gone_takes_nothing(
    owner: Client, anonymous: httpx2.AsyncClient, services: Services
) -> None:
    trigger = await add_signed(owner, services)
    credentials: Any = services.credentials
    credentials.known.clear()
    body = event()
    answer = await anonymous.post(trigger["url"], content=body, headers=stripe(body))

    assert answer.status_code == 503
    assert await runs_of(owner, trigger) == []


async def test_F2_a_replayed_message_starts_no_second_run(
    owner: Client, anonymous: httpx2.AsyncClient, services: Services
) -> None:
    trigger = await add_signed(owner, services)
    body = event()
    headers = stripe(body)
    first = await anonymous.post(trigger["url"], content=body, headers=headers)
    again = await anonymous.post(
        trigger["url"], content=body, headers={**headers, "Idempotency-Key": "another"}
    )

    assert (first.status_code, again.status_code) == (202, 200)
    assert again.json() == {"status": "duplicate", "run_id": first.json()["run_id"]}
    assert len(await runs_of(owner, trigger)) == 1


async def test_F3_fifty_deliveries_at_once_start_one_run(
    owner: Client, anonymous: httpx2.AsyncClient, temporal: FakeTemporal
) -> None:
    trigger = await add_trigger(owner)
    headers = {"webhook-id": "msg_1"}
    answers = await asyncio.gather(
        *(anonymous.post(trigger["url"], json={"n": 1}, headers=headers) for _ in range(50))
    )

    assert {answer.status_code for answer in answers} <= {200, 202}
    assert len({answer.json()["run_id"] for answer in answers}) == 1
    assert len(temporal.started) == 1


async def test_F4_a_body_that_was_changed_or_written_anew_is_refused(
    owner: Client, anonymous: httpx2.AsyncClient, services: Services
) -> None:
    trigger = await add_signed(owner, services)
    body = event()
    rewritten = json.dumps(json.loads(body), separators=(",", ":")).encode()
    changed = await anonymous.post(
        trigger["url"], content=body.replace(b"paid", b"free"), headers=stripe(body)
    )
    same_meaning = await anonymous.post(trigger["url"], content=rewritten, headers=stripe(body))
    shouting = {name.upper(): value for name, value in stripe(body).items()}
    whole = await anonymous.post(trigger["url"], content=body, headers=shouting)

    assert (changed.status_code, same_meaning.status_code) == (401, 401)
    assert whole.status_code == 202


async def test_F5_json_that_looks_like_an_upload_is_json(
    owner: Client, anonymous: httpx2.AsyncClient, temporal: FakeTemporal
) -> None:
    trigger = await add_trigger(owner)
    body = {"files": [{"filepath": "/etc/passwd", "name": "x"}]}
    taken = await anonymous.post(trigger["url"], json=body)
    forged = await anonymous.post(
        trigger["url"], json={"file": {"$blob": "0" * 64, "size": 1, "media_type": "text/plain"}}
    )
    in_form = await anonymous.post(trigger["url"], data={"$blob": "0" * 64})
    told: Any = temporal.started[taken.json()["run_id"]].input

    assert told["body"] == body
    assert (forged.status_code, in_form.status_code) == (422, 422)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"[" * 100_000 + b"]" * 100_000, 422),
        (b"{" + b",".join(b'"k%d":1' % n for n in range(60_000)) + b"}", 422),
        (b'"' + b"a" * 999_000 + b'"', 413),
        (b"a" * 1_100_000, 413),
        (b'{"a": "\xff"}', 422),
    ],
)
async def test_F6_bodies_that_are_too_large_deep_or_wide_are_refused(
    owner: Client, anonymous: httpx2.AsyncClient, content: bytes, status: int
) -> None:
    trigger = await add_trigger(owner, config={"auth": "none", "max_bytes": 900_000})
    headers = {"Content-Type": "application/json"}
    answer = await anonymous.post(trigger["url"], content=content, headers=headers)

    assert answer.status_code == status
    assert await runs_of(owner, trigger) == []


async def test_F6_a_body_that_drips_is_cut_off() -> None:
    sent: list[Any] = []

    async def drip() -> Any:
        await asyncio.sleep(0.05)
        return {"type": "http.request", "body": b"a", "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    async def never(*_: Any) -> None:
        raise AssertionError("The app must not be asked.")

    scope: dict[str, Any] = {
        "type": "http",
        "headers": [],
        "query_string": b"",
        "method": "POST",
        "path": "/",
    }
    await BodyLimits(never, max_bytes=1_000, seconds=0.3)(scope, drip, send)

    assert sent[0]["status"] == 408


async def test_F7_methods_media_types_and_charsets_are_taken_at_their_word(
    owner: Client, anonymous: httpx2.AsyncClient, temporal: FakeTemporal
) -> None:
    trigger = await add_trigger(owner)
    url = trigger["url"]
    method = await anonymous.put(url, json={}, headers={"X-HTTP-Method-Override": "POST"})
    not_json = await anonymous.post(url, content=b"{", headers={"Content-Type": "a/b+json"})
    charset = await anonymous.post(
        url, content=b"x", headers={"Content-Type": "text/plain; charset=utf-7"}
    )
    as_text = await anonymous.post(url, content=b'{"a": 1}', headers={"Content-Type": "text/plain"})
    no_parts = await anonymous.post(
        url, content=b"--x", headers={"Content-Type": "multipart/form-data"}
    )
    told: Any = temporal.started[as_text.json()["run_id"]].input

    assert (method.status_code, method.headers["Allow"]) == (405, "POST")
    assert [each.status_code for each in (not_json, charset, no_parts)] == [422] * 3
    assert told["body"] == '{"a": 1}'


async def test_F9_addresses_and_secrets_are_in_no_log(
    owner: Client, anonymous: httpx2.AsyncClient, services: Services
) -> None:
    trigger = await add_signed(owner, services)
    body = event()
    with capture_logs() as lines:
        for url in (trigger["url"], trigger["test_url"], "/hooks/" + "a" * 30):
            await anonymous.post(url, content=body, headers=stripe(body))
    written = json.dumps(lines, default=str)

    assert [line["path"] for line in lines if "path" in line] == [
        "/hooks/…",
        "/hook-tests/…",
        "/hooks/…",
    ]
    assert trigger["config"]["path"] not in written
    assert SECRET not in written
