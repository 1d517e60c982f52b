"""Signatures of webhooks: vectors of the schemes, and what is refused."""

import hmac
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from noria.errors import Unauthenticated
from noria.triggers.signatures import Request, Secrets, verify
from noria.triggers.webhook import WebhookConfig

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TIME = str(int(NOW.timestamp()))
BODY = b'{"id": "evt_1", "event_id": "Ev1", "amount": 1}'
KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def config(auth: str, **more: Any) -> WebhookConfig:
    return WebhookConfig.model_validate({"auth": auth, "credential": "c", **more})


def hex_of(content: bytes, key: str = "s3cret", algorithm: str = "sha256") -> str:
    return hmac.new(key.encode(), content, algorithm).hexdigest()


def standard(message_id: str, time: str, body: bytes) -> str:
    from base64 import b64decode  # noqa: PLC0415 - one vector's own business

    key = b64decode(KEY.removeprefix("whsec_"))
    content = f"{message_id}.{time}.".encode() + body
    return "v1," + b64encode(hmac.new(key, content, "sha256").digest()).decode()


SIGNED: dict[str, tuple[WebhookConfig, dict[str, str], Secrets, str]] = {
    "standard_webhooks": (
        config("standard_webhooks"),
        {
            "webhook-id": "msg_1",
            "webhook-timestamp": TIME,
            "webhook-signature": f"v1,AAAA {standard('msg_1', TIME, BODY)}",
        },
        Secrets(keys=[KEY]),
        "msg_1",
    ),
    "stripe": (
        config("stripe"),
        {"stripe-signature": f"t={TIME},v1={hex_of(f'{TIME}.'.encode() + BODY)},v0=old"},
        Secrets(keys=["s3cret"]),
        "evt_1",
    ),
    "github": (
        config("github"),
        {"x-hub-signature-256": f"sha256={hex_of(BODY)}", "x-github-delivery": "72d3162e"},
        Secrets(keys=["s3cret"]),
        "72d3162e",
    ),
    "slack": (
        config("slack"),
        {
            "x-slack-request-timestamp": TIME,
            "x-slack-signature": f"v0={hex_of(f'v0:{TIME}:'.encode() + BODY)}",
        },
        Secrets(keys=["s3cret"]),
        "Ev1",
    ),
    "hmac": (
        config("hmac", timestamp_header="X-Time", signature_prefix="sha256="),
        {"x-signature": f"sha256={hex_of(f'{TIME}.'.encode() + BODY)}", "x-time": TIME},
        Secrets(keys=["s3cret"]),
        hex_of(f"{TIME}.".encode() + BODY),
    ),
}
TIMED = [name for name in SIGNED if name != "github"]


def test_the_example_of_standard_webhooks_is_verified() -> None:
    """The vector that the specification's own libraries are tested with."""
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    request = Request(headers, b'{"test": 2432232314}')
    found = verify(
        config("standard_webhooks"),
        request,
        Secrets(keys=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]),
        datetime.fromtimestamp(1614265330, UTC),
    )

    assert found == "msg_p5jXN8AQM9LWM0D4loKWxJek"


@pytest.mark.parametrize("scheme", SIGNED)
def test_a_signed_message_passes_and_has_its_id(scheme: str) -> None:
    settings, headers, secrets, message_id = SIGNED[scheme]

    assert verify(settings, Request(headers, BODY), secrets, NOW) == message_id


@pytest.mark.parametrize("scheme", SIGNED)
def test_a_changed_body_another_key_and_no_signature_are_refused(scheme: str) -> None:
    settings, headers, secrets, _ = SIGNED[scheme]
    for request, known in (
        (Request(headers, BODY + b" "), secrets),
        (Request(headers, BODY), Secrets(keys=["other"])),
        (Request(headers, BODY), Secrets(keys=[""])),
        (Request(headers, BODY), Secrets()),
        (Request({}, BODY), secrets),
    ):
        with pytest.raises(Unauthenticated):
            verify(settings, request, known, NOW)


@pytest.mark.parametrize("scheme", TIMED)
@pytest.mark.parametrize("seconds", [-301, 301])
def test_an_old_message_and_one_of_the_future_are_refused(scheme: str, seconds: int) -> None:
    settings, headers, secrets, _ = SIGNED[scheme]
    with pytest.raises(Unauthenticated, match="clock"):
        verify(settings, Request(headers, BODY), secrets, NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("scheme", ["stripe", "slack", "hmac"])
def test_a_header_that_is_not_signed_does_not_rename_a_message(scheme: str) -> None:
    settings, headers, secrets, message_id = SIGNED[scheme]
    request = Request({**headers, "idempotency-key": "another"}, BODY)

    assert verify(settings, request, secrets, NOW) == message_id


def test_two_secrets_are_good_while_one_replaces_the_other() -> None:
    settings, headers, _, message_id = SIGNED["github"]
    found = verify(settings, Request(headers, BODY), Secrets(keys=["new", "s3cret"]), NOW)

    assert found == message_id


def test_a_header_and_a_password_are_compared_whole() -> None:
    header = Secrets(header=("X-Token", "abc"))
    basic = Secrets(basic=("ann", "päss:word"))
    word = "Basic " + b64encode("ann:päss:word".encode()).decode()

    assert verify(config("header"), Request({"x-token": "abc"}, b""), header, NOW) is None
    assert verify(config("basic"), Request({"authorization": word}, b""), basic, NOW) is None
    for wrong in ("ab", "abcd", "ABC", "", "ä"):
        with pytest.raises(Unauthenticated):
            verify(config("header"), Request({"x-token": wrong}, b""), header, NOW)
    with pytest.raises(Unauthenticated):
        verify(config("basic"), Request({"authorization": "Basic YW5uOg=="}, b""), basic, NOW)


def test_base64_signatures_and_other_hashes_are_read() -> None:
    settings = config("hmac", algorithm="sha1", encoding="base64", id_header="X-Id")
    signature = b64encode(hmac.new(b"k", BODY, "sha1").digest()).decode()
    request = Request({"x-signature": signature, "x-id": "m1"}, BODY)

    assert verify(settings, request, Secrets(keys=["k"]), NOW) == "m1"
